package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Interference;
import dev.cosigner.mpc.Network.Message;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.ecdsa.AuxiliaryMessage.Opening;
import dev.cosigner.mpc.ecdsa.AuxiliaryMessage.Proofs;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.proof.ModProof;
import dev.cosigner.mpc.proof.PrmProof;
import dev.cosigner.mpc.proof.SchnorrProof;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Member 3 attacks the auxiliary set-up; the others name it and have no keys. */
class AuxiliarySetupAttackTest {
  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(3, 1);
  private static final int LIAR = 3;
  private static final UnaryOperator<Opening> HONEST_KEYS = UnaryOperator.identity();
  private static final UnaryOperator<Proofs> HONEST_PROOFS = UnaryOperator.identity();

  @Test
  void theRogueIsHonestUntilItLies() {
    var outcomes = run(EcdsaGroups.secrets(LIAR), HONEST_KEYS, HONEST_PROOFS);
    // It confirms nothing, so the others wait.
    assertThat(outcomes).isEmpty();
  }

  @Test
  void keysOtherThanTheCommitted() {
    for (int field : List.of(0, 1, 2, 3)) {
      var changed = new byte[96];
      changed[0] = (byte) 0x80;
      changed[95] = 1;
      named(
          round(3, body -> Bodies.withField(body, field, CborValue.of(changed))),
          AbortReason.COMMITMENT_MISMATCH,
          "commitment");
    }
    for (int field : List.of(6, 7)) {
      named(
          round(3, body -> Bodies.withField(body, field, CborValue.of(new byte[32]))),
          AbortReason.COMMITMENT_MISMATCH,
          "commitment");
    }
  }

