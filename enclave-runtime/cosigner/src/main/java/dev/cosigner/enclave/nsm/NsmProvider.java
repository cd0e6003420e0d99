package dev.cosigner.enclave.nsm;

import dev.cosigner.enclave.linux.ParentLink;
import java.io.IOException;

/**
 * A simulated NSM's way into a development image: a service of the module that brings it.
 * Production images hold no such module, and a production enclave refuses to start beside one.
 */
public interface NsmProvider {
  /**
   * Opens the NSM.
   *
   * @param parent the way to the parent, which provisions it
   * @throws IOException if the parent does not provision it
   * @throws NsmException if the module fails
   */
  Nsm open(ParentLink parent) throws IOException, NsmException;
}
