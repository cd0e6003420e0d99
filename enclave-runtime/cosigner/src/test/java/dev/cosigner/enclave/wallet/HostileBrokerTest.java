package dev.cosigner.enclave.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.OnboardTranscript;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A thousand ceremonies under a hostile broker. Each ends in the right result or in none at each
 * member, and nobody is blamed for what the broker did.
 */
class HostileBrokerTest {
  private static final int FLEETS = 40;
  private static final int SIGNATURES = 22;
  private static final int SEED = 20_260;

  private enum Kind {
    CREATION,
    SIGNATURE,
    ONBOARDING
  }

  private final Map<Kind, Integer> begun = new ConcurrentHashMap<>();
  private final Map<Kind, Integer> completed = new ConcurrentHashMap<>();

  @Test
  void neverBringsAboutAWrongAcceptance() throws Exception {
    IntStream.range(SEED, SEED + FLEETS).parallel().forEach(this::play);
    int all = begun.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(
        "hostile broker: "
            + all
            + " ceremonies begun "
            + begun
            + ", completed by all members "
            + completed);
    assertThat(all).isGreaterThanOrEqualTo(1000);
    // The broker is not so hostile that nothing is tested.
    assertThat(completed.get(Kind.CREATION)).isGreaterThan(FLEETS / 4);
    assertThat(completed.get(Kind.SIGNATURE)).isGreaterThan(FLEETS * SIGNATURES / 4);
    assertThat(completed.get(Kind.ONBOARDING)).isPositive();
  }

  private void play(int seed) {
    try {
      play(new Scene(seed, true), new Random(seed));
    } catch (Exception e) {
      throw new AssertionError("with the seed " + seed, e);
    }
  }

  private void play(Scene scene, Random random) throws Exception {
    List<TestCosigner> members = scene.boot(3);
    TestCosigner device = scene.boot();
    List<TestCosigner> all = new ArrayList<>(members);
    all.add(device);
    HostileBroker broker = new HostileBroker(all);
    Wallet wallet = create(scene, members, broker, random);
    Set<ByteString> signatures = new HashSet<>();
    for (int i = 0; i < SIGNATURES; i++) {
      sign(wallet, members, wallet.group(), broker, random, signatures);
    }
    List<TestCosigner> newGroup = List.of(members.get(0), members.get(1), device);
    for (int i = 0; i < 2; i++) {
      OnboardPlan plan = scene.onboardPlan(wallet.genesis(), newGroup);
      if (onboard(wallet, plan, newGroup, broker, random)) {
        sign(wallet, newGroup, plan.groupId(), broker, random, signatures);
      }
    }
  }

  /** Tries under the hostile broker a few times, then with a faithful one. */
  private Wallet create(
      Scene scene, List<TestCosigner> members, HostileBroker broker, Random random)
      throws Exception {
    Wallet created = null;
    for (int i = 0; i < 3; i++) {
      count(begun, Kind.CREATION);
      BeginWallet begin = scene.beginWallet(members);
      List<Begun> all = new ArrayList<>();
      for (TestCosigner member : members) {
        all.add(member.begin(begin));
      }
      broker.carry(members, all, random);
      if (endsWell(scene, members, all.getFirst().ceremony())) {
        count(completed, Kind.CREATION);
        created = Wallet.of(scene, members, all.getFirst().ceremony());
      }
    }
    return created == null ? Wallet.create(scene, members) : created;
  }

  private void sign(
      Wallet wallet,
      List<TestCosigner> group,
      ByteString groupId,
      HostileBroker broker,
      Random random,
      Set<ByteString> signatures)
      throws Exception {
    count(begun, Kind.SIGNATURE);
    byte[] message = wallet.transfer(1 + random.nextInt(1_000_000));
    BeginSign begin =
        wallet.scene().beginSign(wallet.genesis(), groupId, "r" + random.nextLong(), message);
    List<Begun> all = new ArrayList<>();
    for (TestCosigner member : group) {
      all.add(member.begin(begin));
    }
    broker.carry(group, all, random);
    ByteString ceremony = all.getFirst().ceremony();
    for (TestCosigner member : group) {
      if (member.outcome(ceremony) instanceof Outcome.Done(ByteString signature)) {
        wallet.requireValid(message, signature);
        signatures.add(signature);
      }
    }
    if (endsWell(wallet.scene(), group, ceremony)) {
      count(completed, Kind.SIGNATURE);
    }
  }

  private boolean onboard(
      Wallet wallet,
      OnboardPlan plan,
      List<TestCosigner> newGroup,
      HostileBroker broker,
      Random random)
      throws Exception {
    count(begun, Kind.ONBOARDING);
    wallet.pair(plan, newGroup);
    BeginOnboard begin = wallet.scene().beginOnboard(wallet.certificate(), plan, newGroup);
    List<TestCosigner> both = wallet.with(newGroup);
    List<Begun> all = new ArrayList<>();
    for (TestCosigner one : both) {
      all.add(one.begin(begin));
    }
    broker.carry(both, all, random);
    ByteString ceremony = all.getFirst().ceremony();
    if (!endsWell(wallet.scene(), both, ceremony)) {
      return false;
    }
    Certificate certificate = Wallet.certificate(both, ceremony);
    // The transcript's own verifier knows real signatures only; what is ideal here, the members
    // have verified.
    assertThat(OnboardTranscript.decode(certificate.statement().toByteArray()).plan())
        .isEqualTo(plan);
    count(completed, Kind.ONBOARDING);
    return true;
  }

  /**
   * Whether all members ended well. Whoever has not is made to give up; nobody may have been blamed
   * by name.
   */
  private static boolean endsWell(Scene scene, List<TestCosigner> members, ByteString ceremony)
      throws RequestException {
    boolean pending = false;
    boolean allDone = true;
    for (TestCosigner member : members) {
      Outcome outcome = member.outcome(ceremony);
      if (outcome instanceof Outcome.Aborted aborted) {
        assertThat(aborted.culprit()).as(aborted.toString()).isEqualTo(ByteString.EMPTY);
      }
      pending |= outcome instanceof Outcome.Pending;
      allDone &= outcome instanceof Outcome.Done;
    }
    if (pending && scene.random().nextInt(4) == 0) {
      scene.clock().advance(Ceremonies.MAX_MILLIS + 1);
      for (TestCosigner member : members) {
        assertThat(member.outcome(ceremony)).isNotInstanceOf(Outcome.Pending.class);
      }
    }
    return allDone;
  }

  private static void count(Map<Kind, Integer> counts, Kind kind) {
    counts.merge(kind, 1, Integer::sum);
  }
}
