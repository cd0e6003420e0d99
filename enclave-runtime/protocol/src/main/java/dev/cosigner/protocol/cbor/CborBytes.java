package dev.cosigner.protocol.cbor;

import java.util.Arrays;

/** A byte string of major type 2. */
public final class CborBytes implements CborValue {
  private final byte[] value;

  CborBytes(byte[] value) {
    this.value = value.clone();
  }

  /** Returns a copy of the bytes. */
  public byte[] value() {
    return value.clone();
  }

  /** Returns the number of bytes. */
  public int length() {
    return value.length;
  }

  /** The bytes themselves, for the encoder, which only reads them. */
  byte[] shared() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CborBytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Gives the length only: the bytes may be secret. */
  @Override
  public String toString() {
    return "CborBytes[" + value.length + " bytes]";
  }
}
