package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
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
import java.util.stream.IntStream;

/**
 * Pi-prm: s is a power of t modulo N^, so that a commitment s^x t^mu hides x (CGGMP, eprint
 * 2021/060, revision of October 2024, figure 13).
 *
 * <pre>
 * Secret  lambda, phi(N^)       Public  N^, s = t^lambda mod N^, t
 * 1. a_i in Z_phi(N^)     A_i = t^a_i mod N^, i = 1 ... m
 * 2. e_i a bit
 * 3. z_i = a_i + e_i lambda mod phi(N^)
 * Verify  t^z_i = A_i s^e_i mod N^
 * </pre>
 *
 * <p>Beyond the figure the verifier checks that N^ has its exact size, is odd, and has no factor in
 * common with the moduli that it knows (its own handed back among them), that s and t are units
 * other than 1 and -1, that A_i are units and z_i below N^. Each equation is verified alone: in a
 * group of unknown order a combination proves nothing.
 */
public final class PrmProof {
  private static final int FIELDS = 1;
  private static final int ROUND_FIELDS = 2;

  private PrmProof() {}

  /** N^, s and t. */
  public record Statement(BigInteger n, BigInteger s, BigInteger t) {}

  /** The factors of N^ and lambda. */
  public record Witness(RingPedersenTrapdoor trapdoor) {}

  /** A_i and z_i. */
  public record Round(BigInteger a, BigInteger z) {}

  /** What convinces. */
  public record Proof(List<Round> rounds) {
    public Proof {
      rounds = List.copyOf(rounds);
    }

    /** The one encoding, of a fixed size. */
    public CborValue encode(SecurityParameters parameters) {
      int size = new Sizes(parameters).modulus();
      return CborValue.array(
          CborValue.array(
              rounds.stream()
                  .<CborValue>map(round ->
                      CborValue.array(
                          Fields.ofNatural(round.a, size), Fields.ofNatural(round.z, size)))
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
    var rounds = new ArrayList<Round>(parameters.rounds());
    var fields = Fields.of(encoded, FIELDS);
    for (var round : fields.rows("rounds", parameters.rounds(), ROUND_FIELDS)) {
      rounds.add(new Round(round.natural("A", size), round.natural("z", size)));
    }
    return new Proof(rounds);
  }

  /** Proves a statement with its witness. */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness) {
    return prove(prover, transcript, statement, witness, Workers.NONE);
  }

  /** Proves a statement with its witness; the rounds' powers are shared out. */
  public static Proof prove(
      Prover prover, Transcript transcript, Statement statement, Witness witness, Workers workers) {
    int rounds = prover.parameters().rounds();
    var trapdoor = witness.trapdoor();
    var masks = new ArrayList<SecretInteger>(rounds);
    try {
      var powers = new ArrayList<Supplier<BigInteger>>(rounds);
      for (int i = 0; i < rounds; i++) {
        var mask = trapdoor.randomExponent(prover.random());
        masks.add(mask);
        powers.add(() -> trapdoor.powerOfT(mask));
      }
      var first = workers.all(powers);
      var bits = challenges(prover.parameters(), transcript, statement, first);
      return new Proof(
          IntStream.range(0, rounds)
              .mapToObj(i -> new Round(first.get(i), trapdoor.respond(masks.get(i), bits.get(i))))
              .toList());
    } finally {
      masks.forEach(SecretInteger::close);
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
    Checks.requireModulus("N^", statement.n(), verifier.parameters().modulusBits());
    Checks.requireNoSharedFactor("N^", statement.n(), others);
    Checks.requireRounds(proof.rounds().size(), verifier.parameters().rounds());
    var modulus = verifier.arithmetic().modulus(statement.n());
    var units = new Units(modulus).with("s", statement.s()).with("t", statement.t());
    requireNotTrivial("s", statement.s(), statement.n());
    requireNotTrivial("t", statement.t(), statement.n());
    for (var round : proof.rounds()) {
      units.with("A", round.a());
      Checks.requireBelow("z", round.z(), statement.n());
    }
    units.require();
    var first = proof.rounds().stream().map(Round::a).toList();
    var bits = challenges(verifier.parameters(), transcript, statement, first);
    var powers = modulus.powers(statement.t(), proof.rounds().stream().map(Round::z).toList());
    for (int i = 0; i < bits.size(); i++) {
      var round = proof.rounds().get(i);
      var expected = bits.get(i) ? modulus.multiply(round.a(), statement.s()) : round.a();
      if (!powers.get(i).equals(expected)) {
        throw new ProofException(
            Reason.EQUATION,
            "A",
            "expected a proof, found one in which a power of t is not what it opens");
      }
    }
  }

  private static void requireNotTrivial(String part, BigInteger base, BigInteger modulus)
      throws ProofException {
    if (base.equals(BigInteger.ONE) || base.equals(modulus.subtract(BigInteger.ONE))) {
      throw new ProofException(
          Reason.TRIVIAL_BASE,
          part,
          "expected " + part + " other than 1 and -1, found one of them");
    }
  }

  static List<Boolean> challenges(
      SecurityParameters parameters,
      Transcript transcript,
      Statement statement,
      List<BigInteger> first) {
    return Items.begin(transcript, "prm", parameters)
        .item("N^", statement.n())
        .item("s", statement.s())
        .item("t", statement.t())
        .bigIntegers("A", first)
        .challengeBits(parameters.rounds());
  }
}
