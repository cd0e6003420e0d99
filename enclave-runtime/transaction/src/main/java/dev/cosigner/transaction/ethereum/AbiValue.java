package dev.cosigner.transaction.ethereum;

import java.math.BigInteger;
import java.util.List;

/** A decoded value of an {@link AbiType}. */
sealed interface AbiValue {
  /** Of {@code uint} and {@code int}. */
  record Numeric(BigInteger value) implements AbiValue {}

  /** Of {@code address}. */
  record Account(EthereumAddress value) implements AbiValue {}

  /** Of {@code bool}. */
  record Truth(boolean value) implements AbiValue {}

  /** Of {@code bytes} and {@code bytes1} to {@code bytes32}. */
  final class Octets implements AbiValue {
    private final byte[] bytes;

    Octets(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /** A copy. */
    byte[] value() {
      return bytes.clone();
    }
  }

  /** Of {@code string}. */
  record Characters(String value) implements AbiValue {}

  /** Of arrays and tuples. */
  record Sequence(List<AbiValue> values) implements AbiValue {
    /** Copies the list. */
    public Sequence {
      values = List.copyOf(values);
    }

    /** The number at {@code index}, whose type the caller knows. */
    BigInteger number(int index) {
      return ((Numeric) values.get(index)).value();
    }

    /** The address at {@code index}, whose type the caller knows. */
    EthereumAddress address(int index) {
      return ((Account) values.get(index)).value();
    }

    /** Whether true is at {@code index}, whose type the caller knows. */
    boolean truth(int index) {
      return ((Truth) values.get(index)).value();
    }

    /** The bytes at {@code index}, whose type the caller knows. */
    byte[] bytes(int index) {
      return ((Octets) values.get(index)).value();
    }

    /** The array or tuple at {@code index}, whose type the caller knows. */
    Sequence sequence(int index) {
      return (Sequence) values.get(index);
    }

    /** The elements, which are tuples, as the caller knows. */
    List<Sequence> sequences() {
      return values.stream().map(value -> (Sequence) value).toList();
    }
  }
}
