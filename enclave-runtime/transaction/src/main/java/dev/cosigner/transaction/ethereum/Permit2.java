package dev.cosigner.transaction.ethereum;

import java.math.BigInteger;
import java.util.HexFormat;

/** Uniswap's Permit2, which has the same address and code on every chain. */
final class Permit2 {
  /** The contract. */
  static final EthereumAddress ADDRESS =
      EthereumAddress.of(HexFormat.of().parseHex("000000000022d473030f116ddee9f6b43ac78ba3"));

  /** The amount that it takes for no limit. */
  static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);

  private Permit2() {}
}
