package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A public odd modulus, by libcrypto. Operations that take a {@link SecretInteger} take the same
 * time for all values of one width; they may still be used by several threads at once.
 */
public final class LibcryptoModulus implements Modulus {
  private final Libcrypto libcrypto;
  private final BigInteger modulus;
  private final MemorySegment number;
  private final MemorySegment montgomery;
  private final Reduction reduction;

  LibcryptoModulus(Libcrypto libcrypto, BigInteger modulus) {
    this.libcrypto = libcrypto;
    this.modulus = BigIntegerModulus.requireOdd(modulus);
    reduction = Reduction.ofPublic(libcrypto, modulus);
    try (var scratch = new Scratch(libcrypto)) {
      number = freedWithThis(libcrypto.newNumber(), libcrypto::clearFree);
      libcrypto.fromLimbs(number, scratch.limbs(reduction.width(), modulus));
      montgomery =
          freedWithThis(
              libcrypto.newMontgomery(number, scratch.context()), libcrypto::freeMontgomery);
    }
  }

  @SuppressWarnings("restricted") // the pointer is used for calls of libcrypto alone
  private static MemorySegment freedWithThis(
      MemorySegment pointer, java.util.function.Consumer<MemorySegment> free) {
    return pointer.reinterpret(Arena.ofAuto(), free);
  }

  @Override
  public BigInteger value() {
    return modulus;
  }

  @Override
  public BigInteger invert(BigInteger a) {
    try (var scratch = new Scratch(libcrypto)) {
      var inverse = scratch.number();
      if (!libcrypto.invert(inverse, scratch.number(a.mod(modulus)), number, scratch.context())) {
        throw new ArithmeticException("expected a unit, found a number without an inverse");
      }
      return read(scratch, inverse).publish();
    }
  }

  @Override
  public BigInteger power(BigInteger base, BigInteger exponent) {
    var positive = exponent.signum() < 0 ? invert(base) : base;
    try (var scratch = new Scratch(libcrypto)) {
      var result = scratch.number();
      libcrypto.power(
          result,
          scratch.number(positive.mod(modulus)),
          scratch.number(exponent.abs()),
          number,
          montgomery,
          scratch.context());
      return read(scratch, result).publish();
    }
  }

  @Override
  public List<BigInteger> powers(BigInteger base, List<BigInteger> exponents) {
    int bits = exponents.stream().mapToInt(BigInteger::bitLength).max().orElse(0);
    var comb = comb(base, bits, exponents.size());
    return exponents.stream().map(exponent -> power(comb, exponent)).toList();
  }

  /** Two at a time, for which libcrypto has faster code where the processor has AVX512-IFMA. */
  @Override
  public List<BigInteger> powers(List<BigInteger> bases, BigInteger exponent) {
    var powers = new ArrayList<BigInteger>(bases.size());
    int i = 0;
    for (; i + 1 < bases.size(); i += 2) {
      try (var scratch = new Scratch(libcrypto)) {
        var first = scratch.number();
        var second = scratch.number();
        var power = scratch.number(exponent);
        libcrypto.twoPowersConstantTime(
            first,
            scratch.number(bases.get(i).mod(modulus)),
            power,
            number,
            montgomery,
            second,
            scratch.number(bases.get(i + 1).mod(modulus)),
            power,
            number,
            montgomery,
            scratch.context());
        powers.add(read(scratch, first).publish());
        powers.add(read(scratch, second).publish());
      }
    }
    if (i < bases.size()) {
      powers.add(power(bases.get(i), exponent));
    }
    return List.copyOf(powers);
  }

  private BigInteger power(Comb comb, BigInteger exponent) {
    var limbs = SecretInteger.memory(SecretInteger.limbsFor(exponent.bitLength()));
    Limbs.write(limbs, exponent);
    try (var secret = new SecretInteger(libcrypto, exponent.bitLength(), limbs);
        var power = comb.power(secret)) {
      return power.publish();
    }
  }

  @Override
  public BigInteger product(List<Power> powers) {
    return SharedSquarings.product(this, powers);
  }

  @Override
  public int jacobi(BigInteger a) {
    try (var scratch = new Scratch(libcrypto)) {
      return libcrypto.kronecker(scratch.number(a.mod(modulus)), number, scratch.context());
    }
  }

