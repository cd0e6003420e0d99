package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/**
 * Reduction of secret integers of any width modulo a number that may be secret too, and Montgomery
 * multiplication (Peter L. Montgomery, 1985) on limbs. Time depends on the widths alone. May be
 * used by several threads at once.
 *
 * <p>The modulus is {@code 2^shift * odd}. The shift is public and below 64: for the order of the
 * units modulo a prime that is 3 mod 4 it is 1.
 */
final class Reduction implements AutoCloseable {
  private final Libcrypto libcrypto;
  private final int bits;
  private final int shift;
  private final MemorySegment modulus;
  private final MemorySegment odd;
  private final MemorySegment rSquared;
  private final long inverse;

  /**
   * Takes memory over.
   *
   * @param odd the odd factor, unsigned, above 1; its count of limbs is public
   * @param bits no fewer than the modulus has; public
   */
  Reduction(Libcrypto libcrypto, MemorySegment odd, int shift, int bits) {
    this.libcrypto = libcrypto;
    this.odd = odd;
    this.shift = shift;
    this.bits = bits;
    modulus = SecretInteger.memory(width());
    try (var scratch = new Scratch(libcrypto)) {
      Limbs.multiply(modulus, odd, scratch.limbs(1, BigInteger.ONE.shiftLeft(shift)));
    }
    long x = Limbs.get(odd, 0); // the inverse modulo 8; each step doubles the bits that are right
    for (int i = 0; i < 5; i++) {
      x *= 2 - x * Limbs.get(odd, 0);
    }
    inverse = x;
    rSquared = SecretInteger.memory(Limbs.count(odd));
    Limbs.set(rSquared, 0, 1);
    for (int i = 0; i < 128 * Limbs.count(odd); i++) {
      twice(rSquared);
    }
  }

  /** For a public modulus, which is above 1 and not a power of 2. */
  static Reduction ofPublic(Libcrypto libcrypto, BigInteger modulus) {
    int shift = modulus.getLowestSetBit();
    var oddFactor = modulus.shiftRight(shift);
    var odd = SecretInteger.memory(Math.ceilDiv(oddFactor.bitLength(), 64));
    Limbs.write(odd, oddFactor);
    return new Reduction(libcrypto, odd, shift, modulus.bitLength());
  }

  /** Limbs of a result. */
  int width() {
    return Math.ceilDiv(bits, 64);
  }

  int bits() {
    return bits;
  }

  MemorySegment modulus() {
    return modulus;
  }

  /** {@code R^2} modulo the odd factor, where R is 2^64 to the number of its limbs. */
  MemorySegment rSquared() {
    return rSquared;
  }

  private void twice(MemorySegment x) {
    long over = Limbs.sign(x);
    Limbs.add(x, x, x);
    long under = Limbs.subtractIf(-1, x, odd);
    Limbs.addIf(under & ~over, x, odd);
  }

  /** {@code result = x mod modulus}, for a signed x; the result has {@link #width} limbs. */
  void reduceSigned(MemorySegment result, MemorySegment x) {
    try (var scratch = new Scratch(libcrypto)) {
      long negative = Limbs.sign(x);
      var magnitude = scratch.limbs(Limbs.count(x));
      Limbs.negateIf(negative, magnitude, x);
      reduce(result, magnitude);
      var opposite = scratch.limbs(width());
      opposite.copyFrom(modulus);
      Limbs.subtractIf(-1, opposite, result);
      Limbs.select(negative & ~Limbs.isZero(result), result, result, opposite);
    }
  }

  /** {@code result = x mod modulus}, for an unsigned x; the result has {@link #width} limbs. */
  void reduce(MemorySegment result, MemorySegment x) {
    int k = Limbs.count(odd);
    try (var scratch = new Scratch(libcrypto)) {
      var work = scratch.limbs(k + 2);
      var sum = scratch.limbs(k);
      var block = scratch.limbs(k);
      for (int i = Math.ceilDiv(Limbs.count(x), k) - 1; i >= 0; i--) {
        int limbs = Math.min(k, Limbs.count(x) - i * k);
        block.fill((byte) 0);
        MemorySegment.copy(x, (long) i * k * Limbs.BYTES, block, 0, (long) limbs * Limbs.BYTES);
        multiply(sum, sum, rSquared, work);
        multiply(block, block, rSquared, work);
        addModulo(sum, block);
      }
      block.fill((byte) 0);
      Limbs.set(block, 0, 1);
      multiply(sum, sum, block, work);
      long multiple = ((Limbs.get(x, 0) - Limbs.get(sum, 0)) * inverse) & ((1L << shift) - 1);
      var factor = scratch.limbs(1);
      Limbs.set(factor, 0, multiple);
      Limbs.multiply(result, odd, factor);
      Limbs.addUnsigned(result, sum);
    }
  }

  /**
   * {@code product = x y mod modulus}, for an odd modulus and factors below it of {@link #width}
   * limbs.
   */
  void multiply(MemorySegment product, MemorySegment x, MemorySegment y) {
    try (var scratch = new Scratch(libcrypto)) {
      var work = scratch.limbs(width() + 2);
      multiply(product, x, y, work);
      multiply(product, product, rSquared, work);
    }
  }

  /** {@code x = x + y mod odd}, for summands below it. */
  private void addModulo(MemorySegment x, MemorySegment y) {
    long over = Limbs.addUnsigned(x, y);
    long under = Limbs.subtractIf(-1, x, odd);
    Limbs.addIf(under & ~over, x, odd);
  }

  /**
   * {@code product = x y / R mod odd}, where R is 2^64 to the number of limbs, for one factor below
   * R and one below the odd modulus.
   *
   * @param t two limbs more than the modulus has
   */
  private void multiply(MemorySegment product, MemorySegment x, MemorySegment y, MemorySegment t) {
    int k = Limbs.count(odd);
    t.fill((byte) 0);
    for (int i = 0; i < k; i++) {
      multiplyAdd(t, x, Limbs.get(y, i));
      long quotient = -inverse * Limbs.get(t, 0);
      multiplyAdd(t, odd, quotient);
      for (int j = 0; j <= k; j++) {
        Limbs.set(t, j, Limbs.get(t, j + 1));
      }
      Limbs.set(t, k + 1, 0);
    }
    MemorySegment.copy(t, 0, product, 0, odd.byteSize());
    long under = Limbs.subtractIf(-1, product, odd);
    Limbs.addIf(under & (Limbs.get(t, k) - 1), product, odd);
  }

  /** {@code t = t + x y}, where t has two limbs more than x. */
  private static void multiplyAdd(MemorySegment t, MemorySegment x, long y) {
    int k = Limbs.count(x);
    long carry = 0;
    for (int j = 0; j < k; j++) {
      long a = Limbs.get(x, j);
      long p = Limbs.get(t, j);
      long low = a * y;
      long sum = low + p;
      long high = Math.unsignedMultiplyHigh(a, y) + Limbs.carry(low, p, sum);
      long total = sum + carry;
      Limbs.set(t, j, total);
      carry = high + Limbs.carry(sum, carry, total);
    }
    long top = Limbs.get(t, k);
    long sum = top + carry;
    Limbs.set(t, k, sum);
    Limbs.set(t, k + 1, Limbs.get(t, k + 1) + Limbs.carry(top, carry, sum));
  }

  @Override
  public void close() {
    libcrypto.cleanse(modulus);
    libcrypto.cleanse(odd);
    libcrypto.cleanse(rSquared);
  }
}
