package dev.cosigner.enclave.linux;

import java.io.IOException;

/**
 * The enclave's only way out: streams to and from its parent, by port number. The parent is
 * untrusted; it reads, changes and drops what it likes.
 */
public sealed interface ParentLink permits VsockLink, LocalLink {
  /**
   * Connects to a port of the parent.
   *
   * @throws IOException if nothing listens there
   */
  Connection connect(int port) throws IOException;

  /**
   * Listens on a port of the enclave.
   *
   * @throws IOException if the port is taken
   */
  Listener listen(int port) throws IOException;
}
