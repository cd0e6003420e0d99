package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.PaillierPublicKey;
import java.math.BigInteger;
import java.util.List;

/**
 * {@code (1 + N)^plaintext root^N * product of powers = 1 mod N^2}.
 *
 * @param roots powers modulo N, whose product is the root
 */
record PaillierEquation(
    String part, PaillierPublicKey key, BigInteger plaintext, List<Power> roots, List<Power> powers)
    implements Equation {

  PaillierEquation(
      String part,
      PaillierPublicKey key,
      BigInteger plaintext,
      BigInteger root,
      List<Power> powers) {
    this(part, key, plaintext, List.of(new Power(root, BigInteger.ONE)), powers);
  }

  @Override
  public Object group() {
    return key.n();
  }

  @Override
  public boolean holds() {
    var squared = key.squared();
    var factors = Equation.product(powers, List.of(new Power(root(), key.n())));
    return squared
        .multiply(key.onePlus(plaintext), squared.product(factors))
        .equals(BigInteger.ONE);
  }

  /** The product of the roots. */
  BigInteger root() {
    return key.modulus().product(roots);
  }

  /** Whether the modulus is that of a private key. */
  boolean isUnder(PaillierPrivateKey own) {
    return own.n().equals(key.n());
  }

  /** Whether it holds, found out faster by the key's owner. */
  boolean holds(PaillierPrivateKey own) {
    var squared = key.squared();
    var power = squared.multiply(key.onePlus(plaintext), squared.product(powers));
    return own.isNthPower(power, key.modulus().invert(root()));
  }

  @Override
  public Equation raised(BigInteger exponent) {
    return new PaillierEquation(
        part,
        key,
        plaintext.multiply(exponent),
        Equation.raised(roots, exponent),
        Equation.raised(powers, exponent));
  }

  @Override
  public Equation times(Equation other) {
    var right = (PaillierEquation) other;
    return new PaillierEquation(
        part,
        key,
        plaintext.add(right.plaintext),
        Equation.product(roots, right.roots),
        Equation.product(powers, right.powers));
  }
}
