package dev.cosigner.mpc.paillier;

import dev.cosigner.mpc.arithmetic.Factorisation;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * One's own ring-Pedersen parameters with what must stay secret of them: the two safe primes, and
 * lambda with {@code s = t^lambda}. Wiped by {@link #close}; it cannot be printed or serialised.
 */
public final class RingPedersenTrapdoor implements AutoCloseable {
  /** Above it, a power modulo each prime is cheaper than sharing the squarings modulo both. */
  private static final int SHORT_EXPONENT_BITS = 600;

  private final LibcryptoArithmetic arithmetic;
  private final RingPedersenParameters parameters;
  private final Factorisation factors;
  private final SecretInteger lambda;

  private RingPedersenTrapdoor(
      LibcryptoArithmetic arithmetic,
      RingPedersenParameters parameters,
      Factorisation factors,
      SecretInteger lambda) {
    this.arithmetic = arithmetic;
    this.parameters = parameters;
    this.factors = factors;
    this.lambda = lambda;
  }

  /**
   * Fresh parameters (eprint 2021/060, figure 6): t is a random square, s a random power of it.
   *
   * @param p a safe prime of half the modulus's size; the caller closes it
   * @param q another
   * @throws IllegalArgumentException if the primes have another size
   */
  public static RingPedersenTrapdoor generate(
      LibcryptoArithmetic arithmetic,
      SecurityParameters parameters,
      SecretInteger p,
      SecretInteger q,
      SecureRandom random) {
    var factors = new Factorisation(p, q);
    try {
      return generate(arithmetic, parameters, factors, random);
    } catch (RuntimeException | Error e) {
      factors.close();
      throw e;
    }
  }

  /** Takes the factors over if it ends well. */
  private static RingPedersenTrapdoor generate(
      LibcryptoArithmetic arithmetic,
      SecurityParameters parameters,
      Factorisation factors,
      SecureRandom random) {
    var modulus = arithmetic.modulus(factors.n());
    try (var root = arithmetic.uniformUnit(random, factors.n());
        var square = modulus.multiply(root, root)) {
      var t = square.publish();
      try (var lambda = factors.randomExponent(random);
          var exponent = factors.modulus().exponent(lambda);
          var s = factors.modulus().power(t, exponent)) {
        var ours = RingPedersenParameters.of(arithmetic, parameters, factors.n(), s.publish(), t);
        return new RingPedersenTrapdoor(arithmetic, ours, factors, lambda.copy());
      }
    } catch (PaillierException e) {
      throw new IllegalArgumentException("expected two safe primes of half the modulus's size", e);
    }
  }

  /** The parameters for everybody. */
  public RingPedersenParameters parameters() {
    return parameters;
  }

  /** A uniformly random secret exponent below the order of the units, for Pi-prm. */
  public SecretInteger randomExponent(SecureRandom random) {
    return factors.randomExponent(random);
  }

  /** {@code t^a}. */
  public BigInteger powerOfT(SecretInteger a) {
    try (var exponent = factors.modulus().exponent(a);
        var power = factors.modulus().power(parameters.t(), exponent)) {
      return power.publish();
    }
  }

  /** {@code a + e lambda} modulo the order of the units, for a challenge e of one bit. */
  public BigInteger respond(SecretInteger a, boolean e) {
    try (var sum = a.plusTimes(e ? BigInteger.ONE : BigInteger.ZERO, lambda);
        var answer = factors.reduceExponent(sum)) {
      return answer.publish();
    }
  }

  /** {@code s^x t^mu} for public exponents. */
  public BigInteger commit(BigInteger x, BigInteger mu) {
    try (var exponent = arithmetic.fromPublic(mu).plusTimes(x, lambda)) {
      return powerOfT(exponent);
    }
  }

  /**
   * The product of powers with public exponents. Its time tells nothing of the primes.
   *
   * @throws ArithmeticException if an exponent is negative and its base has no inverse
   */
  public BigInteger product(List<Power> powers) {
    var shortOnes = new ArrayList<Power>();
    var product = BigInteger.ONE;
    for (var power : powers) {
      if (power.exponent().bitLength() <= SHORT_EXPONENT_BITS) {
        shortOnes.add(power);
        continue;
      }
      var base = power.base().mod(parameters.modulus().value());
      if (!parameters.modulus().isUnit(base)) {
        throw new ArithmeticException("expected a unit as base of a power, found another number");
      }
      try (var exponent = factors.modulus().exponent(power.exponent());
          var value = factors.modulus().power(base, exponent)) {
        product = parameters.modulus().multiply(product, value.publish());
      }
    }
    return parameters.modulus().multiply(product, parameters.modulus().product(shortOnes));
  }

  @Override
  public void close() {
    factors.close();
    lambda.close();
  }

  /** Says nothing of the secrets. */
  @Override
  public String toString() {
    return "RingPedersenTrapdoor[hidden]";
  }
}
