package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A random polynomial over the scalars, the secret of one member in key generation and refresh:
 * eprint 2020/852, figure 1, round 1, step 1.
 */
final class SecretPolynomial implements AutoCloseable {
  private final ConstantTimeCurve curve;
  private final List<SecretScalar> coefficients;

  private SecretPolynomial(ConstantTimeCurve curve, List<SecretScalar> coefficients) {
    this.curve = curve;
    this.coefficients = coefficients;
  }

  /** A polynomial of degree {@code size - 1} with coefficients other than zero. */
  static SecretPolynomial random(ConstantTimeCurve curve, int size, SecureRandom random) {
    var coefficients = new ArrayList<SecretScalar>(size);
    for (int i = 0; i < size; i++) {
      coefficients.add(curve.randomSecret(random));
    }
    return new SecretPolynomial(curve, coefficients);
  }

  SecretScalar constantTerm() {
    return coefficients.getFirst();
  }

  /** The value at a public number, by Horner's rule; the caller closes it. */
  SecretScalar evaluate(int at) {
    var x = curve.scalar(at);
    var value = coefficients.getLast().copy();
    for (var coefficient : coefficients.reversed().subList(1, coefficients.size())) {
      try (var previous = value;
          var product = previous.times(x)) {
        value = product.plus(coefficient);
      }
    }
    return value;
  }

  /** The coefficients times the generator, the constant term first. */
  List<Point> commitment() {
    return coefficients.stream().map(SecretScalar::timesGenerator).toList();
  }

  /** The commitment to the sum of two polynomials of one degree. */
  static List<Point> add(Curve curve, List<Point> a, List<Point> b) {
    var sum = new ArrayList<Point>(a.size());
    for (int i = 0; i < a.size(); i++) {
      sum.add(curve.add(a.get(i), b.get(i)));
    }
    return sum;
  }

  /** The value at a public number, times the generator, from a commitment. */
  static Point evaluate(Curve curve, List<Point> commitment, int at) {
    var value = commitment.getLast();
    for (var coefficient : commitment.reversed().subList(1, commitment.size())) {
      value = curve.add(times(curve, at, value), coefficient);
    }
    return value;
  }

  /** By doubling and adding: a party's number is public and has few bits. */
  private static Point times(Curve curve, int number, Point point) {
    var product = point;
    for (int bit = Integer.highestOneBit(number) >> 1; bit != 0; bit >>= 1) {
      product = curve.add(product, product);
      if ((number & bit) != 0) {
        product = curve.add(product, point);
      }
    }
    return product;
  }

  @Override
  public void close() {
    coefficients.forEach(SecretScalar::close);
  }
}
