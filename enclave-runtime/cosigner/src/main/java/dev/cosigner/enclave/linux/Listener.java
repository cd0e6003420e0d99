package dev.cosigner.enclave.linux;

import java.io.IOException;

/** A port of the enclave that its parent may connect to. */
public sealed interface Listener extends AutoCloseable permits VsockListener, LocalListener {
  /**
   * Waits for the next connection.
   *
   * @throws IOException if the listener is closed or fails
   */
  Connection accept() throws IOException;

  @Override
  void close();
}
