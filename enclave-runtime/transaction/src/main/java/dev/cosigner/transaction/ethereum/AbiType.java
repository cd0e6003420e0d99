package dev.cosigner.transaction.ethereum;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A type of Solidity's contract ABI, as far as calls of contracts use them. */
sealed interface AbiType {
  /** Bytes of a word, the unit of all encodings. */
  int WORD = 32;

  /** The name that a selector is made of, such as {@code (address,uint256)[]}. */
  String canonical();

  /** Whether the encoding is elsewhere and only its offset in place. */
  default boolean isDynamic() {
    return false;
  }

  /** Bytes in place: of the whole encoding, or of the offset. */
  default int headBytes() {
    return WORD;
  }

  /** The type without parts that has this full name: {@code uint256}, never {@code uint}. */
  static Optional<AbiType> elementary(String name) {
    for (AbiType type : List.of(new Address(), new Bool(), new Bytes(), new Text())) {
      if (name.equals(type.canonical())) {
        return Optional.of(type);
      }
    }
    for (int bits = 8; bits <= 256; bits += 8) {
      if (name.equals("uint" + bits)) {
        return Optional.of(new Uint(bits));
      }
      if (name.equals("int" + bits)) {
        return Optional.of(new Int(bits));
      }
      if (name.equals("bytes" + bits / 8)) {
        return Optional.of(new FixedBytes(bits / 8));
      }
    }
    return Optional.empty();
  }

  /** An unsigned number of 8 to 256 bits. */
  record Uint(int bits) implements AbiType {
    @Override
    public String canonical() {
      return "uint" + bits;
    }
  }

  /** A signed number of 8 to 256 bits. */
  record Int(int bits) implements AbiType {
    @Override
    public String canonical() {
      return "int" + bits;
    }
  }

  /** An address. */
  record Address() implements AbiType {
    @Override
    public String canonical() {
      return "address";
    }
  }

  /** True or false. */
  record Bool() implements AbiType {
    @Override
    public String canonical() {
      return "bool";
    }
  }

  /** 1 to 32 bytes. */
  record FixedBytes(int size) implements AbiType {
    @Override
    public String canonical() {
      return "bytes" + size;
    }
  }

  /** Any number of bytes. */
  record Bytes() implements AbiType {
    @Override
    public String canonical() {
      return "bytes";
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }

  /** Text in UTF-8. */
  record Text() implements AbiType {
    @Override
    public String canonical() {
      return "string";
    }

    @Override
    public boolean isDynamic() {
      return true;
    }
  }

  /**
   * Values of one type.
   *
   * @param length how many; {@link #ANY} where the encoding says it
   */
  record Array(AbiType element, int length) implements AbiType {
    /** The length of an array that says its length. */
    static final int ANY = -1;

    @Override
    public String canonical() {
      return element.canonical() + (length == ANY ? "[]" : "[" + length + "]");
    }

    @Override
    public boolean isDynamic() {
      return length == ANY || element.isDynamic();
    }

    @Override
    public int headBytes() {
      return isDynamic() ? WORD : Math.multiplyExact(length, element.headBytes());
    }
  }

  /** Values of several types, in order. */
  record Tuple(List<Parameter> parameters) implements AbiType {
    /** Copies the list. */
    public Tuple {
      parameters = List.copyOf(parameters);
    }

    @Override
    public String canonical() {
      return parameters.stream()
          .map(parameter -> parameter.type().canonical())
          .collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public boolean isDynamic() {
      return parameters.stream().anyMatch(parameter -> parameter.type().isDynamic());
    }

    @Override
    public int headBytes() {
      return isDynamic() ? WORD : contentBytes();
    }

    /** Bytes of all heads. */
    int contentBytes() {
      return parameters.stream()
          .mapToInt(parameter -> parameter.type().headBytes())
          .reduce(0, Math::addExact);
    }
  }

  /**
   * A parameter of a function or a component of a tuple.
   *
   * @param name may be empty
   */
  record Parameter(String name, AbiType type) {}
}