  /**
   * {@code base^exponent} for a secret signed exponent, in constant time.
   *
   * @param base a unit
   * @throws ArithmeticException if the base has no inverse
   */
  public SecretInteger power(BigInteger base, SecretInteger exponent) {
    int width = reduction.width();
    try (var scratch = new Scratch(libcrypto)) {
      var chosen = scratch.limbs(width);
      long negative = Limbs.sign(exponent.value());
      Limbs.select(
          negative,
          chosen,
          scratch.limbs(width, base.mod(modulus)),
          scratch.limbs(width, invert(base)));
      var magnitude = scratch.limbs(Limbs.count(exponent.value()));
      Limbs.negateIf(negative, magnitude, exponent.value());
      return power(scratch, chosen, magnitude);
    }
  }

  /**
   * {@code base^exponent} for a secret base in [0, modulus) and a public exponent, 0 or greater.
   */
  public SecretInteger power(SecretInteger base, BigInteger exponent) {
    try (var scratch = new Scratch(libcrypto)) {
      return power(
          scratch,
          residue(base),
          scratch.limbs(Math.ceilDiv(exponent.bitLength(), 64) + 1, exponent));
    }
  }

  private SecretInteger power(Scratch scratch, MemorySegment base, MemorySegment exponent) {
    var result = scratch.number();
    libcrypto.powerConstantTime(
        result,
        scratch.number(base),
        scratch.number(exponent),
        number,
        montgomery,
        scratch.context());
    return read(scratch, result);
  }

  /**
   * The inverse of a secret unit. What is inverted, in variable time, is its product with a random
   * unit.
   */
  public SecretInteger invert(SecretInteger unit, SecretInteger randomUnit) {
    try (var blinded = multiply(unit, randomUnit)) {
      return multiply(invert(blinded.publish()), randomUnit);
    }
  }

  /** {@code a b}, for secrets in [0, modulus). */
  public SecretInteger multiply(SecretInteger a, SecretInteger b) {
    return multiply(residue(a), residue(b));
  }

  /** {@code a b}, for a public a and a secret b in [0, modulus). */
  public SecretInteger multiply(BigInteger a, SecretInteger b) {
    try (var scratch = new Scratch(libcrypto)) {
      return multiply(scratch.limbs(reduction.width(), a.mod(modulus)), residue(b));
    }
  }

  private SecretInteger multiply(MemorySegment a, MemorySegment b) {
    try (var scratch = new Scratch(libcrypto)) {
      var product = scratch.number(a);
      var context = scratch.context();
      libcrypto.multiply(product, product, scratch.number(b), montgomery, context);
      libcrypto.multiply(product, product, rSquared(scratch), montgomery, context);
      return read(scratch, product);
    }
  }

  /** R^2, which brings a number into Montgomery's form. */
  MemorySegment rSquared(Scratch scratch) {
    return scratch.number(reduction.rSquared());
  }

  /** The residue of a signed secret, in [0, modulus). */
  public SecretInteger reduce(SecretInteger secret) {
    return secret.modulo(reduction);
  }

  /**
   * A table for many powers of one base.
   *
   * @param base a unit
   * @param exponentBits how many bits the exponents' magnitudes have
   * @param expectedPowers for about how many powers the table is
   */
  public Comb comb(BigInteger base, int exponentBits, int expectedPowers) {
    return new Comb(this, base, exponentBits, expectedPowers);
  }

  private MemorySegment residue(SecretInteger secret) {
    if (secret.bits() > modulus.bitLength()) {
      throw new IllegalArgumentException(
          "expected a residue of "
              + modulus.bitLength()
              + " bits, found one that may have "
              + secret.bits());
    }
    var value = secret.value();
    return value.asSlice(0, Math.min(value.byteSize(), (long) reduction.width() * Limbs.BYTES));
  }

  /** A result of libcrypto's, as a secret. */
  SecretInteger read(Scratch scratch, MemorySegment result) {
    var value = SecretInteger.memory(SecretInteger.limbsFor(modulus.bitLength()));
    libcrypto.toLimbs(value, result);
    return new SecretInteger(libcrypto, modulus.bitLength(), value);
  }

  Libcrypto libcrypto() {
    return libcrypto;
  }

  MemorySegment montgomery() {
    return montgomery;
  }

  int limbs() {
    return reduction.width();
  }
}
