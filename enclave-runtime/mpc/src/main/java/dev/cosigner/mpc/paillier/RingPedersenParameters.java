package dev.cosigner.mpc.paillier;

import dev.cosigner.mpc.arithmetic.Arithmetic;
import dev.cosigner.mpc.arithmetic.Comb;
import dev.cosigner.mpc.arithmetic.LibcryptoModulus;
import dev.cosigner.mpc.arithmetic.Modulus;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;

/**
 * A peer's ring-Pedersen parameters: a modulus and two bases s and t, of which Pi-prm proves that
 * either generates the other. Commitments under them hide and bind only after that. May be used by
 * several threads at once.
 */
public final class RingPedersenParameters {
  /** About how many commitments the tables are for. */
  private static final int COMMITMENTS = 200;

  private final SecurityParameters parameters;
  private final Arithmetic arithmetic;
  private final Modulus modulus;
  private final BigInteger s;
  private final BigInteger t;
  private Comb combOfS;
  private Comb combOfT;

  private RingPedersenParameters(
      SecurityParameters parameters,
      Arithmetic arithmetic,
      Modulus modulus,
      BigInteger s,
      BigInteger t) {
    this.parameters = parameters;
    this.arithmetic = arithmetic;
    this.modulus = modulus;
    this.s = s;
    this.t = t;
  }

  /**
   * Parameters that a peer sent.
   *
   * @throws PaillierException unless the modulus has the exact size and is odd, checked before
   *     anything is computed, and s and t are units other than 1 and -1
   */
  public static RingPedersenParameters of(
      Arithmetic arithmetic,
      SecurityParameters parameters,
      BigInteger modulus,
      BigInteger s,
      BigInteger t)
      throws PaillierException {
    PaillierPublicKey.requireModulus(parameters, modulus);
    var prepared = arithmetic.modulus(modulus);
    requireBase(prepared, "s", s);
    requireBase(prepared, "t", t);
    return new RingPedersenParameters(parameters, arithmetic, prepared, s, t);
  }

  private static void requireBase(Modulus modulus, String name, BigInteger base)
      throws PaillierException {
    if (!modulus.isUnit(base)
        || base.equals(BigInteger.ONE)
        || base.equals(modulus.value().subtract(BigInteger.ONE))) {
      throw new PaillierException(
          PaillierException.Reason.BASE,
          "expected a ring-Pedersen base "
              + name
              + " that is a unit other than 1 and -1, found another number");
    }
  }

  public SecurityParameters parameters() {
    return parameters;
  }

  /** Arithmetic modulo the ring-Pedersen modulus, for public values. */
  public Modulus modulus() {
    return modulus;
  }

  public BigInteger s() {
    return s;
  }

  public BigInteger t() {
    return t;
  }

  /** {@code s^x t^mu}, for signed secrets. */
  public BigInteger commit(SecretInteger x, SecretInteger mu) {
    try (var first = power(true, x);
        var second = power(false, mu);
        var product = secret().multiply(first, second)) {
      return product.publish();
    }
  }

  /** {@code q^x t^mu}, for signed secrets and a public unit q. */
  public BigInteger commit(BigInteger q, SecretInteger x, SecretInteger mu) {
    try (var first = secret().power(q, x);
        var second = power(false, mu);
        var product = secret().multiply(first, second)) {
      return product.publish();
    }
  }

  /** A power of s or of t: by its table, unless the exponent is longer than any of a proof. */
  private SecretInteger power(boolean ofS, SecretInteger exponent) {
    int bits = ofS ? messageBits() : maskBits();
    if (exponent.bits() > bits) {
      return secret().power(ofS ? s : t, exponent);
    }
    return (ofS ? combOfS() : combOfT()).power(exponent);
  }

  /** The longest mask of a committed value: 2^(l' + epsilon). */
  private int messageBits() {
    return parameters.lPrime() + parameters.epsilon() + 1;
  }

  /** The longest mask of a commitment's randomness: 2^(l + epsilon) times the modulus. */
  private int maskBits() {
    return parameters.l() + parameters.epsilon() + parameters.modulusBits();
  }

  private synchronized Comb combOfS() {
    if (combOfS == null) {
      combOfS = secret().comb(s, messageBits(), COMMITMENTS);
    }
    return combOfS;
  }

  private synchronized Comb combOfT() {
    if (combOfT == null) {
      combOfT = secret().comb(t, maskBits(), COMMITMENTS);
    }
    return combOfT;
  }

  private LibcryptoModulus secret() {
    if (modulus instanceof LibcryptoModulus libcrypto) {
      return libcrypto;
    }
    throw new IllegalStateException(
        "expected constant-time arithmetic for a secret, found " + arithmetic.name());
  }
}
