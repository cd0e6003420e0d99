package dev.cosigner.transaction.ethereum;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A function of a contract: what a call's first four bytes stand for.
 *
 * @param name of the function
 * @param parameters with their names
 */
record FunctionSignature(String name, AbiType.Tuple parameters) {
  /** Bytes of a selector. */
  static final int SELECTOR_BYTES = 4;

  /**
   * Reads Solidity's form with or without names, tuples in parentheses: {@code pay(address
   * to,(uint256 id,bytes data)[] items)}.
   *
   * @throws IllegalArgumentException where it is another
   */
  static FunctionSignature parse(String text) {
    return new FunctionSignatureReader(text).read();
  }

  /** Name and types, such as {@code transfer(address,uint256)}. */
  String canonical() {
    return name + parameters.canonical();
  }

  /** The first four bytes of the Keccak-256 hash of {@link #canonical}, in hexadecimal. */
  String selector() {
    byte[] hash = Keccak256.hash(canonical().getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, SELECTOR_BYTES));
  }
}