  @Test
  void differentCommitmentsForTwoPeersAreSeen() {
    var outcomes =
        new Network(EcdsaGroups.setup(SHARES, 2))
            .interfereWith(
                LIAR,
                message ->
                    Bodies.round(message.body()) == 1 && message.receiver() == 1
                        ? List.of(
                            with(
                                message,
                                Bodies.withField(message.body(), 0, CborValue.of(new byte[32]))))
                        : List.of(message))
            .run();
    for (int party : List.of(1, 2)) {
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.EQUIVOCATION);
      assertThat(aborted.culprit().orElse(LIAR)).isEqualTo(LIAR);
    }
  }

  /** BitForge (CVE-2023-33241): a modulus of many small factors. */
  @Test
  void aModulusOfSmallFactors() {
    var n = BigInteger.ONE;
    var prime = BigInteger.TWO.pow(20);
    for (int i = 0; i < 16; i++) {
      prime = prime.nextProbablePrime();
      n = n.multiply(prime);
    }
    int missing = EcdsaGroups.SMALL.modulusBits() - n.bitLength();
    var rest = BigInteger.TWO.pow(missing).subtract(BigInteger.ONE);
    do {
      rest = rest.subtract(BigInteger.TWO);
    } while (!rest.isProbablePrime(20)
        || n.multiply(rest).bitLength() != EcdsaGroups.SMALL.modulusBits());
    var product = n.multiply(rest);
    refused(withN(product), HONEST_PROOFS, AbortReason.INVALID_PROOF, "Pi-mod");
  }

  @Test
  void aModulusThatIsPrime() {
    var prime = BigInteger.TWO.pow(EcdsaGroups.SMALL.modulusBits() - 1).nextProbablePrime();
    refused(withN(prime), HONEST_PROOFS, AbortReason.INVALID_PROOF, "Pi-mod");
  }

  @Test
  void aModulusOfAnotherSizeOrEven() {
    var honest = EcdsaGroups.secrets(LIAR).paillier().publicKey().n();
    refused(
        withN(honest.shiftRight(1).setBit(0)),
        HONEST_PROOFS,
        AbortReason.INVALID_KEY,
        "of 768 bits");
    refused(withN(honest.clearBit(0)), HONEST_PROOFS, AbortReason.INVALID_KEY, "odd");
    refused(withN(BigInteger.ZERO), HONEST_PROOFS, AbortReason.INVALID_KEY, "of 768 bits");
  }

  @Test
  void aModulusOfAMillionBits() {
    var huge = CborValue.of(new byte[125_000]);
    named(round(3, body -> Bodies.withField(body, 0, huge)), AbortReason.MALFORMED_MESSAGE, "N");
    var longer = CborValue.of(new byte[1 << 20]);
    named(
        round(3, body -> Bodies.withField(body, 0, longer)), AbortReason.MESSAGE_TOO_LONG, "bytes");
  }

  /** One's own modulus handed back, as N or as N^. */
  @Test
  void aModulusOfAPeer() {
    var ofOne = EcdsaGroups.secrets(1);
    var outcomes =
        run(EcdsaGroups.secrets(LIAR), withN(ofOne.paillier().publicKey().n()), HONEST_PROOFS);
    assertNames(outcomes.get(1), AbortReason.SHARED_FACTOR, "common factor");
    // Member 2 sees that two have the same, and cannot know whose it was.
    var aborted = (Outcome.Aborted<?>) outcomes.get(2);
    assertThat(aborted.reason()).isEqualTo(AbortReason.SHARED_FACTOR);
    assertThat(aborted.culprit()).isEmpty();
    assertThat(aborted.detail()).contains("party 1", "party 3");
    assertNames(
        run(
                EcdsaGroups.secrets(LIAR),
                withN(ofOne.pedersen().parameters().modulus().value()),
                HONEST_PROOFS)
            .get(1),
        AbortReason.SHARED_FACTOR,
        "common factor");
  }

  @Test
  void aSharedPrime() {
    var primes = EcdsaGroups.primes(LIAR);
    var ofOne = EcdsaGroups.primes(1);
    var secrets = EcdsaGroups.secrets(ofOne.get(0), primes.get(1), primes.get(2), primes.get(3));
    assertNames(
        run(secrets, HONEST_KEYS, HONEST_PROOFS).get(1),
        AbortReason.SHARED_FACTOR,
        "common factor");
  }

  @Test
  void oneModulusForBothPurposes() {
    var primes = EcdsaGroups.primes(LIAR);
    var secrets = EcdsaGroups.secrets(primes.get(2), primes.get(3), primes.get(2), primes.get(3));
    for (var party : List.of(1, 2)) {
      assertNames(
          run(secrets, HONEST_KEYS, HONEST_PROOFS).get(party),
          AbortReason.SHARED_FACTOR,
          "common factor");
      secrets = EcdsaGroups.secrets(primes.get(2), primes.get(3), primes.get(2), primes.get(3));
    }
  }

  @Test
  void aModulusOfAnotherGroup() {
    var parties = List.of(1, 2, 3);
    var sessions = EcdsaGroups.setup(SHARES, 2);
    sessions.put(
        1,
        new AuxiliarySetup(
            EcdsaGroups.prover(2, 1),
            EcdsaGroups.context(1, parties),
            SHARES.get(1).publicKeys(),
            EcdsaGroups.secrets(1),
            List.of(EcdsaGroups.secrets(LIAR).paillier().publicKey().n())));
    assertNames(new Network(sessions).run().get(1), AbortReason.SHARED_FACTOR, "common factor");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1})
  void basesThatAreNone(int base) {
    for (boolean ofS : List.of(true, false)) {
      UnaryOperator<Opening> keys =
          honest -> {
            var pedersen = honest.pedersen();
            var value = BigInteger.valueOf(base).mod(pedersen.n());
            return with(
                honest,
                new PrmProof.Statement(
                    pedersen.n(), ofS ? value : pedersen.s(), ofS ? pedersen.t() : value));
          };
      refused(keys, HONEST_PROOFS, AbortReason.INVALID_KEY, "base");
    }
  }

  /** s that is no power of t: Pi-prm fails before anything is proven under these parameters. */
  @Test
  void parametersThatAreNotProven() {
    UnaryOperator<Opening> keys =
        honest -> {
          var pedersen = honest.pedersen();
          return with(honest, new PrmProof.Statement(pedersen.n(), BigInteger.TWO, pedersen.t()));
        };
    refused(keys, HONEST_PROOFS, AbortReason.INVALID_PROOF, "Pi-prm");
    UnaryOperator<Opening> noRounds =
        honest ->
            new Opening(
                honest.parameters(),
                honest.n(),
                honest.pedersen(),
                new PrmProof.Proof(
                    honest.proof().rounds().subList(0, honest.proof().rounds().size() - 1)),
                honest.elGamal(),
                honest.randomness(),
                honest.nonce());
    refused(noRounds, HONEST_PROOFS, AbortReason.MALFORMED_MESSAGE, "rounds");
  }

  /** With two members, nobody else would see it. */
  @Test
  void twoMembersVerifyParametersToo() {
    var shares = EcdsaGroups.generate(2, 1);
    var parties = List.of(1, 2);
    var sessions = EcdsaGroups.setup(shares, 2);
    sessions.put(
        2,
        new RogueSetup(
            EcdsaGroups.prover(2, 2),
            EcdsaGroups.context(2, parties),
            shares.get(2).publicKeys(),
            EcdsaGroups.secrets(2),
            honest ->
                with(
                    honest,
                    new PrmProof.Statement(
                        honest.pedersen().n(), BigInteger.TWO, honest.pedersen().t())),
            HONEST_PROOFS));
    var rounds = new ArrayList<Integer>();
    var outcome =
        new Network(sessions)
            .interfereWith(
                1,
                message -> {
                  rounds.add(Bodies.round(message.body()));
                  return List.of(message);
                })
            .run()
            .get(1);
    var aborted = (Outcome.Aborted<?>) outcome;
    assertThat(aborted.reason()).isEqualTo(AbortReason.INVALID_PROOF);
    assertThat(aborted.culprit()).hasValue(2);
    // It has sent no range proof.
    assertThat(rounds).containsExactly(1, 2, 3);
  }

  /** CVE-2025-66016: w = 0; and proofs that are missing, or of too few rounds. */
  @Test
  void proofsOfTheModulus() {
    refused(
        HONEST_KEYS,
        honest -> withMod(honest, new ModProof.Proof(BigInteger.ZERO, honest.mod().rounds())),
        AbortReason.INVALID_PROOF,
        "Pi-mod");
    refused(
        HONEST_KEYS,
        honest ->
            withMod(
                honest,
                new ModProof.Proof(
                    honest.mod().w(),
                    Collections.nCopies(
                        honest.mod().rounds().size(), honest.mod().rounds().getFirst()))),
        AbortReason.INVALID_PROOF,
        "Pi-mod");
    refused(
        HONEST_KEYS,
        honest -> withMod(honest, new ModProof.Proof(honest.mod().w(), List.of())),
        AbortReason.MALFORMED_MESSAGE,
        "rounds");
    named(
        round(4, body -> Bodies.withField(body, 0, CborValue.array(List.of()))),
        AbortReason.MALFORMED_MESSAGE,
        "");
  }

  @Test
  void proofsOfFactors() {
    // Those for members 1 and 2, exchanged: each is bound to its receiver.
    refused(
        HONEST_KEYS,
        honest ->
            new Proofs(
                honest.parameters(), honest.mod(), honest.elGamal(), honest.fac().reversed()),
        AbortReason.INVALID_PROOF,
        "Pi-fac");
    refused(
        HONEST_KEYS,
        honest ->
            new Proofs(
                honest.parameters(), honest.mod(), honest.elGamal(), honest.fac().subList(0, 1)),
        AbortReason.MALFORMED_MESSAGE,
        "Pi-fac");
  }

  /** BitForge: no Pi-mod or no Pi-fac, or an empty one, is none that holds. */
  @Test
  void missingProofs() {
    int mod = 0;
    int fac = 3;
    for (int proof : List.of(mod, fac)) {
      for (var empty :
          List.<CborValue>of(
              CborNull.NULL, CborValue.of(new byte[0]), CborValue.array(List.of()))) {
        named(
            round(4, body -> Bodies.withField(body, proof, empty)),
            AbortReason.MALFORMED_MESSAGE,
            "");
      }
      named(
          round(
              4,
              body ->
                  Bodies.withFields(
                      body,
                      fields -> {
                        fields.remove(proof);
                        return fields;
                      })),
          AbortReason.MALFORMED_MESSAGE,
          "");
    }
  }

  @Test
  void anElGamalKeyOfNoKnownLogarithm() {
    refused(
        HONEST_KEYS,
        honest ->
            new Proofs(
                honest.parameters(),
                honest.mod(),
                new SchnorrProof.Proof(honest.elGamal().commitment(), EcdsaGroups.CURVE.scalar(5)),
                honest.fac()),
        AbortReason.INVALID_PROOF,
        "Pi-sch");
  }

  /** A proof of another session, with the same keys. */
  @Test
  void proofsOfAnotherSession() {
    var recorded = new ArrayList<byte[]>();
    var sessions = new TreeMap<Integer, Session<?>>();
    for (int party : SHARES.keySet()) {
      sessions.put(
          party,
          new AuxiliarySetup(
              EcdsaGroups.prover(2, party),
              EcdsaGroups.context(9, party, List.of(1, 2, 3)),
              SHARES.get(party).publicKeys(),
              EcdsaGroups.secrets(party),
              List.of()));
    }
    new Network(sessions)
        .interfereWith(
            LIAR,
            message -> {
              if (Bodies.round(message.body()) == 4 && message.receiver() == 1) {
                recorded.add(message.body());
              }
              return List.of(message);
            })
        .run();
    var fields = Bodies.items(recorded.getFirst()).get(Bodies.FIELDS);
    named(
        round(4, body -> Bodies.with(body, Bodies.FIELDS, fields)),
        AbortReason.INVALID_PROOF,
        "Pi-mod");
  }

  @Test
  void anotherResult() {
    named(
        round(5, body -> Bodies.withField(body, 1, CborValue.of(new byte[32]))),
        AbortReason.RESULT_MISMATCH,
        "result");
    // An echo that lies about member 1 names the liar to it.
    var outcomes =
        new Network(EcdsaGroups.setup(SHARES, 2))
            .interfereWith(
                LIAR, round(5, body -> Bodies.withElement(body, 0, 0, CborValue.of(new byte[32]))))
            .run();
    assertNames(outcomes.get(1), AbortReason.EQUIVOCATION, "party 1");
  }

  @Test
  void membersOfAnotherKeyAreSeen() {
    var sessions = EcdsaGroups.setup(SHARES, 2);
    sessions.put(LIAR, EcdsaGroups.setup(EcdsaGroups.generate(3, 8), 2).get(LIAR));
    for (int party : List.of(1, 2)) {
      var aborted = (Outcome.Aborted<?>) new Network(sessions).run().get(party);
      assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_INPUT);
      sessions = EcdsaGroups.setup(SHARES, 2);
      sessions.put(LIAR, EcdsaGroups.setup(EcdsaGroups.generate(3, 8), 2).get(LIAR));
    }
  }

  private static UnaryOperator<Opening> withN(BigInteger n) {
    return honest ->
        new Opening(
            honest.parameters(),
            n,
            honest.pedersen(),
            honest.proof(),
            honest.elGamal(),
            honest.randomness(),
            honest.nonce());
  }

  private static Opening with(Opening honest, PrmProof.Statement pedersen) {
    return new Opening(
        honest.parameters(),
        honest.n(),
        pedersen,
        honest.proof(),
        honest.elGamal(),
        honest.randomness(),
        honest.nonce());
  }

  private static Proofs withMod(Proofs honest, ModProof.Proof mod) {
    return new Proofs(honest.parameters(), mod, honest.elGamal(), honest.fac());
  }

  private static Message with(Message message, byte[] body) {
    return new Message(message.sender(), message.receiver(), message.confidential(), body);
  }

  private static Interference round(int round, UnaryOperator<byte[]> change) {
    return message ->
        Bodies.round(message.body()) == round
            ? List.of(with(message, change.apply(message.body())))
            : List.of(message);
  }

  private static void named(Interference lie, AbortReason reason, String detail) {
    var outcomes = new Network(EcdsaGroups.setup(SHARES, 2)).interfereWith(LIAR, lie).run();
    assertNames(outcomes.get(1), reason, detail);
    assertNames(outcomes.get(2), reason, detail);
  }

  private static void refused(
      UnaryOperator<Opening> keys,
      UnaryOperator<Proofs> proofs,
      AbortReason reason,
      String detail) {
    var outcomes = run(EcdsaGroups.secrets(LIAR), keys, proofs);
    assertNames(outcomes.get(1), reason, detail);
    assertNames(outcomes.get(2), reason, detail);
  }

  /** What became of the honest members. */
  private static Map<Integer, Outcome<?>> run(
      AuxiliarySecrets secrets, UnaryOperator<Opening> keys, UnaryOperator<Proofs> proofs) {
    var sessions = EcdsaGroups.setup(SHARES, 2);
    sessions.put(
        LIAR,
        new RogueSetup(
            EcdsaGroups.prover(2, LIAR),
            EcdsaGroups.context(LIAR, List.of(1, 2, 3)),
            SHARES.get(LIAR).publicKeys(),
            secrets,
            keys,
            proofs));
    var outcomes = new Network(sessions).run();
    outcomes.remove(LIAR);
    return outcomes;
  }

  private static void assertNames(Outcome<?> outcome, AbortReason reason, String detail) {
    assertThat(outcome).isInstanceOf(Outcome.Aborted.class);
    var aborted = (Outcome.Aborted<?>) outcome;
    assertThat(aborted.reason()).as(aborted.toString()).isEqualTo(reason);
    assertThat(aborted.culprit()).as(aborted.toString()).hasValue(LIAR);
    assertThat(aborted.detail()).contains(detail);
  }
}
