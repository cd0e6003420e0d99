package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.paillier.PaillierPublicKey;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Pi-aff-g*: the claim of {@link AffGProof}, without the verifier's parameters, so that one proof
 * convinces everybody (CGGMP, eprint 2021/060, revision of October 2024, figure 27). Written here
 * with g for the curve's generator and powers for its multiples:
 *
 * <pre>
 * Secret     x in +-2^l, y in +-2^l', rho, mu     Public  N0, N1, C, D, Y, X
 *            D = C^x (1 + N0)^y rho^N0 mod N0^2     Y = (1 + N1)^y mu^N1 mod N1^2     X = g^x
 * In each of kappa rounds:
 * 1. alpha in +-2^(l+epsilon), beta in +-2^(l'+epsilon), r in Z*_N0, s in Z*_N1
 *    A = C^alpha (1 + N0)^beta r^N0 mod N0^2     R = g^alpha     B = (1 + N1)^beta s^N1 mod N1^2
 * 2. e a bit
 * 3. z = alpha + e x     z' = beta + e y     w = r rho^e mod N0     lambda = s mu^e mod N1
 * Verify  C^z (1 + N0)^z' w^N0 = A D^e mod N0^2     g^z = R X^e
 *         (1 + N1)^z' lambda^N1 = B Y^e mod N1^2
 *         z in +-2^(l+epsilon)     z' in +-2^(l'+epsilon)
 * </pre>
 */
public final class AffGStarProof {
  private static final int FIELDS = 1;
  private static final int ROUND_FIELDS = 7;

  private AffGStarProof() {}

  /**
   * The ciphertext is the affine function.
   *
   * @param key N0, the receiver's of D
   * @param proverKey N1
   * @param c C, under N0
   * @param d D, under N0
   * @param y Y, under N1
   * @param x X
   */
  public record Statement(
      PaillierPublicKey key,
      PaillierPublicKey proverKey,
      BigInteger c,
      BigInteger d,
      BigInteger y,
      Point x) {}

  /** The first message of one round: A, R and B. */
  public record FirstMessage(BigInteger a, Point r, BigInteger b) {}

  /**
   * One round.
   *
   * @param zPrime z'
   */
  public record Round(
      FirstMessage first, BigInteger z, BigInteger zPrime, BigInteger w, BigInteger lambda) {}

  /** What convinces. */
  public record Proof(List<Round> rounds) {
    public Proof {
      rounds = List.copyOf(rounds);
    }

    /** The one encoding, of a fixed size. */
    public CborValue encode(SecurityParameters parameters) {
      var sizes = new Sizes(parameters);
      return CborValue.array(
          CborValue.array(
              rounds.stream()
                  .<CborValue>map(round ->
                      CborValue.array(
                          Fields.ofNatural(round.first.a, sizes.ciphertext()),
                          Fields.of(round.first.r),
                          Fields.ofNatural(round.first.b, sizes.ciphertext()),
                          Fields.ofSigned(round.z, sizes.masked()),
                          Fields.ofSigned(round.zPrime, sizes.maskedPrime()),
                          Fields.ofNatural(round.w, sizes.modulus()),
                          Fields.ofNatural(round.lambda, sizes.modulus())))
                  .toList()));
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
    var rounds = new ArrayList<Round>(parameters.rounds());
    var fields = Fields.of(encoded, FIELDS);
    for (var round : fields.rows("rounds", parameters.rounds(), ROUND_FIELDS)) {
      var first =
          new FirstMessage(
              round.natural("A", sizes.ciphertext()),
              round.point(curve, "R"),
              round.natural("B", sizes.ciphertext()));
      rounds.add(
          new Round(
              first,
              round.signed("z", sizes.masked()),
              round.signed("z'", sizes.maskedPrime()),
              round.natural("w", sizes.modulus()),
              round.natural("lambda", sizes.modulus())));
    }
    return new Proof(rounds);
  }

