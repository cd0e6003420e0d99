package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.Power;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.PaillierPublicKey;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Pi-dec: a point is the plaintext of K^x D in the exponent, where x is the logarithm of another
 * point (CGGMP, eprint 2021/060, revision of October 2024, figure 28). Written here with g for the
 * curve's generator and powers for multiples:
 *
 * <pre>
 * Secret     x in +-2^l, y in +-2^(l'+epsilon+6)     Public  N0, K, D, X = g^x, h, S = h^y
 *            (1 + N0)^y rho^N0 = K^x D mod N0^2
 * In each of kappa rounds:
 * 1. alpha in +-2^(l+epsilon), beta in +-2^(l'+epsilon+246), r in Z*_N0
 *    A = K^-alpha (1 + N0)^beta r^N0 mod N0^2     B = h^beta     C = g^alpha
 * 2. e a bit
 * 3. z = alpha + e x     w = beta + e y     v = r rho^e mod N0
 * Verify  (1 + N0)^w v^N0 K^-z = A D^e mod N0^2     h^w = B S^e     g^z = C X^e
 *         z in +-2^(l+epsilon)     w in +-2^(l'+epsilon+246)
 * </pre>
 *
 * <p>Deviations. The figure has g for h; the protocol needs both. It has y in +-2^l' and w in
 * +-2^(l'+epsilon), which an honest party's sum can exceed: its 31 peers' summands are proven to be
 * at most 2^(l'+epsilon). As challenges are bits, 240 bits hide y; l'+2 epsilon would be more than
 * N0 has, and y would not be unique. The prover knows the factors of N0, and so takes v from public
 * values, as the N0-th root of A D^e K^z: rho is not needed.
 */
public final class DecProof {
  private static final int FIELDS = 1;
  private static final int ROUND_FIELDS = 6;

  private DecProof() {}

  /**
   * S is the plaintext in the exponent.
   *
   * @param key N0, the prover's
   * @param k K, under N0
   * @param d D, under N0
   * @param x X
   * @param base h
   * @param s S
   */
  public record Statement(
      PaillierPublicKey key, BigInteger k, BigInteger d, Point x, Point base, Point s) {}

  /**
   * What the prover knows.
   *
   * @param key the factors of N0
   * @param x the logarithm of X, at most 2^l in magnitude
   * @param y the plaintext of K^x D, at most 2^(l'+epsilon+6) in magnitude
   */
  public record Witness(PaillierPrivateKey key, SecretInteger x, SecretInteger y) {}

  /** The first message of one round: A, B and C. */
  public record FirstMessage(BigInteger a, Point b, Point c) {}

  /** One round. */
  public record Round(FirstMessage first, BigInteger z, BigInteger w, BigInteger v) {}

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
                          Fields.of(round.first.b),
                          Fields.of(round.first.c),
                          Fields.ofSigned(round.z, sizes.masked()),
                          Fields.ofSigned(round.w, sizes.maskedSum()),
                          Fields.ofNatural(round.v, sizes.modulus())))
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
              round.point(curve, "B"),
              round.point(curve, "C"));
      rounds.add(
          new Round(
              first,
              round.signed("z", sizes.masked()),
              round.signed("w", sizes.maskedSum()),
              round.natural("v", sizes.modulus())));
    }
    return new Proof(rounds);
  }

  /** Proves a statement with its witness. */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness) {
    var masks = new ArrayList<Masks>(prover.parameters().rounds());
    try {
      var first = new ArrayList<FirstMessage>(prover.parameters().rounds());
      for (int i = 0; i < prover.parameters().rounds(); i++) {
        masks.add(Masks.draw(prover, prover.ranges().maskedSum()));
        first.add(commit(prover, statement, witness, masks.get(i)));
      }
      var bits = challenges(prover.parameters(), transcript, statement, first);
      var rounds = new ArrayList<Round>(bits.size());
      for (int i = 0; i < bits.size(); i++) {
        rounds.add(respond(statement, witness, masks.get(i), first.get(i), bits.get(i)));
      }
      return new Proof(rounds);
    } finally {
      masks.forEach(Masks::close);
    }
  }

  private static FirstMessage commit(
      Prover prover, Statement statement, Witness witness, Masks masks) {
    try (var minusAlpha = masks.alpha().negate();
        var r = witness.key().randomiser(prover.random());
        var alphaScalar = prover.scalar(masks.alpha());
        var betaScalar = prover.scalar(masks.beta())) {
      return new FirstMessage(
          witness.key().affine(statement.k(), minusAlpha, masks.beta(), r),
          betaScalar.times(statement.base()),
          alphaScalar.timesGenerator());
    }
  }

  private static Round respond(
      Statement statement, Witness witness, Masks masks, FirstMessage first, BigInteger e) {
    var z = Prover.respond(masks.alpha(), e, witness.x());
    var w = Prover.respond(masks.beta(), e, witness.y());
    var modulus = statement.key().modulus();
    var power =
        modulus.product(
            List.of(
                new Power(first.a(), BigInteger.ONE),
                new Power(statement.d(), e),
                new Power(statement.k(), z)));
    try (var v = witness.key().nthRoot(power)) {
      return new Round(first, z, w, v.publish());
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
    var key = statement.key();
    var ranges = verifier.ranges();
    Checks.requireRounds(proof.rounds().size(), verifier.parameters().rounds());
    var units = new Units(key.modulus());
    units.withCiphertext("K", statement.k()).withCiphertext("D", statement.d());
    for (var round : proof.rounds()) {
      units.withCiphertext("A", round.first().a()).with("v", round.v());
      Checks.requireWithin("z", round.z(), ranges.masked());
      Checks.requireWithin("w", round.w(), ranges.maskedSum());
    }
    units.require();
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
            round.w(),
            round.v(),
            Equation.quotient(
                first.a(), statement.d(), e, new Power(statement.k(), round.z().negate()))),
        CurveEquation.of(
            "B",
            curve,
            curve.scalar(0),
            Multiple.difference(
                curve,
                first.b(),
                statement.s(),
                e,
                new Multiple(curve.scalar(round.w()), statement.base()))),
        CurveEquation.of(
            "C",
            curve,
            curve.scalar(round.z()),
            Multiple.difference(curve, first.c(), statement.x(), e)));
  }

  static List<BigInteger> challenges(
      SecurityParameters parameters,
      Transcript transcript,
      Statement statement,
      List<FirstMessage> first) {
    var items =
        Items.begin(transcript, "dec", parameters)
            .item("N0", statement.key().n())
            .item("K", statement.k())
            .item("D", statement.d())
            .item("X", statement.x())
            .item("h", statement.base())
            .item("S", statement.s())
            .bigIntegers("A", first.stream().map(FirstMessage::a).toList())
            .points("B", first.stream().map(FirstMessage::b).toList())
            .points("C", first.stream().map(FirstMessage::c).toList());
    return Items.challengeBits(items, parameters);
  }
}
