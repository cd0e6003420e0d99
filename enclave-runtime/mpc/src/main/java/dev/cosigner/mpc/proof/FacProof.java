package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.List;

/**
 * Pi-fac: N0 has no small factor: both are above 2^l (CGGMP, eprint 2021/060, revision of October
 * 2024, figure 26).
 *
 * <pre>
 * Secret     p, q                      Public  N0 = p q; the verifier's N^, s, t
 * 1. alpha, beta in +-2^(l+epsilon) sqrt(N0)     mu, nu in +-2^l N^
 *    r in +-2^(l+epsilon) N0 N^     x, y in +-2^(l+epsilon) N^
 *    P = s^p t^mu     Q = s^q t^nu     A = s^alpha t^x     B = s^beta t^y     T = Q^alpha t^r mod N^
 * 2. e in +-q (the curve's order)
 * 3. z1 = alpha + e p     z2 = beta + e q     w1 = x + e mu     w2 = y + e nu     v = r - e nu p
 * Verify  s^z1 t^w1 = A P^e     s^z2 t^w2 = B Q^e     Q^z1 t^v = T (s^N0)^e mod N^
 *         z1, z2 in +-2^(l+epsilon) sqrt(N0)
 * </pre>
 *
 * <p>Beyond the figure, w1, w2 and v have the range of an honest prover's. The prover checks that
 * the verifier's parameters were proven (Pi-prm) before it proves anything under them.
 */
public final class FacProof {
  private static final int FIELDS = 10;

  private FacProof() {}

  /**
   * N0 has no small factor.
   *
   * @param n0 N0, the prover's, proven to be the product of two primes ({@link ModProof})
   * @param pedersen the verifier's N^, s and t
   */
  public record Statement(BigInteger n0, RingPedersenParameters pedersen) {}

  /** The factors of N0. */
  public record Witness(PaillierPrivateKey key) {}

  /** The first message: P, Q, A, B and T. */
  public record FirstMessage(
      BigInteger ofP, BigInteger ofQ, BigInteger a, BigInteger b, BigInteger t) {}

  /** What convinces. */
  public record Proof(
      FirstMessage first,
      BigInteger z1,
      BigInteger z2,
      BigInteger w1,
      BigInteger w2,
      BigInteger v) {

    /** The one encoding, of a fixed size. */
    public CborValue encode(SecurityParameters parameters) {
      var sizes = new Sizes(parameters);
      return CborValue.array(
          Fields.ofNatural(first.ofP, sizes.modulus()),
          Fields.ofNatural(first.ofQ, sizes.modulus()),
          Fields.ofNatural(first.a, sizes.modulus()),
          Fields.ofNatural(first.b, sizes.modulus()),
          Fields.ofNatural(first.t, sizes.modulus()),
          Fields.ofSigned(z1, sizes.maskedFactor()),
          Fields.ofSigned(z2, sizes.maskedFactor()),
          Fields.ofSigned(w1, sizes.exponent(1)),
          Fields.ofSigned(w2, sizes.exponent(1)),
          Fields.ofSigned(v, sizes.exponent(2)));
    }
  }

  /**
   * Reads a proof, whose every field has one size. Ranges are for {@link #check}.
   *
   * @throws CborException if it is none
   */
  public static Proof decode(SecurityParameters parameters, CborValue encoded)
      throws CborException {
    var sizes = new Sizes(parameters);
    var fields = Fields.of(encoded, FIELDS);
    var first =
        new FirstMessage(
            fields.natural("P", sizes.modulus()),
            fields.natural("Q", sizes.modulus()),
            fields.natural("A", sizes.modulus()),
            fields.natural("B", sizes.modulus()),
            fields.natural("T", sizes.modulus()));
    return new Proof(
        first,
        fields.signed("z1", sizes.maskedFactor()),
        fields.signed("z2", sizes.maskedFactor()),
        fields.signed("w1", sizes.exponent(1)),
        fields.signed("w2", sizes.exponent(1)),
        fields.signed("v", sizes.exponent(2)));
  }

