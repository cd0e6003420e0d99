package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Objects;

/**
 * What the owner of {@code N = p q} can do, for two secret primes of one size that are 3 mod 4:
 * Paillier's decryption (EUROCRYPT '99, with the Chinese remainder theorem of its section 7), N-th
 * powers modulo N^2, and roots modulo N. May be used by several threads at once, until it is
 * closed.
 */
public final class Factorisation implements AutoCloseable {
  private final Libcrypto libcrypto;
  private final BigInteger n;
  private final SecretInteger p;
  private final SecretInteger q;
  private final OwnModulus modulus;
  private final OwnModulus squared;
  private final OwnModulus.Exponent nthPower;
  private final OwnModulus.Exponent nthRoot;
  private final OwnModulus.Exponent logarithm;
  private final Reduction order;
  private final MemorySegment inverseOfP;
  private final MemorySegment inverseOfQ;

  /**
   * Copies the primes.
   *
   * @param p a prime, 3 mod 4, whose two highest bits of {@link SecretInteger#bits} are set
   * @param q another
   */
  public Factorisation(SecretInteger p, SecretInteger q) {
    libcrypto = p.libcrypto();
    this.p = p.copy();
    this.q = q.copy();
    try (var product = p.times(q)) {
      n = product.publish();
    }
    modulus = OwnModulus.ofPrimes(libcrypto, n, p, q);
    squared = OwnModulus.ofSquares(libcrypto, n, p, q);
    nthPower = squared.exponent(n);
    nthRoot =
        new OwnModulus.Exponent(
            libcrypto, inverseOfN(modulus.first()), inverseOfN(modulus.second()));
    logarithm =
        new OwnModulus.Exponent(
            libcrypto,
            logarithmExponent(modulus.first(), modulus.second(), squared.first()),
            logarithmExponent(modulus.second(), modulus.first(), squared.second()));
    order = order();
    inverseOfP = inverseModuloWidth(modulus.first().residues().modulus());
    inverseOfQ = inverseModuloWidth(modulus.second().residues().modulus());
  }

  public BigInteger n() {
    return n;
  }

  /** A copy of the first prime, which the caller closes. */
  public SecretInteger p() {
    return p.copy();
  }

  /** A copy of the second prime, which the caller closes. */
  public SecretInteger q() {
    return q.copy();
  }

  /** Modulo N. */
  public OwnModulus modulus() {
    return modulus;
  }

  /** Modulo N^2. */
  public OwnModulus squared() {
    return squared;
  }

  /** A uniformly random secret exponent in [0, (p - 1) (q - 1)). */
  public SecretInteger randomExponent(SecureRandom random) {
    requireOpen();
    var arithmetic = new LibcryptoArithmetic(libcrypto);
    while (true) {
      try (var candidate = arithmetic.uniformBelow(random, n);
          var residue = reduceExponent(candidate);
          var excess = candidate.minus(residue)) {
        // Those at or above the order are refused, so that the others stay uniform.
        if (Limbs.isZero(excess.value()) != 0) {
          return residue.copy();
        }
      }
    }
  }

  /** A secret exponent modulo (p - 1) (q - 1). */
  public SecretInteger reduceExponent(SecretInteger exponent) {
    requireOpen();
    return exponent.modulo(order);
  }

  /** An order that was wiped is zero: no exponent would ever be below it. */
  private void requireOpen() {
    Objects.requireNonNull(p.value());
  }

  /** {@code r^N mod N^2}. */
  public SecretInteger nthPower(SecretInteger r) {
    return squared.power(r, nthPower);
  }

  /** The one x in [0, N) with {@code x^N = y mod N}. */
  public SecretInteger nthRoot(BigInteger y) {
    return modulus.power(y, nthRoot);
  }

  /** Fourth roots modulo N with the help of a number w whose Jacobi symbol is -1. */
  public FourthRoots fourthRoots(BigInteger w) {
    return new FourthRoots(libcrypto, modulus, w);
  }

  /**
   * The one m in [0, N) with {@code c = (1 + N)^m r^N mod N^2} for some r.
   *
   * @param c a unit modulo N^2
   */
  public SecretInteger logarithm(BigInteger c) {
    try (var scratch = new Scratch(libcrypto)) {
      var c1 = scratch.limbs(squared.first().residues().width());
      var c2 = scratch.limbs(squared.second().residues().width());
      var limbs = scratch.limbs(SecretInteger.limbsFor(c.bitLength()), c);
      squared.first().residues().reduce(c1, limbs);
      squared.second().residues().reduce(c2, limbs);
      squared.powers(scratch, c1, c2, logarithm);
      return modulus.combine(quotient(scratch, c1, inverseOfP), quotient(scratch, c2, inverseOfQ));
    }
  }

