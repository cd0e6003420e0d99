package dev.cosigner.transaction.ethereum;

import java.util.List;

/** A type of EIP-712. */
sealed interface TypedDataType {
  /** As types are hashed, such as {@code Person[]}. */
  String canonical();

  /** One of the ABI's types without parts, written as there. */
  record Elementary(AbiType type) implements TypedDataType {
    @Override
    public String canonical() {
      return type.canonical();
    }
  }

  /** An array; the length is as in {@link AbiType.Array}. */
  record Array(TypedDataType element, int length) implements TypedDataType {
    @Override
    public String canonical() {
      return element.canonical() + (length == AbiType.Array.ANY ? "[]" : "[" + length + "]");
    }
  }

  /** A struct that the document defines. */
  record Struct(String name, List<Field> fields) implements TypedDataType {
    /** Copies the list. */
    public Struct {
      fields = List.copyOf(fields);
    }

    @Override
    public String canonical() {
      return name;
    }
  }

  /** A member of a struct. */
  record Field(String name, TypedDataType type) {}
}
