package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import java.math.BigInteger;
import java.util.List;

/** {@code s^ofS t^ofT * product of powers = 1} modulo the verifier's modulus. */
record RingPedersenEquation(
    String part,
    RingPedersenParameters pedersen,
    BigInteger ofS,
    BigInteger ofT,
    List<Power> powers)
    implements Equation {

  @Override
  public Object group() {
    return pedersen.modulus().value();
  }

  @Override
  public boolean holds() {
    var commitment = List.of(new Power(pedersen.s(), ofS), new Power(pedersen.t(), ofT));
    return pedersen.modulus().product(Equation.product(commitment, powers)).equals(BigInteger.ONE);
  }

  /** Whether the parameters are those that a trapdoor opens. */
  boolean isUnder(RingPedersenTrapdoor trapdoor) {
    var own = trapdoor.parameters();
    return own.modulus().value().equals(pedersen.modulus().value())
        && own.s().equals(pedersen.s())
        && own.t().equals(pedersen.t());
  }

  /** Whether it holds, found out faster by whom it was made for. */
  boolean holds(RingPedersenTrapdoor trapdoor) {
    return pedersen
        .modulus()
        .multiply(trapdoor.commit(ofS, ofT), trapdoor.product(powers))
        .equals(BigInteger.ONE);
  }

  @Override
  public Equation raised(BigInteger exponent) {
    return new RingPedersenEquation(
        part,
        pedersen,
        ofS.multiply(exponent),
        ofT.multiply(exponent),
        Equation.raised(powers, exponent));
  }

  @Override
  public Equation times(Equation other) {
    var right = (RingPedersenEquation) other;
    return new RingPedersenEquation(
        part,
        pedersen,
        ofS.add(right.ofS),
        ofT.add(right.ofT),
        Equation.product(powers, right.powers));
  }
}
