package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;

/**
 * A key that follows from a group's: {@code (+-1) * group's secret + tweak}. The sign and the tweak
 * are public.
 *
 * @param publicKey the public key of it
 * @param negated whether the sign is a minus
 */
record EffectiveKey(Point publicKey, boolean negated, Scalar tweak) {

  /** The group's own key. */
  static EffectiveKey of(Curve curve, Point groupPublicKey) {
    return new EffectiveKey(groupPublicKey, false, curve.scalar(0));
  }

  /** The key that is greater by a public number. */
  EffectiveKey plus(Curve curve, Scalar more) {
    return new EffectiveKey(
        curve.add(publicKey, curve.multiplyGenerator(more)), negated, curve.add(tweak, more));
  }

  /** The key that signatures of the suite stand for: this one or its negative. */
  EffectiveKey normalized(Ciphersuite suite, Curve curve) {
    return suite.isNegated(publicKey)
        ? new EffectiveKey(
            curve.subtract(curve.identity(), publicKey),
            !negated,
            curve.subtract(curve.scalar(0), tweak))
        : this;
  }

  /** A public factor of the group's secret, with the sign. */
  Scalar signed(Curve curve, Scalar factor) {
    return negated ? curve.subtract(curve.scalar(0), factor) : factor;
  }
}
