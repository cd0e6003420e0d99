package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.transcript.Bytes32;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Groups and sessions for tests. */
final class Groups {
  static final ConstantTimeCurve CURVE = Curves.ed25519();
  static final byte[] MESSAGE = "pay".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private Groups() {}

  static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  static byte[] id(int fill) {
    var id = new byte[32];
    Arrays.fill(id, (byte) fill);
    return id;
  }

  static SessionContext context(int self, List<Integer> parties) {
    return context(CURVE, self, parties);
  }

  static SessionContext context(Curve curve, int self, List<Integer> parties) {
    return new SessionContext(Ciphersuite.of(curve).scheme(), id(1), id(2), id(3), self, parties);
  }

  /** The key of members 1 to n, the same for the same seed. */
  static SortedMap<Integer, KeyShare> generate(int n, long seed) {
    return generate(CURVE, n, seed);
  }

  static SortedMap<Integer, KeyShare> generate(ConstantTimeCurve curve, int n, long seed) {
    var parties = range(1, n);
    var outcomes = new Network(keyGeneration(curve, parties, seed)).run();
    var shares = new TreeMap<Integer, KeyShare>();
    outcomes.forEach((party, outcome) -> shares.put(party, (KeyShare) result(outcome)));
    assertThat(shares.keySet()).containsExactlyElementsOf(parties);
    return shares;
  }

  static SortedMap<Integer, Session<?>> keyGeneration(List<Integer> parties, long seed) {
    return keyGeneration(CURVE, parties, seed);
  }

  static SortedMap<Integer, Session<?>> keyGeneration(
      ConstantTimeCurve curve, List<Integer> parties, long seed) {
    var sessions = new TreeMap<Integer, Session<?>>();
    for (int party : parties) {
      sessions.put(
          party, new KeyGeneration(curve, context(curve, party, parties), random(seed, party)));
    }
    return sessions;
  }

  static SortedMap<Integer, Session<?>> signing(
      Map<Integer, KeyShare> shares, byte[] message, long seed) {
    return signing(CURVE, shares, SigningKey.ofGroup(), message, seed);
  }

  static SortedMap<Integer, Session<?>> signing(
      ConstantTimeCurve curve,
      Map<Integer, KeyShare> shares,
      SigningKey key,
      byte[] message,
      long seed) {
    var sessions = new TreeMap<Integer, Session<?>>();
    var parties = List.copyOf(new TreeMap<>(shares).keySet());
    shares.forEach((party, share) ->
        sessions.put(
            party,
            new Signing(
                curve, context(curve, party, parties), share, key, message, random(seed, party))));
    return sessions;
  }

  /** The signature, on which all members agree. */
  static Signature sign(Map<Integer, KeyShare> shares, byte[] message) {
    return sign(CURVE, shares, SigningKey.ofGroup(), message);
  }

  static Signature sign(
      ConstantTimeCurve curve, Map<Integer, KeyShare> shares, SigningKey key, byte[] message) {
    var outcomes = new Network(signing(curve, shares, key, message, 99)).run();
    assertThat(outcomes.keySet()).isEqualTo(new TreeMap<>(shares).keySet());
    var signatures =
        outcomes.values().stream().map(outcome -> (Signature) result(outcome)).distinct().toList();
    assertThat(signatures).hasSize(1);
    return signatures.getFirst();
  }

  static AddUserPlan plan(Map<Integer, KeyShare> shares, List<Integer> receivers) {
    return new AddUserPlan(
        shares.values().iterator().next().publicKeys(), Bytes32.of(id(7)), receivers);
  }

  static SortedMap<Integer, Session<?>> addUser(
      Map<Integer, KeyShare> shares, AddUserPlan plan, long seed) {
    return addUser(CURVE, shares, plan, seed);
  }

  static SortedMap<Integer, Session<?>> addUser(
      ConstantTimeCurve curve, Map<Integer, KeyShare> shares, AddUserPlan plan, long seed) {
    var sessions = new TreeMap<Integer, Session<?>>();
    for (int dealer : plan.dealers()) {
      sessions.put(
          dealer,
          new AddUserDealer(
              curve,
              context(curve, dealer, plan.parties()),
              plan,
              shares.get(dealer),
              random(seed, dealer)));
    }
    for (int receiver : plan.receivers()) {
      sessions.put(
          receiver, new AddUserReceiver(curve, context(curve, receiver, plan.parties()), plan));
    }
    return sessions;
  }

  static Object result(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Done<?> done) {
      return done.result();
    }
    throw new AssertionError("expected a result, found " + outcome);
  }

  static SecureRandom random(long seed, int party) {
    return new SeededRandom(1000 * seed + party);
  }
}
