package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/**
 * A modulus whose factors are known and secret: arithmetic modulo both by the Chinese remainder
 * theorem, two constant-time powers at once. The factors are two primes, or the squares of two
 * primes, that are 3 mod 4. May be used by several threads at once, until it is closed.
 */
public final class OwnModulus implements AutoCloseable {
  private final Libcrypto libcrypto;
  private final BigInteger modulus;
  private final SecretFactor first;
  private final SecretFactor second;

  /** The first factor's inverse modulo the second. */
  private final MemorySegment coefficient;

  private OwnModulus(
      Libcrypto libcrypto, BigInteger modulus, SecretFactor first, SecretFactor second) {
    this.libcrypto = libcrypto;
    this.modulus = modulus;
    this.first = first;
    this.second = second;
    coefficient = second.inverse(first.residues().modulus());
  }

  /** Modulo {@code n = p q}. */
  static OwnModulus ofPrimes(Libcrypto libcrypto, BigInteger n, SecretInteger p, SecretInteger q) {
    return new OwnModulus(
        libcrypto, n, SecretFactor.prime(libcrypto, p), SecretFactor.prime(libcrypto, q));
  }

  /** Modulo {@code n^2 = p^2 q^2}. */
  static OwnModulus ofSquares(Libcrypto libcrypto, BigInteger n, SecretInteger p, SecretInteger q) {
    return new OwnModulus(
        libcrypto,
        n.multiply(n),
        SecretFactor.square(libcrypto, p),
        SecretFactor.square(libcrypto, q));
  }

  public BigInteger value() {
    return modulus;
  }

  /** An exponent, reduced modulo the orders of the two groups of units. */
  public Exponent exponent(SecretInteger exponent) {
    var e1 = SecretInteger.memory(first.orders().width());
    var e2 = SecretInteger.memory(second.orders().width());
    first.orders().reduceSigned(e1, exponent.value());
    second.orders().reduceSigned(e2, exponent.value());
    return new Exponent(libcrypto, e1, e2);
  }

  /** A public exponent, which may be negative, reduced likewise. */
  public Exponent exponent(BigInteger exponent) {
    try (var scratch = new Scratch(libcrypto)) {
      return exponent(
          new SecretInteger(
              libcrypto,
              exponent.bitLength(),
              scratch.limbs(SecretInteger.limbsFor(exponent.bitLength()), exponent)));
    }
  }

  /** {@code base^exponent}, for a secret base. Zero for a base that is a multiple of a factor. */
  public SecretInteger power(SecretInteger base, Exponent exponent) {
    return power(base.value(), exponent);
  }

  /** {@code base^exponent}, for a public base that is not negative. */
  public SecretInteger power(BigInteger base, Exponent exponent) {
    try (var scratch = new Scratch(libcrypto)) {
      return power(scratch.limbs(SecretInteger.limbsFor(base.bitLength()), base), exponent);
    }
  }

  private SecretInteger power(MemorySegment base, Exponent exponent) {
    try (var scratch = new Scratch(libcrypto)) {
      var base1 = scratch.limbs(first.residues().width());
      var base2 = scratch.limbs(second.residues().width());
      first.residues().reduceSigned(base1, base);
      second.residues().reduceSigned(base2, base);
      powers(scratch, base1, base2, exponent);
      return combine(base1, base2);
    }
  }

  /** Replaces residues modulo the two factors by their powers. */
  void powers(Scratch scratch, MemorySegment x1, MemorySegment x2, Exponent exponent) {
    var result1 = scratch.number();
    var result2 = scratch.number();
    libcrypto.twoPowersConstantTime(
        result1,
        scratch.number(x1),
        scratch.number(exponent.first()),
        first.number(),
        first.montgomery(),
        result2,
        scratch.number(x2),
        scratch.number(exponent.second()),
        second.number(),
        second.montgomery(),
        scratch.context());
    libcrypto.toLimbs(x1, result1);
    libcrypto.toLimbs(x2, result2);
  }

  /** The number in [0, modulus) that has these residues modulo the two factors. */
  SecretInteger combine(MemorySegment x1, MemorySegment x2) {
    try (var scratch = new Scratch(libcrypto)) {
      var m2 = second.residues();
      var difference = scratch.limbs(m2.width());
      m2.reduce(difference, x1);
      long above = ~Limbs.isLess(x2, difference);
      var positive = scratch.limbs(m2.width());
      positive.copyFrom(x2);
      // Where x2 is below the difference, x2 + m2 - difference; modulo the width that is right.
      Limbs.addIf(~above, positive, m2.modulus());
      Limbs.subtractIf(-1, positive, difference);
      m2.multiply(positive, positive, coefficient);
      var result = SecretInteger.memory(SecretInteger.limbsFor(modulus.bitLength()));
      Limbs.multiply(result, positive, first.residues().modulus());
      Limbs.addUnsigned(result, x1);
      return new SecretInteger(libcrypto, modulus.bitLength(), result);
    }
  }

  SecretFactor first() {
    return first;
  }

  SecretFactor second() {
    return second;
  }

  @Override
  public void close() {
    first.close();
    second.close();
    libcrypto.cleanse(coefficient);
  }

  /** A secret exponent as this modulus takes it. */
  public static final class Exponent implements AutoCloseable {
    private final Libcrypto libcrypto;
    private final MemorySegment first;
    private final MemorySegment second;

    Exponent(Libcrypto libcrypto, MemorySegment first, MemorySegment second) {
      this.libcrypto = libcrypto;
      this.first = first;
      this.second = second;
    }

    MemorySegment first() {
      return first;
    }

    MemorySegment second() {
      return second;
    }

    @Override
    public void close() {
      libcrypto.cleanse(first);
      libcrypto.cleanse(second);
    }
  }
}
