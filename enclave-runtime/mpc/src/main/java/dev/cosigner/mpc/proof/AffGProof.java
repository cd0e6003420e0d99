package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Comb;
import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
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
 * Pi-aff-g: a ciphertext is an affine function of another one, by a factor in range that a point
 * hides and a summand in range that a ciphertext of the prover hides (CGGMP, eprint 2021/060,
 * revision of October 2024, figure 25). Written here with g for the curve's generator and powers
 * for its multiples:
 *
 * <pre>
 * Secret     x in +-2^l, y in +-2^l', rho, rho_y     Public  N0, N1, C, D, Y, X; the verifier's N^, s, t
 *            D = C^x (1 + N0)^y rho^N0 mod N0^2     Y = (1 + N1)^y rho_y^N1 mod N1^2     X = g^x
 * 1. alpha in +-2^(l+epsilon), beta in +-2^(l'+epsilon), r in Z*_N0, r_y in Z*_N1
 *    gamma, delta in +-2^(l+epsilon) N^     m, mu in +-2^l N^
 *    A = C^alpha (1 + N0)^beta r^N0 mod N0^2     B_x = g^alpha     B_y = (1 + N1)^beta r_y^N1 mod N1^2
 *    E = s^alpha t^gamma     S = s^x t^m     F = s^beta t^delta     T = s^y t^mu mod N^
 * 2. e in +-q
 * 3. z1 = alpha + e x     z2 = beta + e y     z3 = gamma + e m     z4 = delta + e mu
 *    w = r rho^e mod N0     w_y = r_y rho_y^e mod N1
 * Verify  C^z1 (1 + N0)^z2 w^N0 = A D^e mod N0^2     g^z1 = B_x X^e
 *         (1 + N1)^z2 w_y^N1 = B_y Y^e mod N1^2     s^z1 t^z3 = E S^e     s^z2 t^z4 = F T^e mod N^
 *         z1 in +-2^(l+epsilon)     z2 in +-2^(l'+epsilon)
 * </pre>
 *
 * <p>Beyond the figure, z3 and z4 have the range of an honest prover's.
 */
public final class AffGProof {
  private static final int FIELDS = 13;

  private AffGProof() {}

  /**
   * The ciphertext is the affine function.
   *
   * @param key N0, the verifier's
   * @param proverKey N1
   * @param pedersen the verifier's N^, s and t
   * @param c C, under N0
   * @param d D, under N0
   * @param y Y, under N1
   * @param x X
   */
  public record Statement(
      PaillierPublicKey key,
      PaillierPublicKey proverKey,
      RingPedersenParameters pedersen,
      BigInteger c,
      BigInteger d,
      BigInteger y,
      Point x) {}

  /**
   * What the prover knows.
   *
   * @param proverKey N1: the private key, for speed
   * @param x the factor, at most 2^l in magnitude
   * @param y the summand, at most 2^l' in magnitude
   * @param rho the randomness of D
   * @param rhoY the randomness of Y
   */
  public record Witness(
      PaillierKey proverKey, SecretInteger x, SecretInteger y, Randomiser rho, Randomiser rhoY) {}

  /** The first message: A, B_x, B_y, E, S, F and T. */
  public record FirstMessage(
      BigInteger a,
      Point bx,
      BigInteger by,
      BigInteger e,
      BigInteger s,
      BigInteger f,
      BigInteger t) {}

  /** What convinces. */
  public record Proof(
      FirstMessage first,
      BigInteger z1,
      BigInteger z2,
      BigInteger z3,
      BigInteger z4,
      BigInteger w,
      BigInteger wy) {

    /** The one encoding, of a fixed size. */
    public CborValue encode(SecurityParameters parameters) {
      var sizes = new Sizes(parameters);
      return CborValue.array(
          Fields.ofNatural(first.a, sizes.ciphertext()),
          Fields.of(first.bx),
          Fields.ofNatural(first.by, sizes.ciphertext()),
          Fields.ofNatural(first.e, sizes.modulus()),
          Fields.ofNatural(first.s, sizes.modulus()),
          Fields.ofNatural(first.f, sizes.modulus()),
          Fields.ofNatural(first.t, sizes.modulus()),
          Fields.ofSigned(z1, sizes.masked()),
          Fields.ofSigned(z2, sizes.maskedPrime()),
          Fields.ofSigned(z3, sizes.exponent(1)),
          Fields.ofSigned(z4, sizes.exponent(1)),
          Fields.ofNatural(w, sizes.modulus()),
          Fields.ofNatural(wy, sizes.modulus()));
    }
  }

  /**
   * Reads a proof, whose every field has one size. Ranges are for {@link #check}.
   *
   * @throws CborException if it is none
   * @throws CurveException if a point is none
   */
  public static Proof decode(SecurityParameters parameters, Curve curve, CborValue encoded)
      throws CborException, CurveException {
    var sizes = new Sizes(parameters);
    var fields = Fields.of(encoded, FIELDS);
    var first =
        new FirstMessage(
            fields.natural("A", sizes.ciphertext()),
            fields.point(curve, "B_x"),
            fields.natural("B_y", sizes.ciphertext()),
            fields.natural("E", sizes.modulus()),
            fields.natural("S", sizes.modulus()),
            fields.natural("F", sizes.modulus()),
            fields.natural("T", sizes.modulus()));
    return new Proof(
        first,
        fields.signed("z1", sizes.masked()),
        fields.signed("z2", sizes.maskedPrime()),
        fields.signed("z3", sizes.exponent(1)),
        fields.signed("z4", sizes.exponent(1)),
        fields.natural("w", sizes.modulus()),
        fields.natural("w_y", sizes.modulus()));
  }

  /**
   * Proves a statement with its witness. The verifier's parameters must have been proven to this
   * party before ({@link PrmProof}).
   *
   * @param powersOfC modulo N0^2, for exponents of l + epsilon + 1 bits
   * @param r a fresh randomiser under N0, used up
   * @param ry a fresh randomiser under N1, used up
   */
  public static Proof prove(
      Prover prover,
      Transcript transcript,
      Statement statement,
      Witness witness,
      Comb powersOfC,
      Randomiser r,
      Randomiser ry) {
    var ranges = prover.ranges();
    var pedersen = statement.pedersen();
    var modulus = pedersen.modulus().value();
    try (r;
        ry;
        var alpha = prover.mask(ranges.masked());
        var beta = prover.mask(ranges.maskedPrime());
        var gamma = prover.mask(ranges.maskedExponent(modulus));
        var delta = prover.mask(ranges.maskedExponent(modulus));
        var m = prover.mask(ranges.exponent(modulus));
        var mu = prover.mask(ranges.exponent(modulus));
        var alphaScalar = prover.scalar(alpha)) {
      var first =
          new FirstMessage(
              statement.key().affine(powersOfC, alpha, beta, r),
              alphaScalar.timesGenerator(),
              witness.proverKey().encrypt(beta, ry),
              pedersen.commit(alpha, gamma),
              pedersen.commit(witness.x(), m),
              pedersen.commit(beta, delta),
              pedersen.commit(witness.y(), mu));
      var e = challenge(prover.parameters(), prover.curve(), transcript, statement, first);
      return new Proof(
          first,
          Prover.respond(alpha, e, witness.x()),
          Prover.respond(beta, e, witness.y()),
          Prover.respond(gamma, e, m),
          Prover.respond(delta, e, mu),
          statement.key().respond(r, e, witness.rho(), prover.random()),
          witness.proverKey().respond(ry, e, witness.rhoY(), prover.random()));
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
    requireRanges(verifier.ranges(), statement, proof);
    var curve = verifier.curve();
    var pedersen = statement.pedersen();
    var first = proof.first();
    var e = challenge(verifier.parameters(), curve, transcript, statement, first);
    return List.of(
        new PaillierEquation(
            "A",
            statement.key(),
            proof.z2(),
            proof.w(),
            Equation.quotient(first.a(), statement.d(), e, new Power(statement.c(), proof.z1()))),
        CurveEquation.of(
            "B_x",
            curve,
            curve.scalar(proof.z1()),
            Multiple.difference(curve, first.bx(), statement.x(), e)),
        new PaillierEquation(
            "B_y",
            statement.proverKey(),
            proof.z2(),
            proof.wy(),
            Equation.quotient(first.by(), statement.y(), e)),
        new RingPedersenEquation(
            "E", pedersen, proof.z1(), proof.z3(), Equation.quotient(first.e(), first.s(), e)),
        new RingPedersenEquation(
            "F", pedersen, proof.z2(), proof.z4(), Equation.quotient(first.f(), first.t(), e)));
  }

  private static void requireRanges(Ranges ranges, Statement statement, Proof proof)
      throws ProofException {
    var modulus = statement.pedersen().modulus();
    var first = proof.first();
    new Units(statement.key().modulus())
        .withCiphertext("C", statement.c())
        .withCiphertext("D", statement.d())
        .withCiphertext("A", first.a())
        .with("w", proof.w())
        .require();
    new Units(statement.proverKey().modulus())
        .withCiphertext("Y", statement.y())
        .withCiphertext("B_y", first.by())
        .with("w_y", proof.wy())
        .require();
    new Units(modulus)
        .with("E", first.e())
        .with("S", first.s())
        .with("F", first.f())
        .with("T", first.t())
        .require();
    Checks.requireWithin("z1", proof.z1(), ranges.masked());
    Checks.requireWithin("z2", proof.z2(), ranges.maskedPrime());
    Checks.requireWithin("z3", proof.z3(), ranges.exponentResponse(modulus.value()));
    Checks.requireWithin("z4", proof.z4(), ranges.exponentResponse(modulus.value()));
  }

  private static BigInteger challenge(
      SecurityParameters parameters,
      Curve curve,
      Transcript transcript,
      Statement statement,
      FirstMessage first) {
    Items.begin(transcript, "aff-g", parameters);
    return Items.pedersen(transcript, statement.pedersen())
        .item("N0", statement.key().n())
        .item("N1", statement.proverKey().n())
        .item("C", statement.c())
        .item("D", statement.d())
        .item("Y", statement.y())
        .item("X", statement.x())
        .item("A", first.a())
        .item("B_x", first.bx())
        .item("B_y", first.by())
        .item("E", first.e())
        .item("S", first.s())
        .item("F", first.f())
        .item("T", first.t())
        .challengeWithin(curve.order());
  }
}
