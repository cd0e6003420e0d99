package dev.cosigner.mpc.paillier;

import dev.cosigner.mpc.arithmetic.Arithmetic;
import dev.cosigner.mpc.arithmetic.Comb;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.LibcryptoModulus;
import dev.cosigner.mpc.arithmetic.Modulus;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * A Paillier public key: a modulus N, not yet proven to be the product of two primes. Values are
 * public where they are {@link BigInteger}s.
 */
public final class PaillierPublicKey implements PaillierKey {
  private final Arithmetic arithmetic;
  private final SecurityParameters parameters;
  private final Modulus modulus;
  private final Modulus squared;

  private PaillierPublicKey(
      Arithmetic arithmetic, SecurityParameters parameters, Modulus modulus, Modulus squared) {
    this.arithmetic = arithmetic;
    this.parameters = parameters;
    this.modulus = modulus;
    this.squared = squared;
  }

  /**
   * A peer's key.
   *
   * @throws PaillierException unless N has the exact size and is odd; nothing is computed before
   */
  public static PaillierPublicKey of(
      Arithmetic arithmetic, SecurityParameters parameters, BigInteger n) throws PaillierException {
    requireModulus(parameters, n);
    return new PaillierPublicKey(
        arithmetic, parameters, arithmetic.modulus(n), arithmetic.modulus(n.multiply(n)));
  }

  static void requireModulus(SecurityParameters parameters, BigInteger n) throws PaillierException {
    if (n.signum() <= 0 || n.bitLength() != parameters.modulusBits()) {
      throw new PaillierException(
          PaillierException.Reason.MODULUS_SIZE,
          "expected a modulus of "
              + parameters.modulusBits()
              + " bits, found "
              + (n.signum() <= 0 ? "none above zero" : "one of " + n.bitLength()));
    }
    if (!n.testBit(0)) {
      throw new PaillierException(
          PaillierException.Reason.MODULUS_EVEN, "expected an odd modulus, found an even one");
    }
  }

  @Override
  public PaillierPublicKey publicKey() {
    return this;
  }

  @Override
  public BigInteger n() {
    return modulus.value();
  }

  public BigInteger nSquared() {
    return squared.value();
  }

  /** Arithmetic modulo N. */
  public Modulus modulus() {
    return modulus;
  }

  /** Arithmetic modulo N^2. */
  public Modulus squared() {
    return squared;
  }

  public SecurityParameters parameters() {
    return parameters;
  }

  /** Bytes of an encoded ciphertext. */
  public int ciphertextBytes() {
    return parameters.modulusBits() / 4;
  }

  /** {@code (1 + N)^m r^N mod N^2} for public values, in variable time. */
  public BigInteger encrypt(BigInteger m, BigInteger r) {
    return squared.multiply(onePlus(m), squared.power(r, n()));
  }

  /** {@code (1 + N)^m mod N^2} for a public m. */
  public BigInteger onePlus(BigInteger m) {
    return m.mod(n()).multiply(n()).add(BigInteger.ONE);
  }

  /** The ciphertext of the sum of two plaintexts. */
  public BigInteger add(BigInteger c1, BigInteger c2) {
    return squared.multiply(c1, c2);
  }

  /** The ciphertext of a public multiple of a plaintext, in variable time. */
  public BigInteger times(BigInteger c, BigInteger factor) {
    return squared.power(c, factor);
  }

  /**
   * Reads a ciphertext that a peer sent.
   *
   * @param bigEndian {@link #ciphertextBytes} of them
   * @throws PaillierException unless it has that length and is in (0, N^2) and a unit
   */
  public BigInteger decodeCiphertext(byte[] bigEndian) throws PaillierException {
    if (bigEndian.length != ciphertextBytes()) {
      throw new PaillierException(
          PaillierException.Reason.LENGTH,
          "expected a ciphertext of "
              + ciphertextBytes()
              + " bytes, found one of "
              + bigEndian.length);
    }
    var ciphertext = new BigInteger(1, bigEndian);
    requireCiphertext(ciphertext);
    return ciphertext;
  }

