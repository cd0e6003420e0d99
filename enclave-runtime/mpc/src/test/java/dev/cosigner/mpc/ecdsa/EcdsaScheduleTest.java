package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Message;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborInteger;
import dev.cosigner.protocol.cbor.CborText;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Groups of two to five, random orders, duplicates, delays and losses, and in most runs one party
 * that lies in one field of one message, to one peer or to all. Either everything comes out right,
 * or the liar is named; an honest party never is.
 */
class EcdsaScheduleTest {
  private static final int RUNS = 60;
  private static final DerivationPath PATH = DerivationPath.of(4, 2);

  private static final Map<Integer, SortedMap<Integer, KeyShare>> SHARES = new HashMap<>();
  private static final Map<Integer, SortedMap<Integer, AuxiliaryKeys>> KEYS = new HashMap<>();

  static {
    for (int n = 2; n <= 5; n++) {
      SHARES.put(n, EcdsaGroups.generate(n, 11));
      KEYS.put(n, EcdsaGroups.auxiliaryKeys(SHARES.get(n), 11));
    }
  }

  private final Map<String, Integer> ends = new TreeMap<>();

  @Test
  void randomRuns() {
    runs(0, RUNS);
  }

  @Test
  @Tag("thorough")
  void aThousandRuns() {
    runs(RUNS, 1000 + RUNS);
  }

