package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import java.math.BigInteger;
import java.util.List;

/**
 * What the network may take at most (Solana documentation, "Fee structure"): 5000 lamports for each
 * signature, and the price of compute units times their limit, rounded up. Without a limit the
 * network allows at most 200,000 units for each instruction.
 */
final class SolanaFee {
  private static final BigInteger LAMPORTS_PER_SIGNATURE = BigInteger.valueOf(5000);
  private static final BigInteger MICRO = BigInteger.valueOf(1_000_000);
  private static final long DEFAULT_UNITS = 200_000;

  private SolanaFee() {}

  /** An upper bound in lamports. */
  static BigInteger bound(int signatures, List<SolanaInstruction> instructions) {
    long units =
        Math.min(ComputeBudgetProgram.MAX_COMPUTE_UNITS, DEFAULT_UNITS * instructions.size());
    BigInteger price = BigInteger.ZERO;
    for (SolanaInstruction instruction : instructions) {
      if (instruction instanceof ComputeUnitLimit limit) {
        units = limit.units();
      } else if (instruction instanceof ComputeUnitPrice given) {
        price = FixedPoint.unsigned(given.microLamports());
      }
    }
    BigInteger priority =
        price.multiply(BigInteger.valueOf(units)).add(MICRO).subtract(BigInteger.ONE).divide(MICRO);
    return LAMPORTS_PER_SIGNATURE.multiply(BigInteger.valueOf(signatures)).add(priority);
  }
}
