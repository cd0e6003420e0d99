package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.util.SortedMap;

/**
 * What a group signs, with what follows from it for all members alike: the values with which each
 * function of RFC 9591, section 5, begins.
 *
 * @param commitments of every member, by identifier
 * @param bindingFactors of every member, section 4.4
 * @param groupCommitment section 4.5, or its negative where the suite's signatures have that
 * @param negated whether it is the negative: then all nonces are negated
 * @param challenge section 4.6
 * @param key what is signed with
 */
record SigningPackage(
    SortedMap<Integer, SigningCommitment> commitments,
    SortedMap<Integer, Scalar> bindingFactors,
    Point groupCommitment,
    boolean negated,
    Scalar challenge,
    EffectiveKey key) {

  static SigningPackage of(
      Ciphersuite suite,
      Curve curve,
      EffectiveKey key,
      SortedMap<Integer, SigningCommitment> commitments,
      byte[] message) {
    var bindingFactors =
        Frost.computeBindingFactors(suite, curve, key.publicKey(), commitments, message);
    var sum = Frost.computeGroupCommitment(curve, commitments, bindingFactors);
    boolean negated = suite.isNegated(sum);
    var groupCommitment = negated ? curve.subtract(curve.identity(), sum) : sum;
    var challenge = suite.challenge(curve, groupCommitment, key.publicKey(), message);
    return new SigningPackage(
        commitments, bindingFactors, groupCommitment, negated, challenge, key);
  }

  /** What all nonces are multiplied by: 1 or -1. */
  Scalar nonceSign(Curve curve) {
    var one = curve.scalar(1);
    return negated ? curve.subtract(curve.scalar(0), one) : one;
  }

  /** What a member's share of the key is multiplied by, given its Lagrange coefficient. */
  Scalar keyFactor(Curve curve, Scalar lambda) {
    return key.signed(curve, curve.multiply(lambda, challenge));
  }
}
