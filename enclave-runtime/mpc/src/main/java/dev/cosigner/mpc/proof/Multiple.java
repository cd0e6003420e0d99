package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A public term of a sum of points. */
record Multiple(Scalar factor, Point point) {

  /**
   * What is left of {@code terms = first + e * point} when all is brought to its left side.
   *
   * @param first the prover's first message
   */
  static List<Multiple> difference(
      Curve curve, Point first, Point point, BigInteger e, Multiple... terms) {
    var multiples = new ArrayList<>(List.of(terms));
    multiples.add(new Multiple(curve.scalar(BigInteger.ONE.negate()), first));
    multiples.add(new Multiple(curve.scalar(e.negate()), point));
    return multiples;
  }
}
