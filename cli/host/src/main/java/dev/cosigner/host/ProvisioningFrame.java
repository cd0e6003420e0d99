package dev.cosigner.host;

/**
 * What a development image's simulated NSM is given while it boots. It holds the key of an instance
 * certificate under a development root: a secret of little worth, but a secret.
 */
public final class ProvisioningFrame {
  /** Most bytes of a frame. */
  public static final int MAX_BYTES = 16 * 1024;

  private final byte[] bytes;

  /**
   * Copies the bytes of the frame's body, CBOR.
   *
   * @throws IllegalArgumentException if there are none or too many
   */
  public ProvisioningFrame(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "expected 1 to " + MAX_BYTES + " bytes of provisioning, found " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  /** A copy of the frame with the key in it: for the enclave, and nobody else. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Gives the length only. */
  @Override
  public String toString() {
    return "ProvisioningFrame[" + bytes.length + " bytes]";
  }
}
