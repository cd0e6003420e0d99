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
 * @param groupCommitment section 4.5
 * @param challenge section 4.6
 */
record SigningPackage(
    SortedMap<Integer, SigningCommitment> commitments,
    SortedMap<Integer, Scalar> bindingFactors,
    Point groupCommitment,
    Scalar challenge) {

  static SigningPackage of(
      Curve curve,
      Point groupPublicKey,
      SortedMap<Integer, SigningCommitment> commitments,
      byte[] message) {
    var bindingFactors = Frost.computeBindingFactors(curve, groupPublicKey, commitments, message);
    var groupCommitment = Frost.computeGroupCommitment(curve, commitments, bindingFactors);
    var challenge = Frost.computeChallenge(curve, groupCommitment, groupPublicKey, message);
    return new SigningPackage(commitments, bindingFactors, groupCommitment, challenge);
  }
}
