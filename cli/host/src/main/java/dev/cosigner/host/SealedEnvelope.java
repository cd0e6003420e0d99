package dev.cosigner.host;

import java.util.Arrays;

/**
 * An envelope on its way: bytes that only its receiver can open, and the address outside. The
 * address is a wish of whoever posted it; the receiver checks who an envelope is for by what is
 * signed inside.
 */
public final class SealedEnvelope {
  private final InstanceId receiver;
  private final byte[] bytes;

  /**
   * Copies the bytes.
   *
   * @param receiver the instance it is for
   * @param bytes the envelope, not looked into
   */
  public SealedEnvelope(InstanceId receiver, byte[] bytes) {
    this.receiver = receiver;
    this.bytes = bytes.clone();
  }

  /** The instance it is for. */
  public InstanceId receiver() {
    return receiver;
  }

  /** A copy of the envelope. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealedEnvelope envelope
        && receiver.equals(envelope.receiver)
        && Arrays.equals(bytes, envelope.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * receiver.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SealedEnvelope[to " + receiver + ", " + bytes.length + " bytes]";
  }
}
