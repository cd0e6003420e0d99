package dev.cosigner.protocol.attestation;

import java.util.Arrays;
import java.util.HexFormat;

/** The value of a platform configuration register: a SHA-384 of 48 bytes. */
public final class PcrValue {
  /** Size of a register, bytes. */
  public static final int BYTES = 48;

  private final byte[] value;

  private PcrValue(byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException("a PCR has 48 bytes, found " + value.length);
    }
    this.value = value;
  }

  /**
   * Returns a value of 48 bytes, which are copied.
   *
   * @throws IllegalArgumentException for another length
   */
  public static PcrValue of(byte[] value) {
    return new PcrValue(value.clone());
  }

  /**
   * Returns a value of 96 hexadecimal digits in either case.
   *
   * @throws IllegalArgumentException for another length or other characters
   */
  public static PcrValue ofHex(String hex) {
    return new PcrValue(HexFormat.of().parseHex(hex));
  }

  /** Returns a copy of the 48 bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  /** Returns 96 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  /** Returns whether all bytes are zero, as in an enclave in debug mode. */
  public boolean isZero() {
    return Arrays.equals(value, new byte[BYTES]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PcrValue pcr && Arrays.equals(value, pcr.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return hex();
  }
}
