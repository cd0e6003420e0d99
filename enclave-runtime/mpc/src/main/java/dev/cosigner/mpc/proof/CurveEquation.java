package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code generator * g + sum of multiples} is the identity. */
record CurveEquation(String part, Curve curve, Scalar generator, Map<Point, Scalar> multiples)
    implements Equation {

  /** With the multiples in a list, which may have a point twice. */
  static CurveEquation of(String part, Curve curve, Scalar generator, List<Multiple> multiples) {
    var factors = new LinkedHashMap<Point, Scalar>();
    multiples.forEach(m -> factors.merge(m.point(), m.factor(), curve::add));
    return new CurveEquation(part, curve, generator, factors);
  }

  @Override
  public Object group() {
    return curve.name();
  }

  @Override
  public boolean holds() {
    var sum = curve.multiplyGenerator(generator);
    for (var multiple : multiples.entrySet()) {
      sum = curve.add(sum, curve.multiply(multiple.getValue(), multiple.getKey()));
    }
    return sum.isIdentity();
  }

  @Override
  public Equation raised(BigInteger exponent) {
    var factor = curve.scalar(exponent);
    var raised = new LinkedHashMap<Point, Scalar>();
    multiples.forEach((point, scalar) -> raised.put(point, curve.multiply(scalar, factor)));
    return new CurveEquation(part, curve, curve.multiply(generator, factor), raised);
  }

  @Override
  public Equation times(Equation other) {
    var right = (CurveEquation) other;
    var sum = new LinkedHashMap<>(multiples);
    right.multiples.forEach((point, scalar) -> sum.merge(point, scalar, curve::add));
    return new CurveEquation(part, curve, curve.add(generator, right.generator), sum);
  }
}
