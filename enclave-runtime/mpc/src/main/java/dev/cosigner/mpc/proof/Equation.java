package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What remains to be verified of a proof once its values are in range: that a product of public
 * powers is the neutral element of a group. Those of one group can be verified together: {@link
 * ProofBatch}.
 */
public sealed interface Equation permits PaillierEquation, RingPedersenEquation, CurveEquation {

  /** Its name: the prover's first message in it. */
  String part();

  /** What it is an equation in: equal for those that can be multiplied. */
  Object group();

  /** Whether it holds. */
  boolean holds();

  /** Both sides to a public power that is not negative. */
  Equation raised(BigInteger exponent);

  /** The product of both sides with those of another one of the same group. */
  Equation times(Equation other);

  /** Refuses the first that does not hold. */
  static void verifyAll(List<Equation> equations) throws ProofException {
    for (var equation : equations) {
      if (!equation.holds()) {
        throw refusal(equation);
      }
    }
  }

  /** What is said of one that does not hold. */
  static ProofException refusal(Equation equation) {
    return new ProofException(
        Reason.EQUATION,
        equation.part(),
        "expected a proof, found one whose equation with " + equation.part() + " does not hold");
  }

  /**
   * What is left of {@code factors = first * base^e} when all is brought to its left side.
   *
   * @param first the prover's first message
   */
  static List<Power> quotient(BigInteger first, BigInteger base, BigInteger e, Power... factors) {
    var powers = new ArrayList<>(List.of(factors));
    powers.add(new Power(first, BigInteger.ONE.negate()));
    powers.add(new Power(base, e.negate()));
    return powers;
  }

  /** All powers to another power. */
  static List<Power> raised(List<Power> powers, BigInteger exponent) {
    return powers.stream()
        .map(power -> new Power(power.base(), power.exponent().multiply(exponent)))
        .toList();
  }

  /** The powers of two products; those of one base become one. */
  static List<Power> product(List<Power> left, List<Power> right) {
    var exponents = new LinkedHashMap<BigInteger, BigInteger>();
    left.forEach(power -> exponents.merge(power.base(), power.exponent(), BigInteger::add));
    right.forEach(power -> exponents.merge(power.base(), power.exponent(), BigInteger::add));
    return exponents.entrySet().stream()
        .map(entry -> new Power(entry.getKey(), entry.getValue()))
        .toList();
  }
}