  /**
   * Checks a ciphertext that a peer sent.
   *
   * @throws PaillierException unless it is in (0, N^2) and a unit
   */
  public void requireCiphertext(BigInteger c) throws PaillierException {
    if (c.signum() < 0) {
      throw refused(PaillierException.Reason.NEGATIVE, "one below zero");
    }
    if (c.signum() == 0) {
      throw refused(PaillierException.Reason.ZERO, "zero");
    }
    if (c.compareTo(nSquared()) >= 0) {
      throw refused(
          PaillierException.Reason.NOT_BELOW_N_SQUARED,
          "one that is not below the square of the modulus");
    }
    if (!c.gcd(n()).equals(BigInteger.ONE)) {
      throw refused(
          PaillierException.Reason.NOT_A_UNIT, "one that has a factor in common with the modulus");
    }
  }

  private static PaillierException refused(PaillierException.Reason reason, String found) {
    return new PaillierException(reason, "expected a ciphertext, found " + found);
  }

  @Override
  public Randomiser randomiser(SecureRandom random) {
    var r = secrets().uniformUnit(random, n());
    return new Randomiser(n(), r, secret(squared).power(r, n()));
  }

  @Override
  public BigInteger encrypt(SecretInteger m, Randomiser r) {
    try (var power = r.takePower(n());
        var message = onePlus(m);
        var ciphertext = secret(squared).multiply(message, power)) {
      return ciphertext.publish();
    }
  }

  @Override
  public BigInteger affine(BigInteger c, SecretInteger x, SecretInteger y, Randomiser r) {
    try (var multiple = secret(squared).power(c, x)) {
      return affine(multiple, y, r);
    }
  }

  /** As {@link #affine(BigInteger, SecretInteger, SecretInteger, Randomiser)}, for c's table. */
  public BigInteger affine(Comb c, SecretInteger x, SecretInteger y, Randomiser r) {
    try (var multiple = c.power(x)) {
      return affine(multiple, y, r);
    }
  }

  /** {@code multiple (1 + N)^y r^N}. */
  BigInteger affine(SecretInteger multiple, SecretInteger y, Randomiser r) {
    try (var power = r.takePower(n());
        var message = onePlus(y);
        var product = secret(squared).multiply(message, power);
        var ciphertext = secret(squared).multiply(multiple, product)) {
      return ciphertext.publish();
    }
  }

  /**
   * A table for several multiples of one ciphertext.
   *
   * @param bits of the factors
   * @param expectedMultiples for about how many the table is
   */
  public Comb comb(BigInteger c, int bits, int expectedMultiples) {
    return secret(squared).comb(c, bits, expectedMultiples);
  }

  @Override
  public BigInteger respond(Randomiser r, BigInteger e, Randomiser rho, SecureRandom random) {
    var units = units();
    try (var power = units.power(rho.unit(n()), e.abs())) {
      if (e.signum() >= 0) {
        try (var answer = units.multiply(r.unit(n()), power)) {
          return answer.publish();
        }
      }
      try (var mask = secrets().uniformUnit(random, n());
          var inverse = units.invert(power, mask);
          var answer = units.multiply(r.unit(n()), inverse)) {
        return answer.publish();
      }
    }
  }

  /** {@code (1 + N)^m mod N^2}. */
  private SecretInteger onePlus(SecretInteger m) {
    try (var residue = units().reduce(m);
        var product = residue.times(n());
        var one = secrets().fromPublic(BigInteger.ONE);
        var sum = product.plus(one)) {
      return sum.narrowed(nSquared().bitLength());
    }
  }

  LibcryptoModulus units() {
    return secret(modulus);
  }

  private LibcryptoArithmetic secrets() {
    if (arithmetic instanceof LibcryptoArithmetic libcrypto) {
      return libcrypto;
    }
    throw noSecrets();
  }

  private LibcryptoModulus secret(Modulus prepared) {
    if (prepared instanceof LibcryptoModulus libcrypto) {
      return libcrypto;
    }
    throw noSecrets();
  }

  private IllegalStateException noSecrets() {
    return new IllegalStateException(
        "expected constant-time arithmetic for a secret, found " + arithmetic.name());
  }
}
