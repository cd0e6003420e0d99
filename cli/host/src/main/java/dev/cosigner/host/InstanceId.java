package dev.cosigner.host;

import java.util.Arrays;
import java.util.HexFormat;

/** One run of one enclave: 16 random bytes that it drew while it booted. */
public final class InstanceId {
  /** Size, bytes. */
  public static final int BYTES = 16;

  private final byte[] value;

  /**
   * Copies the bytes.
   *
   * @throws IllegalArgumentException if there are not 16 of them
   */
  public InstanceId(byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException("expected an instance of 16 bytes, found " + value.length);
    }
    this.value = value.clone();
  }

  /** A copy of the bytes. */
  public byte[] value() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InstanceId instance && Arrays.equals(value, instance.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The bytes in hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(value);
  }
}
