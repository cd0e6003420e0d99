package dev.cosigner.transaction;

import dev.cosigner.transaction.Secp256k1.Jacobian;
import java.math.BigInteger;

/**
 * Multiples of secp256k1's generator for each window of a scalar (Hankerson, Menezes, Vanstone,
 * section 3.3.2, fixed-base windowing): derivations add them up, without doublings. Variable time:
 * nothing secret may come here.
 */
final class GeneratorMultiples {
  private static final int WINDOW = 6;
  private static final int WINDOWS = (256 + WINDOW - 1) / WINDOW;

  // For the window w and the digit d, d 2^(6 w) G; made once, at the first use.
  private static final Jacobian[][] TABLE = new Jacobian[WINDOWS][1 << WINDOW];

  static {
    Jacobian base = Jacobian.of(Secp256k1.G);
    for (Jacobian[] window : TABLE) {
      Jacobian multiple = base;
      for (int digit = 1; digit < window.length; digit++) {
        window[digit] = multiple.normalized();
        multiple = multiple.add(base);
      }
      base = multiple.normalized();
    }
  }

  private GeneratorMultiples() {}

  /** {@code start} + {@code scalar} G; the scalar has at most 256 bits. */
  static Jacobian addTo(Jacobian start, BigInteger scalar) {
    Jacobian sum = start;
    for (int w = 0; w < WINDOWS; w++) {
      int digit = scalar.shiftRight(WINDOW * w).intValue() & ((1 << WINDOW) - 1);
      if (digit != 0) {
        sum = sum.add(TABLE[w][digit]);
      }
    }
    return sum;
  }
}
