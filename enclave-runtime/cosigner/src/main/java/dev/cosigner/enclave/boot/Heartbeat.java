package dev.cosigner.enclave.boot;

import dev.cosigner.enclave.linux.Connection;
import dev.cosigner.enclave.linux.ParentLink;
import java.io.IOException;

/**
 * The byte by which an enclave tells whoever launched it that it is up (as AWS's own images do, for
 * nitro-cli).
 */
final class Heartbeat {
  private static final int PORT = 9000;
  private static final byte BEAT = (byte) 0xb7;

  private Heartbeat() {}

  /**
   * Sends the byte and waits for it to come back.
   *
   * @throws BootException if nobody listens or answers with another
   */
  static void send(ParentLink parent) throws BootException {
    byte[] beat = {BEAT};
    try (Connection connection = parent.connect(PORT)) {
      connection.write(beat, 0, 1);
      if (connection.read(beat, 0, 1) != 1 || beat[0] != BEAT) {
        throw BootException.environment(
            "heartbeat: expected the parent to answer b7, found another answer", null);
      }
    } catch (IOException e) {
      throw BootException.environment("heartbeat: " + e.getMessage(), e);
    }
  }
}