  private void runs(int from, int to) {
    for (int seed = from; seed < to; seed++) {
      try {
        run(seed, new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    // The lies are of many kinds; so are the ends.
    assertThat(ends)
        .hasSizeGreaterThan(6)
        .containsKeys("all done", "liar found out", AbortReason.INVALID_PROOF.name());
  }

  private void run(int seed, Random random) {
    int n = 2 + random.nextInt(4);
    var shares = SHARES.get(n);
    var sessions =
        switch (seed % 6) {
          case 0 -> EcdsaGroups.setup(shares, seed);
          case 1, 2, 3 -> EcdsaGroups.presigning(shares, KEYS.get(n), 1 + seed % 2, seed % 250);
          default ->
              EcdsaGroups.signing(
                  EcdsaGroups.presign(shares, KEYS.get(n), seed % 250),
                  PATH,
                  EcdsaGroups.DIGEST,
                  seed);
        };
    var lie = random.nextInt(8) == 0 ? null : new Lie(random, sessions);
    boolean lossy = random.nextInt(8) == 0;
    var outcomes =
        new Network(sessions)
            .schedule(random)
            .interfere(message ->
                lossy && random.nextInt(10) == 0
                    ? List.of()
                    : lie == null ? List.of(message) : lie.replace(message))
            .run();
    if (lossy && (lie == null || !lie.told)) {
      // Whoever waits for what is lost has no result, and blames nobody.
      assertThat(outcomes.values()).allMatch(outcome -> outcome instanceof Outcome.Done<?>);
      assertRight(outcomes, shares);
      ends.merge("messages lost", 1, Integer::sum);
      return;
    }
    if (lie == null || !lie.told) {
      assertThat(outcomes.keySet()).isEqualTo(sessions.keySet());
      assertRight(outcomes, shares);
      ends.merge("all done", 1, Integer::sum);
      return;
    }
    var honest = new TreeMap<>(outcomes);
    honest.remove(lie.liar);
    for (var outcome : honest.values()) {
      if (outcome instanceof Outcome.Aborted<?> aborted) {
        ends.merge(aborted.reason().name(), 1, Integer::sum);
        assertNamesOnly(lie.liar, aborted);
      }
    }
    boolean found =
        honest.values().stream().anyMatch(outcome -> outcome instanceof Outcome.Aborted<?>);
    ends.merge(found ? "liar found out" : "nobody named", 1, Integer::sum);
    assertRight(honest, shares);
  }

  private static void assertNamesOnly(int liar, Outcome.Aborted<?> aborted) {
    if (aborted.culprit().isPresent()) {
      assertThat(aborted.culprit()).as(aborted.toString()).hasValue(liar);
    } else {
      assertThat(aborted.reason())
          .as(aborted.toString())
          .isIn(AbortReason.EQUIVOCATION, AbortReason.OTHER_INPUT);
      assertThat(aborted.detail()).contains("party " + liar);
    }
  }

  /** Whatever came out is what should. */
  private static void assertRight(
      Map<Integer, Outcome<?>> outcomes, SortedMap<Integer, KeyShare> shares) {
    var publicKeys = shares.get(1).publicKeys();
    var presignatures = new TreeMap<Integer, Presignature>();
    outcomes.forEach((party, outcome) -> {
      if (outcome instanceof Outcome.Done<?> done) {
        switch (done.result()) {
          case Signature signature -> assertVerifies(signature, shares);
          case List<?> batch -> presignatures.put(party, (Presignature) batch.getFirst());
          case AuxiliaryKeys keys -> assertThat(keys.members()).isEqualTo(publicKeys.members());
          default -> throw new AssertionError(done.result());
        }
      }
    });
    if (presignatures.keySet().equals(shares.keySet())) {
      var signing = EcdsaGroups.signing(presignatures, PATH, EcdsaGroups.DIGEST, 1);
      assertVerifies((Signature) EcdsaGroups.result(new Network(signing).run().get(1)), shares);
    }
  }

  private static void assertVerifies(Signature signature, SortedMap<Integer, KeyShare> shares) {
    var publicKey = Signing.publicKey(EcdsaGroups.CURVE, shares.get(1).publicKeys(), PATH);
    assertThat(signature.verifies(EcdsaGroups.CURVE, publicKey, EcdsaGroups.DIGEST)).isTrue();
  }

  /** One field of one message, of one party. */
  private static final class Lie {
    final int liar;
    private final int message;
    private final boolean toAll;
    private final Random random;
    private final Map<String, byte[]> bodies = new HashMap<>();
    private int sent;
    boolean told;

    Lie(Random random, Map<Integer, Session<?>> sessions) {
      this.random = random;
      liar = 1 + random.nextInt(sessions.size());
      int rounds =
          switch (sessions.get(liar)) {
            case AuxiliarySetup setup -> 5;
            case Presigning presigning -> 4;
            default -> 2;
          };
      message = random.nextInt(rounds * (sessions.size() - 1));
      toAll = random.nextBoolean();
    }

    List<Message> replace(Message honest) {
      if (honest.sender() != liar) {
        return List.of(honest);
      }
      int number = sent++;
      var key = HexFormat.of().formatHex(honest.body());
      if (number == message) {
        var items = Bodies.items(honest.body());
        int item = random.nextInt(4) == 0 ? random.nextInt(items.size()) : Bodies.FIELDS;
        items.set(item, change(items.get(item)));
        bodies.put(key, Bodies.encode(items));
      } else if (!toAll) {
        return List.of(honest);
      }
      var body = bodies.get(key);
      if (body == null) {
        return List.of(honest);
      }
      told = true;
      return List.of(new Message(liar, honest.receiver(), false, body));
    }

    private CborValue change(CborValue value) {
      return switch (value) {
        case CborInteger(long number) -> CborValue.of(number + 1 + random.nextInt(3));
        case CborText(String text) -> CborValue.of(text + "!");
        case CborBytes bytes -> change(bytes.value());
        case CborArray(List<CborValue> elements) when elements.isEmpty() -> CborValue.of(0);
        case CborArray(List<CborValue> elements) -> {
          var changed = new ArrayList<>(elements);
          int element = random.nextInt(changed.size());
          changed.set(element, change(changed.get(element)));
          yield CborValue.array(changed);
        }
        default -> throw new AssertionError(value);
      };
    }

    /** A flipped bit, or another point or scalar that is as good as the honest one. */
    private CborValue change(byte[] bytes) {
      var curve = EcdsaGroups.CURVE;
      var scalar = curve.scalar(2 + random.nextInt(100));
      if (bytes.length == curve.pointBytes() && random.nextBoolean()) {
        return CborValue.of(curve.multiplyGenerator(scalar).encoding());
      }
      if (bytes.length == curve.scalarBytes() && random.nextBoolean()) {
        return CborValue.of(scalar.encoding());
      }
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      return CborValue.of(bytes);
    }
  }
}