  /**
   * Paillier's L: {@code (u - 1) / p} without a division. It is exact, so it is the product with
   * p's inverse modulo a power of 2 that is greater than p.
   */
  private static MemorySegment quotient(Scratch scratch, MemorySegment u, MemorySegment inverse) {
    var minusOne = scratch.limbs(Limbs.count(u));
    Limbs.subtract(minusOne, u, scratch.limbs(1, BigInteger.ONE));
    var quotient = scratch.limbs(Limbs.count(inverse));
    Limbs.multiply(quotient, minusOne, inverse);
    return quotient;
  }

  /**
   * {@code (p - 1) k} with {@code k = ((p - 1) q)^-1 mod p}: as exponent it takes (1 + N)^m r^N to
   * 1 + m p modulo p^2. It has the size of p^2, for which libcrypto's fastest code is.
   */
  private MemorySegment logarithmExponent(
      SecretFactor prime, SecretFactor other, SecretFactor square) {
    try (var scratch = new Scratch(libcrypto)) {
      int width = prime.residues().width();
      var order = scratch.limbs(width);
      order.copyFrom(prime.orders().modulus());
      var product = scratch.limbs(2 * width);
      Limbs.multiply(product, order, other.residues().modulus());
      var inverse = prime.inverse(product);
      var exponent = SecretInteger.memory(square.orders().width());
      Limbs.multiply(exponent, order, inverse);
      libcrypto.cleanse(inverse);
      return exponent;
    }
  }

  /** Modulo (p - 1) (q - 1), which is 4 times an odd number. */
  private Reduction order() {
    try (var scratch = new Scratch(libcrypto)) {
      int width = modulus.first().residues().width();
      var half1 = scratch.limbs(width);
      var half2 = scratch.limbs(width);
      half1.copyFrom(modulus.first().orders().modulus());
      half2.copyFrom(modulus.second().orders().modulus());
      Limbs.halve(half1);
      Limbs.halve(half2);
      var odd = SecretInteger.memory(Math.ceilDiv(n.bitLength(), 64));
      Limbs.multiply(odd, half1, half2);
      return new Reduction(libcrypto, odd, 2, n.bitLength());
    }
  }

  /** N's inverse modulo p - 1. */
  private MemorySegment inverseOfN(SecretFactor prime) {
    try (var scratch = new Scratch(libcrypto)) {
      var residue = scratch.limbs(prime.orders().width());
      prime.orders().reduce(residue, scratch.limbs(n.bitLength() / 64 + 1, n));
      var inverse = scratch.number();
      SecretFactor.requireUnit(
          libcrypto.invert(
              inverse,
              scratch.number(residue),
              scratch.number(prime.orders().modulus()),
              scratch.context()));
      var limbs = SecretInteger.memory(prime.orders().width());
      libcrypto.toLimbs(limbs, inverse);
      return limbs;
    }
  }

  /** The inverse of an odd number modulo 2 to the power of its width, by Newton's iteration. */
  private MemorySegment inverseModuloWidth(MemorySegment odd) {
    int width = Limbs.count(odd);
    var inverse = SecretInteger.memory(width);
    inverse.copyFrom(odd); // right modulo 8; each step doubles the bits that are right
    try (var scratch = new Scratch(libcrypto)) {
      var two = scratch.limbs(1, BigInteger.TWO);
      var product = scratch.limbs(width);
      var copy = scratch.limbs(width);
      for (int bits = 3; bits < 64 * width; bits *= 2) {
        Limbs.multiply(product, inverse, odd);
        Limbs.subtract(product, two, product);
        copy.copyFrom(inverse);
        Limbs.multiply(inverse, copy, product);
      }
    }
    return inverse;
  }

  @Override
  public void close() {
    p.close();
    q.close();
    modulus.close();
    squared.close();
    nthPower.close();
    nthRoot.close();
    logarithm.close();
    order.close();
    libcrypto.cleanse(inverseOfP);
    libcrypto.cleanse(inverseOfQ);
  }

  /** Says nothing of the primes. */
  @Override
  public String toString() {
    return "Factorisation[hidden]";
  }
}
