package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.FourthRoots;
import dev.cosigner.mpc.arithmetic.Modulus;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.proof.ProofException.Reason;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Pi-mod: N is the product of two primes that are 3 modulo 4, and has no factor in common with
 * phi(N) (CGGMP, eprint 2021/060, revision of October 2024, figure 12).
 *
 * <pre>
 * Secret  p, q                  Public  N = p q
 * 1. w in Z_N with Jacobi symbol -1
 * 2. y_i in Z_N, i = 1 ... m
 * 3. x_i with x_i^4 = (-1)^a_i w^b_i y_i mod N, a_i and b_i bits     z_i = y_i^(N^-1 mod phi(N)) mod N
 * Verify  N odd and not prime     z_i^N = y_i mod N     x_i^4 = (-1)^a_i w^b_i y_i mod N
 * </pre>
 *
 * <p>Beyond the figure the verifier checks that N has its exact size and no factor in common with
 * the moduli that it knows, that w is a unit whose Jacobi symbol is -1 (without that, w = 0 proves
 * anything: CVE-2025-66016), and that all x_i and z_i are units. Each equation is verified alone:
 * in a group of unknown order a combination proves nothing.
 */
public final class ModProof {
  private static final int FIELDS = 2;
  private static final int ROUND_FIELDS = 4;
  private static final BigInteger FOUR = BigInteger.valueOf(4);

  private ModProof() {}

  /** N. */
  public record Statement(BigInteger n) {}

  /** Its factors. */
  public record Witness(PaillierPrivateKey key) {}

  /** x_i, a_i, b_i and z_i. */
  public record Round(BigInteger x, boolean a, boolean b, BigInteger z) {}

  /** What convinces. */
  public record Proof(BigInteger w, List<Round> rounds) {
    public Proof {
      rounds = List.copyOf(rounds);
    }

    /** The one encoding, of a fixed size. */
    public CborValue encode(SecurityParameters parameters) {
      int size = new Sizes(parameters).modulus();
      return CborValue.array(
          Fields.ofNatural(w, size),
          CborValue.array(
              rounds.stream()
                  .<CborValue>map(round ->
                      CborValue.array(
                          Fields.ofNatural(round.x, size),
                          Fields.ofBit(round.a),
                          Fields.ofBit(round.b),
                          Fields.ofNatural(round.z, size)))
                  .toList()));
    }
  }

  /**
   * Reads a proof, whose every field has one size.
   *
   * @throws CborException if it is none
   */
  public static Proof decode(SecurityParameters parameters, CborValue encoded)
      throws CborException {
    int size = new Sizes(parameters).modulus();
    var fields = Fields.of(encoded, FIELDS);
    var w = fields.natural("w", size);
    var rounds = new ArrayList<Round>(parameters.rounds());
    for (var round : fields.rows("rounds", parameters.rounds(), ROUND_FIELDS)) {
      rounds.add(
          new Round(
              round.natural("x", size), round.bit("a"), round.bit("b"), round.natural("z", size)));
    }
    return new Proof(w, rounds);
  }

  /** Proves a statement with its witness. */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness) {
    return prove(prover, transcript, statement, witness, Workers.NONE);
  }

  /** Proves a statement with its witness; the rounds are shared out. */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness, Workers workers) {
    var modulus = prover.arithmetic().modulus(statement.n());
    BigInteger w;
    do {
      w = new BigInteger(statement.n().bitLength(), prover.random());
    } while (w.compareTo(statement.n()) >= 0 || modulus.jacobi(w) != -1);
    var rounds = new ArrayList<Supplier<Round>>(prover.parameters().rounds());
    try (var fourthRoots = witness.key().fourthRoots(w)) {
      for (var y : challenges(prover.parameters(), transcript, statement, w)) {
        rounds.add(() -> round(witness.key(), fourthRoots, y));
      }
      return new Proof(w, workers.all(rounds));
    }
  }

  private static Round round(PaillierPrivateKey key, FourthRoots fourthRoots, BigInteger y) {
    try (var z = key.nthRoot(y)) {
      var x = fourthRoots.of(y);
      return new Round(x.x(), x.a(), x.b(), z.publish());
    }
  }

  /**
   * Verifies a proof.
   *
   * @param transcript begun just as the prover's
   * @param others all other moduli that are known, this party's own included
   * @throws ProofException if the proof is not one of the statement
   */
  public static void verify(
      Verifier verifier,
      Transcript transcript,
      Statement statement,
      Proof proof,
      Collection<BigInteger> others)
      throws ProofException {
    var n = statement.n();
    Checks.requireModulus("N", n, verifier.parameters().modulusBits());
    Checks.requireNoSharedFactor("N", n, others);
    Checks.requireRounds(proof.rounds().size(), verifier.parameters().rounds());
    var modulus = verifier.arithmetic().modulus(n);
    var units = new Units(modulus).with("w", proof.w());
    for (var round : proof.rounds()) {
      units.with("x", round.x()).with("z", round.z());
    }
    units.require();
    if (modulus.jacobi(proof.w()) != -1) {
      throw new ProofException(
          Reason.JACOBI_SYMBOL, "w", "expected w to have the Jacobi symbol -1, found 1");
    }
    if (verifier.arithmetic().isProbablePrime(n)) {
      throw new ProofException(
          Reason.PRIME_MODULUS, "N", "expected the product of two primes, found a prime");
    }
    var challenges = challenges(verifier.parameters(), transcript, statement, proof.w());
    var powers = modulus.powers(proof.rounds().stream().map(Round::z).toList(), n);
    for (int i = 0; i < challenges.size(); i++) {
      verifyRound(modulus, proof.w(), challenges.get(i), proof.rounds().get(i), powers.get(i));
    }
  }

  /**
   * One round.
   *
   * @param power {@code z^N}
   */
  private static void verifyRound(
      Modulus modulus, BigInteger w, BigInteger y, Round round, BigInteger power)
      throws ProofException {
    var square = round.b() ? modulus.multiply(w, y) : y;
    var fourthPower = round.a() ? square.negate().mod(modulus.value()) : square;
    if (!modulus.power(round.x(), FOUR).equals(fourthPower)) {
      throw refusal("x");
    }
    if (!power.equals(y)) {
      throw refusal("z");
    }
  }

  private static ProofException refusal(String part) {
    return new ProofException(
        Reason.EQUATION,
        part,
        "expected a proof, found one in which a power of " + part + " is not the challenge");
  }

  static List<BigInteger> challenges(
      SecurityParameters parameters, Transcript transcript, Statement statement, BigInteger w) {
    return Items.begin(transcript, "mod", parameters)
        .item("N", statement.n())
        .item("w", w)
        .challengesBelow(statement.n(), parameters.rounds());
  }
}
