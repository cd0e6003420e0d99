package dev.cosigner.transaction.ethereum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cosigner.transaction.ethereum.TypedDataType.Field;
import dev.cosigner.transaction.ethereum.TypedDataType.Struct;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Hashes of EIP-712; used for one document. */
final class TypedDataHash {
  private static final byte[] PREFIX = {0x19, 0x01};

  // By name: documents may have thousands of values of few types.
  private final Map<String, byte[]> typeHashes = new HashMap<>();

  /** What is signed: {@code keccak(0x1901 || domain separator || hashStruct(message))}. */
  byte[] of(Struct domainType, AbiValue.Sequence domain, Struct type, AbiValue.Sequence message) {
    return Keccak256.hash(PREFIX, struct(domainType, domain), struct(type, message));
  }

  /** hashStruct. */
  byte[] struct(Struct type, AbiValue.Sequence values) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    encoded.writeBytes(
        typeHashes.computeIfAbsent(
            type.name(), _ -> Keccak256.hash(type(type).getBytes(US_ASCII))));
    for (int i = 0; i < type.fields().size(); i++) {
      encoded.writeBytes(value(type.fields().get(i).type(), values.values().get(i)));
    }
    return Keccak256.hash(encoded.toByteArray());
  }

  /** encodeType: the struct, then those that it refers to, sorted by name. */
  static String type(Struct type) {
    Map<String, Struct> others = new TreeMap<>();
    collect(type, others);
    others.remove(type.name());
    StringBuilder text = new StringBuilder();
    append(text, type);
    others.values().forEach(other -> append(text, other));
    return text.toString();
  }

  private static void append(StringBuilder text, Struct type) {
    text.append(type.name()).append('(');
    String separator = "";
    for (Field field : type.fields()) {
      text.append(separator).append(field.type().canonical()).append(' ').append(field.name());
      separator = ",";
    }
    text.append(')');
  }

  private static void collect(TypedDataType type, Map<String, Struct> found) {
    switch (type) {
      case Struct struct -> {
        if (found.put(struct.name(), struct) == null) {
          struct.fields().forEach(field -> collect(field.type(), found));
        }
      }
      case TypedDataType.Array array -> collect(array.element(), found);
      case TypedDataType.Elementary _ -> {
        // Needs no definition.
      }
    }
  }

  /** encodeData of one value: 32 bytes. */
  private byte[] value(TypedDataType type, AbiValue value) {
    return switch (value) {
      case AbiValue.Sequence sequence when type instanceof Struct struct ->
          struct(struct, sequence);
      case AbiValue.Sequence sequence -> {
        TypedDataType element = ((TypedDataType.Array) type).element();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        sequence.values().forEach(inner -> encoded.writeBytes(value(element, inner)));
        yield Keccak256.hash(encoded.toByteArray());
      }
      case AbiValue.Numeric number -> word(number.value());
      case AbiValue.Truth truth -> word(truth.value() ? BigInteger.ONE : BigInteger.ZERO);
      case AbiValue.Account account -> word(new BigInteger(1, account.value().toByteArray()));
      case AbiValue.Characters text -> Keccak256.hash(text.value().getBytes(UTF_8));
      case AbiValue.Octets octets when isFixed(type) -> Arrays.copyOf(octets.value(), AbiType.WORD);
      case AbiValue.Octets octets -> Keccak256.hash(octets.value());
    };
  }

  private static boolean isFixed(TypedDataType type) {
    return type instanceof TypedDataType.Elementary(AbiType.FixedBytes _);
  }

  /** Two's complement. */
  private static byte[] word(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] word = new byte[AbiType.WORD];
    if (value.signum() < 0) {
      Arrays.fill(word, (byte) 0xff);
    }
    int length = Math.min(AbiType.WORD, bytes.length);
    System.arraycopy(bytes, bytes.length - length, word, AbiType.WORD - length, length);
    return word;
  }
}