  /** Proves a statement with the witness of {@link AffGProof}. */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, AffGProof.Witness witness) {
    int count = prover.parameters().rounds();
    var secrets = new ArrayList<RoundSecrets>(count);
    try {
      var first = new ArrayList<FirstMessage>(count);
      for (int i = 0; i < count; i++) {
        secrets.add(RoundSecrets.draw(prover, statement, witness));
        first.add(secrets.get(i).commit(prover, statement, witness));
      }
      var bits = challenges(prover.parameters(), transcript, statement, first);
      var rounds = new ArrayList<Round>(count);
      for (int i = 0; i < count; i++) {
        rounds.add(secrets.get(i).respond(prover, statement, witness, first.get(i), bits.get(i)));
      }
      return new Proof(rounds);
    } finally {
      secrets.forEach(RoundSecrets::close);
    }
  }

  /** The masks of one round. */
  private record RoundSecrets(Masks masks, Randomiser r, Randomiser s) implements AutoCloseable {

    static RoundSecrets draw(Prover prover, Statement statement, AffGProof.Witness witness) {
      return new RoundSecrets(
          Masks.draw(prover, prover.ranges().maskedPrime()),
          statement.key().randomiser(prover.random()),
          witness.proverKey().randomiser(prover.random()));
    }

    FirstMessage commit(Prover prover, Statement statement, AffGProof.Witness witness) {
      try (var alphaScalar = prover.scalar(masks.alpha())) {
        return new FirstMessage(
            statement.key().affine(statement.c(), masks.alpha(), masks.beta(), r),
            alphaScalar.timesGenerator(),
            witness.proverKey().encrypt(masks.beta(), s));
      }
    }

    Round respond(
        Prover prover,
        Statement statement,
        AffGProof.Witness witness,
        FirstMessage first,
        BigInteger e) {
      return new Round(
          first,
          Prover.respond(masks.alpha(), e, witness.x()),
          Prover.respond(masks.beta(), e, witness.y()),
          statement.key().respond(r, e, witness.rho(), prover.random()),
          witness.proverKey().respond(s, e, witness.rhoY(), prover.random()));
    }

    @Override
    public void close() {
      masks.close();
      r.close();
      s.close();
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
    Checks.requireRounds(proof.rounds().size(), verifier.parameters().rounds());
    var units = new Units(statement.key().modulus());
    units.withCiphertext("C", statement.c()).withCiphertext("D", statement.d());
    var proverUnits = new Units(statement.proverKey().modulus());
    proverUnits.withCiphertext("Y", statement.y());
    for (var round : proof.rounds()) {
      units.withCiphertext("A", round.first().a()).with("w", round.w());
      proverUnits.withCiphertext("B", round.first().b()).with("lambda", round.lambda());
      Checks.requireWithin("z", round.z(), ranges.masked());
      Checks.requireWithin("z'", round.zPrime(), ranges.maskedPrime());
    }
    units.require();
    proverUnits.require();
    var first = proof.rounds().stream().map(Round::first).toList();
    var bits = challenges(verifier.parameters(), transcript, statement, first);
    var equations = new ArrayList<Equation>();
    for (int i = 0; i < bits.size(); i++) {
      equations.addAll(equations(verifier.curve(), statement, proof.rounds().get(i), bits.get(i)));
    }
    return equations;
  }

  private static List<Equation> equations(
      Curve curve, Statement statement, Round round, BigInteger e) {
    var first = round.first();
    return List.of(
        new PaillierEquation(
            "A",
            statement.key(),
            round.zPrime(),
            round.w(),
            Equation.quotient(first.a(), statement.d(), e, new Power(statement.c(), round.z()))),
        CurveEquation.of(
            "R",
            curve,
            curve.scalar(round.z()),
            Multiple.difference(curve, first.r(), statement.x(), e)),
        new PaillierEquation(
            "B",
            statement.proverKey(),
            round.zPrime(),
            round.lambda(),
            Equation.quotient(first.b(), statement.y(), e)));
  }

  static List<BigInteger> challenges(
      SecurityParameters parameters,
      Transcript transcript,
      Statement statement,
      List<FirstMessage> first) {
    var items =
        Items.begin(transcript, "aff-g*", parameters)
            .item("N0", statement.key().n())
            .item("N1", statement.proverKey().n())
            .item("C", statement.c())
            .item("D", statement.d())
            .item("Y", statement.y())
            .item("X", statement.x())
            .bigIntegers("A", first.stream().map(FirstMessage::a).toList())
            .points("R", first.stream().map(FirstMessage::r).toList())
            .bigIntegers("B", first.stream().map(FirstMessage::b).toList());
    return Items.challengeBits(items, parameters);
  }
}
