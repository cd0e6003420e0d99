package dev.cosigner.mpc.paillier;

import dev.cosigner.mpc.arithmetic.Factorisation;
import dev.cosigner.mpc.arithmetic.FourthRoots;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * A Paillier private key: two primes of half the modulus's size that are 3 mod 4. Secrets are wiped
 * by {@link #close}; it cannot be printed or serialised.
 */
public final class PaillierPrivateKey implements PaillierKey, AutoCloseable {
  private final LibcryptoArithmetic arithmetic;
  private final PaillierPublicKey publicKey;
  private final Factorisation factors;

  /** Copies the primes. */
  PaillierPrivateKey(
      LibcryptoArithmetic arithmetic,
      SecurityParameters parameters,
      SecretInteger p,
      SecretInteger q) {
    this.arithmetic = arithmetic;
    factors = new Factorisation(p, q);
    try {
      publicKey = PaillierPublicKey.of(arithmetic, parameters, factors.n());
    } catch (PaillierException e) {
      throw new IllegalArgumentException("expected two primes of half the modulus's size", e);
    }
  }

  /** A fresh key. */
  public static PaillierPrivateKey generate(
      LibcryptoArithmetic arithmetic, SecurityParameters parameters, SecureRandom random) {
    int bits = parameters.modulusBits() / 2;
    try (var p = arithmetic.randomPrime(random, bits);
        var q = arithmetic.randomPrime(random, bits)) {
      return new PaillierPrivateKey(arithmetic, parameters, p, q);
    }
  }

  /**
   * A key from its stored primes. The caller wipes them.
   *
   * @throws IllegalArgumentException if they are not of half the modulus's size
   */
  public static PaillierPrivateKey ofPrimes(
      LibcryptoArithmetic arithmetic, SecurityParameters parameters, byte[] p, byte[] q) {
    int bytes = parameters.modulusBits() / 16;
    if (p.length != bytes || q.length != bytes) {
      throw new IllegalArgumentException("expected two primes of " + bytes + " bytes");
    }
    try (var secretP = arithmetic.fromUnsigned(p);
        var secretQ = arithmetic.fromUnsigned(q)) {
      return new PaillierPrivateKey(arithmetic, parameters, secretP, secretQ);
    }
  }

  @Override
  public PaillierPublicKey publicKey() {
    return publicKey;
  }

  /** A copy of the first prime, which the caller closes. */
  public SecretInteger p() {
    return factors.p();
  }

  /** A copy of the second prime, which the caller closes. */
  public SecretInteger q() {
    return factors.q();
  }

  /**
   * The plaintext in (-N/2, N/2).
   *
   * @param c a ciphertext that {@link PaillierPublicKey#requireCiphertext} accepted
   */
  public SecretInteger decrypt(BigInteger c) {
    try (var m = factors.logarithm(c)) {
      return m.centred(n());
    }
  }

  /** The one x in [0, N) with {@code x^N = y mod N}. */
  public SecretInteger nthRoot(BigInteger y) {
    return factors.nthRoot(y);
  }

  /**
   * Whether {@code c = r^N mod N^2} for a public r: at half the cost of the power, and no more of c
   * becomes known.
   *
   * @param c a ciphertext that {@link PaillierPublicKey#requireCiphertext} would accept
   */
  public boolean isNthPower(BigInteger c, BigInteger r) {
    try (var plaintext = decrypt(c);
        var root = nthRoot(c.mod(n()));
        var claimed = arithmetic.fromPublic(r.mod(n()));
        var difference = root.minus(claimed)) {
      return plaintext.isZero() && difference.isZero();
    }
  }

  /** Fourth roots modulo N with the help of a number w whose Jacobi symbol is -1. */
  public FourthRoots fourthRoots(BigInteger w) {
    return factors.fourthRoots(w);
  }

  @Override
  public Randomiser randomiser(SecureRandom random) {
    var r = arithmetic.uniformUnit(random, n());
    return new Randomiser(n(), r, factors.nthPower(r));
  }

  @Override
  public BigInteger encrypt(SecretInteger m, Randomiser r) {
    return publicKey.encrypt(m, r);
  }

  @Override
  public BigInteger affine(BigInteger c, SecretInteger x, SecretInteger y, Randomiser r) {
    try (var exponent = factors.squared().exponent(x);
        var multiple = factors.squared().power(c, exponent)) {
      return publicKey.affine(multiple, y, r);
    }
  }

  @Override
  public BigInteger respond(Randomiser r, BigInteger e, Randomiser rho, SecureRandom random) {
    try (var exponent = factors.modulus().exponent(e);
        var power = factors.modulus().power(rho.unit(n()), exponent);
        var answer = publicKey.units().multiply(r.unit(n()), power)) {
      return answer.publish();
    }
  }

  @Override
  public void close() {
    factors.close();
  }

  /** Says nothing of the primes. */
  @Override
  public String toString() {
    return "PaillierPrivateKey[hidden]";
  }
}
