package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.List;

/**
 * Pi-elog: an ElGamal commitment hides a discrete logarithm to another base (CGGMP, eprint
 * 2021/060, revision of October 2024, figure 23). Written here with g for the curve's generator and
 * powers for multiples:
 *
 * <pre>
 * Secret  y, lambda      Public  L = g^lambda     M = g^y X^lambda     X     Y = h^y     h
 * 1. alpha, m in F_q     A = g^alpha     N = g^m X^alpha     B = h^m
 * 2. e in +-q, which is F_q but for one value in q that is taken twice
 * 3. z = alpha + e lambda mod q     u = m + e y mod q
 * Verify  g^z = A L^e     g^u X^z = N M^e     h^u = B Y^e
 * </pre>
 */
public final class ElogProof {
  private static final int FIELDS = 5;

  private ElogProof() {}

  /**
   * The commitment hides the logarithm.
   *
   * @param commitment L
   * @param masked M
   * @param elGamalKey X
   * @param power Y
   * @param base h
   */
  public record Statement(
      Point commitment, Point masked, Point elGamalKey, Point power, Point base) {}

  /**
   * What the prover knows.
   *
   * @param y the logarithm of Y to the base h
   * @param lambda the logarithm of the commitment L
   */
  public record Witness(SecretScalar y, SecretScalar lambda) {}

  /** A, N and B. */
  public record FirstMessage(Point a, Point n, Point b) {}

  /** What convinces. */
  public record Proof(FirstMessage first, Scalar z, Scalar u) {

    /** The one encoding, of a fixed size. */
    public CborValue encode() {
      return CborValue.array(
          Fields.of(first.a), Fields.of(first.n), Fields.of(first.b), Fields.of(z), Fields.of(u));
    }
  }

  /**
   * Reads a proof, whose every field has one size.
   *
   * @throws CborException if it is none
   * @throws CurveException if a point or scalar is none
   */
  public static Proof decode(Curve curve, CborValue encoded) throws CborException, CurveException {
    var fields = Fields.of(encoded, FIELDS);
    var first =
        new FirstMessage(
            fields.point(curve, "A"), fields.point(curve, "N"), fields.point(curve, "B"));
    return new Proof(first, fields.scalar(curve, "z"), fields.scalar(curve, "u"));
  }

  /** Proves a statement with its witness. */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness) {
    var curve = prover.curve();
    try (var alpha = curve.randomSecret(prover.random());
        var m = curve.randomSecret(prover.random())) {
      var first =
          new FirstMessage(
              alpha.timesGenerator(),
              curve.add(m.timesGenerator(), alpha.times(statement.elGamalKey())),
              m.times(statement.base()));
      var e = curve.scalar(challenge(prover.parameters(), curve, transcript, statement, first));
      return new Proof(
          first, Prover.respond(alpha, e, witness.lambda()), Prover.respond(m, e, witness.y()));
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
   * The equations, to be verified together with others by {@link ProofBatch}. There is nothing else
   * to check: points and scalars are what they are by their types.
   *
   * @param transcript begun just as the prover's
   */
  public static List<Equation> check(
      Verifier verifier, Transcript transcript, Statement statement, Proof proof) {
    var curve = verifier.curve();
    var first = proof.first();
    var e = challenge(verifier.parameters(), curve, transcript, statement, first);
    return List.of(
        CurveEquation.of(
            "A",
            curve,
            proof.z(),
            Multiple.difference(curve, first.a(), statement.commitment(), e)),
        CurveEquation.of(
            "N",
            curve,
            proof.u(),
            Multiple.difference(
                curve,
                first.n(),
                statement.masked(),
                e,
                new Multiple(proof.z(), statement.elGamalKey()))),
        CurveEquation.of(
            "B",
            curve,
            curve.scalar(0),
            Multiple.difference(
                curve,
                first.b(),
                statement.power(),
                e,
                new Multiple(proof.u(), statement.base()))));
  }

  private static BigInteger challenge(
      SecurityParameters parameters,
      Curve curve,
      Transcript transcript,
      Statement statement,
      FirstMessage first) {
    return Items.begin(transcript, "elog", parameters)
        .item("L", statement.commitment())
        .item("M", statement.masked())
        .item("X", statement.elGamalKey())
        .item("Y", statement.power())
        .item("h", statement.base())
        .item("A", first.a())
        .item("N", first.n())
        .item("B", first.b())
        .challengeWithin(curve.order());
  }
}
