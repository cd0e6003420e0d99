package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.paillier.PaillierKey;
import dev.cosigner.mpc.paillier.PaillierPublicKey;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.List;

/**
 * Pi-enc-elg: a Paillier ciphertext and an ElGamal commitment hide one number, which is in range
 * (CGGMP, eprint 2021/060, revision of October 2024, figure 24). Written here with g for the
 * curve's generator and powers for its multiples:
 *
 * <pre>
 * Secret     x in +-2^l, rho, b          Public  N0, C, A, B, X; the verifier's N^, s, t
 *            C = (1 + N0)^x rho^N0 mod N0^2     B = g^b     X = A^b g^x
 * 1. alpha in +-2^(l+epsilon), mu in +-2^l N^, r in Z*_N0, beta in F_q, gamma in +-2^(l+epsilon) N^
 *    S = s^x t^mu     T = s^alpha t^gamma mod N^     D = (1 + N0)^alpha r^N0 mod N0^2
 *    Y = A^beta g^alpha     Z = g^beta
 * 2. e in +-q
 * 3. z1 = alpha + e x     z2 = r rho^e mod N0     z3 = gamma + e mu     w = beta + e b mod q
 * Verify  (1 + N0)^z1 z2^N0 = D C^e mod N0^2     A^w g^z1 = Y X^e     g^w = Z B^e
 *         s^z1 t^z3 = T S^e mod N^     z1 in +-2^(l+epsilon)
 * </pre>
 */
public final class EncElgProof {
  private static final int FIELDS = 9;

  private EncElgProof() {}

  /**
   * The ciphertext and the commitment hide one number.
   *
   * @param key N0, the prover's
   * @param pedersen the verifier's N^, s and t
   * @param ciphertext C
   * @param elGamalKey A
   * @param commitment B
   * @param masked X
   */
  public record Statement(
      PaillierPublicKey key,
      RingPedersenParameters pedersen,
      BigInteger ciphertext,
      Point elGamalKey,
      Point commitment,
      Point masked) {}

  /**
   * What the prover knows.
   *
   * @param key N0: the private key, for speed
   * @param x the hidden number, at most 2^l in magnitude
   * @param rho the ciphertext's randomness
   * @param b the logarithm of the commitment
   */
  public record Witness(PaillierKey key, SecretInteger x, Randomiser rho, SecretScalar b) {}

  /** The first message: S, T, D, Y and Z. */
  public record FirstMessage(BigInteger s, BigInteger t, BigInteger d, Point y, Point z) {}

  /** What convinces. */
  public record Proof(FirstMessage first, BigInteger z1, BigInteger z2, BigInteger z3, Scalar w) {

    /** The one encoding, of a fixed size. */
    public CborValue encode(SecurityParameters parameters) {
      var sizes = new Sizes(parameters);
      return CborValue.array(
          Fields.ofNatural(first.s, sizes.modulus()),
          Fields.ofNatural(first.t, sizes.modulus()),
          Fields.ofNatural(first.d, sizes.ciphertext()),
          Fields.of(first.y),
          Fields.of(first.z),
          Fields.ofSigned(z1, sizes.masked()),
          Fields.ofNatural(z2, sizes.modulus()),
          Fields.ofSigned(z3, sizes.exponent(1)),
          Fields.of(w));
    }
  }

  /**
   * Reads a proof, whose every field has one size. Ranges are for {@link #check}.
   *
   * @throws CborException if it is none
   * @throws CurveException if a point or scalar is none
   */
  public static Proof decode(SecurityParameters parameters, Curve curve, CborValue encoded)
      throws CborException, CurveException {
    var fields = Fields.of(encoded, FIELDS);
    var sizes = new Sizes(parameters);
    var first =
        new FirstMessage(
            fields.natural("S", sizes.modulus()),
            fields.natural("T", sizes.modulus()),
            fields.natural("D", sizes.ciphertext()),
            fields.point(curve, "Y"),
            fields.point(curve, "Z"));
    return new Proof(
        first,
        fields.signed("z1", sizes.masked()),
        fields.natural("z2", sizes.modulus()),
        fields.signed("z3", sizes.exponent(1)),
        fields.scalar(curve, "w"));
  }

  /**
   * Proves a statement with its witness. The verifier's parameters must have been proven to this
   * party before ({@link PrmProof}).
   *
   * @param r a fresh randomiser under N0, used up
   */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness, Randomiser r) {
    var curve = prover.curve();
    var ranges = prover.ranges();
    var pedersen = statement.pedersen();
    var modulus = pedersen.modulus().value();
    try (r;
        var alpha = prover.mask(ranges.masked());
        var mu = prover.mask(ranges.exponent(modulus));
        var gamma = prover.mask(ranges.maskedExponent(modulus));
        var beta = curve.randomSecret(prover.random());
        var alphaScalar = prover.scalar(alpha)) {
      var first =
          new FirstMessage(
              pedersen.commit(witness.x(), mu),
              pedersen.commit(alpha, gamma),
              witness.key().encrypt(alpha, r),
              curve.add(beta.times(statement.elGamalKey()), alphaScalar.timesGenerator()),
              beta.timesGenerator());
      var e = challenge(prover.parameters(), curve, transcript, statement, first);
      return new Proof(
          first,
          Prover.respond(alpha, e, witness.x()),
          witness.key().respond(r, e, witness.rho(), prover.random()),
          Prover.respond(gamma, e, mu),
          Prover.respond(beta, curve.scalar(e), witness.b()));
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
    var curve = verifier.curve();
    var ranges = verifier.ranges();
    var key = statement.key();
    var pedersen = statement.pedersen();
    var first = proof.first();
    new Units(key.modulus())
        .withCiphertext("C", statement.ciphertext())
        .withCiphertext("D", first.d())
        .with("z2", proof.z2())
        .require();
    new Units(pedersen.modulus()).with("S", first.s()).with("T", first.t()).require();
    Checks.requireWithin("z1", proof.z1(), ranges.masked());
    Checks.requireWithin("z3", proof.z3(), ranges.exponentResponse(pedersen.modulus().value()));
    var e = challenge(verifier.parameters(), curve, transcript, statement, first);
    return List.of(
        new PaillierEquation(
            "D",
            key,
            proof.z1(),
            proof.z2(),
            Equation.quotient(first.d(), statement.ciphertext(), e)),
        CurveEquation.of(
            "Y",
            curve,
            curve.scalar(proof.z1()),
            Multiple.difference(
                curve,
                first.y(),
                statement.masked(),
                e,
                new Multiple(proof.w(), statement.elGamalKey()))),
        CurveEquation.of(
            "Z",
            curve,
            proof.w(),
            Multiple.difference(curve, first.z(), statement.commitment(), e)),
        new RingPedersenEquation(
            "T", pedersen, proof.z1(), proof.z3(), Equation.quotient(first.t(), first.s(), e)));
  }

  private static BigInteger challenge(
      SecurityParameters parameters,
      Curve curve,
      Transcript transcript,
      Statement statement,
      FirstMessage first) {
    Items.begin(transcript, "enc-elg", parameters);
    return Items.pedersen(transcript, statement.pedersen())
        .item("N0", statement.key().n())
        .item("C", statement.ciphertext())
        .item("A", statement.elGamalKey())
        .item("B", statement.commitment())
        .item("X", statement.masked())
        .item("S", first.s())
        .item("T", first.t())
        .item("D", first.d())
        .item("Y", first.y())
        .item("Z", first.z())
        .challengeWithin(curve.order());
  }
}
