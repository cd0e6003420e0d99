package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Modulus;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Values that must have no factor in common with one modulus: a single greatest common divisor, of
 * their product, tells whether all are units.
 */
final class Units {
  private record Value(String part, BigInteger residue) {}

  private final Modulus modulus;
  private final List<Value> values = new ArrayList<>();
  private BigInteger product = BigInteger.ONE;

  Units(Modulus modulus) {
    this.modulus = modulus;
  }

  /** A value from 1 to below the modulus. */
  Units with(String part, BigInteger value) throws ProofException {
    return with(part, value, modulus.value());
  }

  /** A ciphertext: from 1 to below the modulus's square. */
  Units withCiphertext(String part, BigInteger value) throws ProofException {
    return with(part, value, modulus.value().multiply(modulus.value()));
  }

  private Units with(String part, BigInteger value, BigInteger bound) throws ProofException {
    // First of all: no arithmetic on what is too long.
    if (value.signum() <= 0 || value.compareTo(bound) >= 0) {
      throw refusal(part);
    }
    var residue = value.mod(modulus.value());
    values.add(new Value(part, residue));
    product = modulus.multiply(product, residue);
    return this;
  }

  /** Refuses the first that is no unit. */
  void require() throws ProofException {
    if (modulus.isUnit(product)) {
      return;
    }
    for (var value : values) {
      if (!modulus.isUnit(value.residue())) {
        throw refusal(value.part());
      }
    }
  }

  private static ProofException refusal(String part) {
    return new ProofException(
        Reason.NOT_A_UNIT,
        part,
        "expected " + part + " to be invertible and below its modulus, found another number");
  }
}
