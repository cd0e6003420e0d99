package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.ethereum.AbiType.Array;
import dev.cosigner.transaction.ethereum.AbiType.Tuple;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Reads values in the one encoding that Solidity's {@code abi.encode} writes (Contract ABI
 * specification, "Formal Specification of the Encoding"): every offset points to the first byte
 * that is not taken, padding is zero, nothing is behind the last value. Contracts read other
 * encodings too, and two readers could then see different calls: those are refused.
 */
final class AbiDecoder {
  private static final BigInteger MAX_INDEX = BigInteger.valueOf(Integer.MAX_VALUE);

  private final byte[] bytes;
  private int tail;

  private AbiDecoder(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The values of {@code type} that {@code bytes} are from {@code start} on.
   *
   * @throws TransactionException for any other encoding
   */
  static AbiValue.Sequence decode(Tuple type, byte[] bytes, int start) throws TransactionException {
    AbiDecoder decoder = new AbiDecoder(bytes);
    AbiValue.Sequence values = decoder.block(types(type), start);
    if (decoder.tail != bytes.length) {
      throw new TransactionException(
          Reason.TRAILING_BYTES,
          "arguments of a call",
          "the end after the last one",
          bytes.length - decoder.tail + " more bytes",
          decoder.tail);
    }
    return values;
  }

  private static List<AbiType> types(Tuple tuple) {
    return tuple.parameters().stream().map(AbiType.Parameter::type).toList();
  }

  /** Values whose heads begin at {@code base}; the tails follow the heads. */
  private AbiValue.Sequence block(List<AbiType> types, int base) throws TransactionException {
    long heads = 0;
    for (AbiType type : types) {
      heads += type.headBytes();
    }
    require("arguments of a call", base, heads);
    tail = base + (int) heads;
    List<AbiValue> values = new ArrayList<>();
    int head = base;
    for (AbiType type : types) {
      if (type.isDynamic()) {
        BigInteger offset = number(head, 256, "offset");
        if (!offset.equals(BigInteger.valueOf(tail - base))) {
          throw new TransactionException(
              Reason.INVALID_OFFSET,
              "offset of " + type.canonical(),
              tail - base + ", the first byte that is not taken",
              offset.toString(),
              head);
        }
        values.add(dynamic(type, tail));
      } else {
        values.add(inPlace(type, head));
      }
      head += type.headBytes();
    }
    return new AbiValue.Sequence(values);
  }

  private AbiValue dynamic(AbiType type, int start) throws TransactionException {
    return switch (type) {
      case AbiType.Bytes _ -> new AbiValue.Octets(octets(start));
      case AbiType.Text _ -> new AbiValue.Characters(text(start));
      case Tuple tuple -> block(types(tuple), start);
      case Array array when array.length() == Array.ANY -> {
        int length = length(start, array.element().headBytes());
        yield block(Collections.nCopies(length, array.element()), start + AbiType.WORD);
      }
      case Array array -> block(Collections.nCopies(array.length(), array.element()), start);
      case AbiType.Uint _, AbiType.Int _, AbiType.Address _, AbiType.Bool _, AbiType.FixedBytes _ ->
          throw new IllegalStateException("not dynamic: " + type.canonical());
    };
  }

  private AbiValue inPlace(AbiType type, int start) throws TransactionException {
    return switch (type) {
      case AbiType.Uint uint -> new AbiValue.Numeric(number(start, uint.bits(), uint.canonical()));
      case AbiType.Int integer -> new AbiValue.Numeric(signed(start, integer));
      case AbiType.Address _ ->
          new AbiValue.Account(
              EthereumAddress.of(
                  Arrays.copyOfRange(
                      unsigned(start, 160, "address"), AbiType.WORD - 20, AbiType.WORD)));
      case AbiType.Bool _ -> new AbiValue.Truth(number(start, 1, "bool").signum() != 0);
      case AbiType.FixedBytes fixed -> {
        zeros(start + fixed.size(), start + AbiType.WORD, fixed.canonical());
        yield new AbiValue.Octets(Arrays.copyOfRange(bytes, start, start + fixed.size()));
      }
      case Tuple tuple -> inPlace(types(tuple), start);
      case Array array -> inPlace(Collections.nCopies(array.length(), array.element()), start);
      case AbiType.Bytes _, AbiType.Text _ ->
          throw new IllegalStateException("dynamic: " + type.canonical());
    };
  }

  private AbiValue.Sequence inPlace(List<AbiType> types, int start) throws TransactionException {
    List<AbiValue> values = new ArrayList<>();
    int head = start;
    for (AbiType type : types) {
      values.add(inPlace(type, head));
      head += type.headBytes();
    }
    return new AbiValue.Sequence(values);
  }

  private byte[] octets(int start) throws TransactionException {
    int length = length(start, 1);
    int from = start + AbiType.WORD;
    int padded = (length + AbiType.WORD - 1) / AbiType.WORD * AbiType.WORD;
    require("bytes with their padding", from, padded);
    zeros(from + length, from + padded, "bytes");
    tail = from + padded;
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  private String text(int start) throws TransactionException {
    byte[] octets = octets(start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new TransactionException(
          Reason.INVALID_TEXT, "string", "UTF-8", "other bytes", start + AbiType.WORD);
    }
  }

  /** The length at {@code start}, of elements of which each has at least {@code bytesEach} here. */
  private int length(int start, int bytesEach) throws TransactionException {
    require("length", start, AbiType.WORD);
    BigInteger length = number(start, 256, "length");
    int remaining = bytes.length - start - AbiType.WORD;
    if (length.compareTo(MAX_INDEX) > 0
        || length.multiply(BigInteger.valueOf(bytesEach)).compareTo(BigInteger.valueOf(remaining))
            > 0) {
      throw new TransactionException(
          Reason.TRUNCATED,
          "length",
          "at most what " + remaining + " bytes hold",
          length.toString(),
          start);
    }
    return length.intValue();
  }

  private BigInteger number(int start, int bits, String what) throws TransactionException {
    return new BigInteger(1, unsigned(start, bits, what));
  }

  private byte[] unsigned(int start, int bits, String what) throws TransactionException {
    byte[] word = Arrays.copyOfRange(bytes, start, start + AbiType.WORD);
    if (new BigInteger(1, word).bitLength() > bits) {
      throw outOfRange(what, bits, start);
    }
    return word;
  }

  private BigInteger signed(int start, AbiType.Int type) throws TransactionException {
    BigInteger value = new BigInteger(Arrays.copyOfRange(bytes, start, start + AbiType.WORD));
    if (value.bitLength() >= type.bits()) {
      throw outOfRange(type.canonical(), type.bits(), start);
    }
    return value;
  }

  private static TransactionException outOfRange(String what, int bits, int start) {
    return new TransactionException(
        Reason.NUMBER_OUT_OF_RANGE, what, "at most " + bits + " bits", "more", start);
  }

  private void zeros(int from, int to, String what) throws TransactionException {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        throw new TransactionException(
            Reason.INVALID_PADDING,
            "padding of " + what,
            "zeros",
            "0x%02x".formatted(bytes[i] & 0xff),
            i);
      }
    }
  }

  private void require(String what, int start, long length) throws TransactionException {
    if (bytes.length - start < length) {
      throw new TransactionException(
          Reason.TRUNCATED, what, length + " bytes", bytes.length - start + " bytes", start);
    }
  }
}