  /**
   * Proves a statement with its witness. The verifier's parameters must have been proven to this
   * party before ({@link PrmProof}).
   */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness) {
    var ranges = prover.ranges();
    var pedersen = statement.pedersen();
    var modulus = pedersen.modulus().value();
    var n0 = statement.n0();
    try (var p = witness.key().p();
        var q = witness.key().q();
        var alpha = prover.mask(ranges.maskedFactor(n0));
        var beta = prover.mask(ranges.maskedFactor(n0));
        var mu = prover.mask(ranges.exponent(modulus));
        var nu = prover.mask(ranges.exponent(modulus));
        var r = prover.mask(ranges.maskedExponent(modulus.multiply(n0)));
        var x = prover.mask(ranges.maskedExponent(modulus));
        var y = prover.mask(ranges.maskedExponent(modulus));
        var nuTimesP = nu.times(p)) {
      var ofQ = pedersen.commit(q, nu);
      var first =
          new FirstMessage(
              pedersen.commit(p, mu),
              ofQ,
              pedersen.commit(alpha, x),
              pedersen.commit(beta, y),
              pedersen.commit(ofQ, alpha, r));
      var e = challenge(prover.parameters(), prover.curve(), transcript, statement, first);
      return new Proof(
          first,
          Prover.respond(alpha, e, p),
          Prover.respond(beta, e, q),
          Prover.respond(x, e, mu),
          Prover.respond(y, e, nu),
          Prover.respond(r, e.negate(), nuTimesP));
    }
  }

  /**
   * Verifies a proof on its own.
   *
   * @param transcript begun just as the prover's
   * @throws ProofException if the proof is not one of the statement
   */
  public static void verify(
      Verifier verifier, Transcript transcript, Statement statement, Proof proof)
      throws ProofException {
    Equation.verifyAll(check(verifier, transcript, statement, proof));
  }

  /**
   * Checks all but the equations.
   *
   * @param transcript begun just as the prover's
   * @return the equations, to be verified together with others by {@link ProofBatch}
   * @throws ProofException if a value is out of its range
   */
  public static List<Equation> check(
      Verifier verifier, Transcript transcript, Statement statement, Proof proof)
      throws ProofException {
    var ranges = verifier.ranges();
    var pedersen = statement.pedersen();
    var modulus = pedersen.modulus();
    var n0 = statement.n0();
    var first = proof.first();
    Checks.requireModulus("N0", n0, verifier.parameters().modulusBits());
    new Units(modulus)
        .with("P", first.ofP())
        .with("Q", first.ofQ())
        .with("A", first.a())
        .with("B", first.b())
        .with("T", first.t())
        .require();
    Checks.requireWithin("z1", proof.z1(), ranges.maskedFactor(n0));
    Checks.requireWithin("z2", proof.z2(), ranges.maskedFactor(n0));
    Checks.requireWithin("w1", proof.w1(), ranges.exponentResponse(modulus.value()));
    Checks.requireWithin("w2", proof.w2(), ranges.exponentResponse(modulus.value()));
    Checks.requireWithin("v", proof.v(), ranges.exponentResponse(modulus.value().multiply(n0)));
    var e = challenge(verifier.parameters(), verifier.curve(), transcript, statement, first);
    return List.of(
        new RingPedersenEquation(
            "A", pedersen, proof.z1(), proof.w1(), Equation.quotient(first.a(), first.ofP(), e)),
        new RingPedersenEquation(
            "B", pedersen, proof.z2(), proof.w2(), Equation.quotient(first.b(), first.ofQ(), e)),
        new RingPedersenEquation(
            "T",
            pedersen,
            n0.multiply(e).negate(),
            proof.v(),
            List.of(
                new Power(first.ofQ(), proof.z1()),
                new Power(first.t(), BigInteger.ONE.negate()))));
  }

  static BigInteger challenge(
      SecurityParameters parameters,
      Curve curve,
      Transcript transcript,
      Statement statement,
      FirstMessage first) {
    Items.begin(transcript, "fac", parameters);
    return Items.pedersen(transcript, statement.pedersen())
        .item("N0", statement.n0())
        .item("P", first.ofP())
        .item("Q", first.ofQ())
        .item("A", first.a())
        .item("B", first.b())
        .item("T", first.t())
        .challengeWithin(curve.order());
  }
}
