package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Message;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborInteger;
import dev.cosigner.protocol.cbor.CborText;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random orders, duplicates, delays and losses, and in most runs one party that lies in one field
 * of one message, to one peer or to all. Either everything comes out right, or the liar is named;
 * an honest party never is.
 */
class RandomScheduleTest {
  /** Signing, add-user and key generation in turn. */
  private static final int RUNS = 1000;

  private static final List<ConstantTimeCurve> CURVES =
      List.of(Curves.ed25519(), Curves.secp256k1());

  /** By curve and number of members. */
  private static final Map<String, SortedMap<Integer, KeyShare>> KEYS = new HashMap<>();

  static {
    for (var curve : CURVES) {
      for (int n = 2; n <= 5; n++) {
        KEYS.put(curve.name() + n, Groups.generate(curve, n, 11));
      }
    }
  }

  private final Map<String, Integer> ends = new TreeMap<>();

  @Test
  void aThousandRuns() {
    runs(0, RUNS);
  }

  @Test
  @Tag("thorough")
  void manyThousandRuns() {
    runs(RUNS, 20 * RUNS);
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
        .hasSizeGreaterThan(15)
        .containsKeys(
            "all done", "liar found out", "messages lost", AbortReason.EQUIVOCATION.name());
  }

  private void run(int seed, Random random) {
    int n = 2 + random.nextInt(4);
    var curve = CURVES.get(random.nextInt(2));
    var keys = KEYS.get(curve.name() + n);
    var plan = Groups.plan(keys, Groups.range(n + 1, n + 2 + random.nextInt(2)));
    var sessions =
        switch (seed % 5) {
          case 0 -> Groups.keyGeneration(curve, Groups.range(1, n), seed);
          case 1, 2 -> Groups.addUser(curve, keys, plan, seed);
          default -> Groups.signing(curve, keys, SigningKey.ofGroup(), Groups.MESSAGE, seed);
        };
    var lie = random.nextInt(8) == 0 ? null : new Lie(curve, random, sessions);
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
      assertRight(curve, outcomes, sessions, keys);
      ends.merge("messages lost", 1, Integer::sum);
      return;
    }
    if (lie == null || !lie.told) {
      assertThat(outcomes.keySet()).isEqualTo(sessions.keySet());
      assertRight(curve, outcomes, sessions, keys);
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
    // The liar follows the protocol but for its lie, so an answer to that may end it; then the
    // others wait in vain.
    boolean silent = outcomes.get(lie.liar) instanceof Outcome.Aborted<?>;
    ends.merge(
        found ? "liar found out" : silent ? "liar fell silent" : "lie without effect",
        1,
        Integer::sum);
    if (!found && !silent && !lossy) {
      var all = new ArrayList<>(sessions.keySet());
      all.remove(Integer.valueOf(lie.liar));
      assertThat(honest.keySet()).containsExactlyElementsOf(all);
    }
    assertRight(curve, honest, sessions, keys);
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
      ConstantTimeCurve curve,
      Map<Integer, Outcome<?>> outcomes,
      Map<Integer, Session<?>> sessions,
      SortedMap<Integer, KeyShare> keys) {
    var publicKeys = new ArrayList<PublicKeyPackage>();
    var shares = new HashMap<Integer, KeyShare>();
    outcomes.forEach((party, outcome) -> {
      if (outcome instanceof Outcome.Done<?> done) {
        switch (done.result()) {
          case Signature signature ->
              assertThat(signature.verifies(curve, keys.get(1).groupPublicKey(), Groups.MESSAGE))
                  .isTrue();
          case KeyShare share -> {
            publicKeys.add(share.publicKeys());
            shares.put(party, share);
          }
          case PublicKeyPackage key -> publicKeys.add(key);
          default -> throw new AssertionError(done.result());
        }
      }
    });
    assertThat(publicKeys.stream().distinct().count()).isLessThanOrEqualTo(1);
    if (sessions.get(1) instanceof AddUserDealer) {
      publicKeys.forEach(
          key -> assertThat(key.groupPublicKey()).isEqualTo(keys.get(1).groupPublicKey()));
    }
    if (!shares.isEmpty() && shares.keySet().containsAll(publicKeys.getFirst().members())) {
      assertThat(
              Groups.sign(curve, shares, SigningKey.ofGroup(), Groups.MESSAGE)
                  .verifies(curve, publicKeys.getFirst().groupPublicKey(), Groups.MESSAGE))
          .isTrue();
    }
    shares.values().forEach(KeyShare::close);
  }

  /** One field of one message, of one party. */
  private static final class Lie {
    final int liar;
    private final Curve curve;
    private final int message;
    private final boolean toAll;
    private final Random random;
    private final Map<String, byte[]> bodies = new HashMap<>();
    private int sent;
    boolean told;

    Lie(Curve curve, Random random, Map<Integer, Session<?>> sessions) {
      this.curve = curve;
      this.random = random;
      liar = List.copyOf(sessions.keySet()).get(random.nextInt(sessions.size()));
      int peers = sessions.size() - 1;
      message =
          switch (sessions.get(liar)) {
            case AddUserDealer dealer -> random.nextInt(4 * peers);
            case KeyGeneration member -> random.nextInt(5 * peers);
            default -> random.nextInt(2 * peers);
          };
      toAll = random.nextBoolean();
    }

    List<Message> replace(Message honest) {
      if (honest.sender() != liar) {
        return List.of(honest);
      }
      int number = sent++;
      var key = java.util.HexFormat.of().formatHex(honest.body());
      if (number == message) {
        bodies.put(key, change(honest));
      } else if (!toAll) {
        return List.of(honest);
      }
      var body = bodies.get(key);
      if (body == null) {
        return List.of(honest);
      }
      told = true;
      return List.of(new Message(liar, honest.receiver(), honest.confidential(), body));
    }

    private byte[] change(Message honest) {
      var body = honest.body();
      if (random.nextInt(10) == 0) {
        var cut = new byte[random.nextInt(body.length)];
        System.arraycopy(body, 0, cut, 0, cut.length);
        return cut;
      }
      var items = Bodies.items(body);
      int item = random.nextInt(3) == 0 ? random.nextInt(items.size()) : items.size() - 1;
      items.set(item, change(items.get(item)));
      return Bodies.encode(items);
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
