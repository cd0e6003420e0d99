package dev.cosigner.mpc.transcript;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * 32 public bytes: a hash, or the random opening of a commitment. Compared by value, in constant
 * time.
 */
public final class Bytes32 {
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private Bytes32(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Copies the bytes.
   *
   * @throws IllegalArgumentException unless there are 32
   */
  public static Bytes32 of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("expected " + LENGTH + " bytes, found " + bytes.length);
    }
    return new Bytes32(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes32 that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** 64 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
