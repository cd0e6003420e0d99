package dev.cosigner.enclave.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Outbound;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.SignRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Begun once, bounded, over in time: what a replaying or flooding host does to ceremonies. */
class CeremoniesTest {
  private final Scene scene = new Scene(30, true);
  private final List<TestCosigner> members = scene.boot(3);

  private List<Begun> begin(BeginSign begin) throws RequestException {
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner member : members) {
      begun.add(member.begin(begin));
    }
    return begun;
  }

  @Test
  void theSameRequestAgainGivesTheSameResult() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    byte[] message = wallet.transfer(1);
    BeginSign first = scene.beginSign(wallet.genesis(), wallet.group(), "pay", message);
    List<Begun> begun = begin(first);
    // While it runs, and under a new nonce too: the same envelopes.
    assertThat(members.getFirst().begin(first)).isEqualTo(begun.getFirst());
    BeginSign again = scene.beginSign(wallet.genesis(), wallet.group(), "pay", message);
    assertThat(members.getFirst().begin(again)).isEqualTo(begun.getFirst());
    new Courier(members).carry(begun);
    Outcome done = members.getFirst().outcome(begun.getFirst().ceremony());
    assertThat(done).isInstanceOf(Outcome.Done.class);
    Begun afterwards =
        members.getFirst().begin(scene.beginSign(wallet.genesis(), wallet.group(), "pay", message));
    assertThat(afterwards.ceremony()).isEqualTo(begun.getFirst().ceremony());
    assertThat(members.getFirst().outcome(afterwards.ceremony())).isEqualTo(done);
  }

  /** Approvals are for one ceremony, whatever id the host gives the request. */
  @Test
  void approvalsServeOnceUnderWhateverRequestId() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    SignRequest request = scene.request(wallet.genesis(), wallet.group(), "a", wallet.transfer(1));
    BeginSign begin = scene.beginSign(wallet.genesis(), request);
    List<Begun> begun = begin(begin);
    new Courier(members).carry(begun);
    SignRequest renamed =
        new SignRequest(
            request.walletId(),
            request.groupId(),
            "b",
            request.network(),
            request.message(),
            request.governanceEpoch(),
            request.nonce(),
            request.expiryMillis());
    assertRefused(
        "ceremony-over", () -> members.getFirst().begin(new BeginSign(renamed, begin.approvals())));
  }

  @Test
  void theSamePlanBeginsOneCeremony() throws Exception {
    var begin = scene.beginWallet(members);
    Begun first = members.getFirst().begin(begin);
    assertThat(members.getFirst().begin(begin)).isEqualTo(first);
    scene.clock().advance(Ceremonies.MAX_MILLIS + 1);
    assertThat(members.getFirst().outcome(first.ceremony()))
        .isInstanceOfSatisfying(
            Outcome.Aborted.class, aborted -> assertThat(aborted.reason()).isEqualTo("time-over"));
    assertRefused("ceremony-over", () -> members.getFirst().begin(begin));
    // What it said before is still told; nobody goes on with it.
    for (Outbound out : members.getFirst().resend(first.ceremony()).envelopes()) {
      assertThat(first.envelopes()).contains(out);
    }
  }

  /** After a failure, the same id with a new nonce is a new ceremony. */
  @Test
  void aRequestThatFailedCanBeRepeated() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    byte[] message = wallet.transfer(1);
    begin(scene.beginSign(wallet.genesis(), wallet.group(), "pay", message));
    scene.clock().advance(Ceremonies.MAX_MILLIS + 1);
    BeginSign again = scene.beginSign(wallet.genesis(), wallet.group(), "pay", message);
    List<Begun> begun = begin(again);
    new Courier(members).carry(begun);
    wallet.requireValid(
        message, Wallet.done(members.getFirst().outcome(begun.getFirst().ceremony())));
  }

  @Test
  void noMoreRunAtOnceThanTheBound() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    TestCosigner member = members.getFirst();
    for (int i = 0; i < Ceremonies.MAX_OPEN; i++) {
      member.begin(
          scene.beginSign(wallet.genesis(), wallet.group(), "r" + i, wallet.transfer(1 + i)));
    }
    for (int i = 0; i < 50; i++) {
      assertRefused(
          "busy",
          () ->
              member.begin(
                  scene.beginSign(wallet.genesis(), wallet.group(), "s", wallet.transfer(1))));
    }
    scene.clock().advance(Ceremonies.MAX_MILLIS + 1);
    member.begin(scene.beginSign(wallet.genesis(), wallet.group(), "s", wallet.transfer(1)));
  }

  @Test
  void idsAreRememberedUntilTheyHaveExpired() {
    SpentIds spent = new SpentIds();
    for (int i = 0; i < SpentIds.MAX; i++) {
      byte[] id = new byte[32];
      id[0] = (byte) i;
      id[1] = (byte) (i >> 8);
      assertThat(spent.hasRoom(1000)).isTrue();
      spent.add(ByteString.copyOf(id), 1000);
    }
    assertThat(spent.hasRoom(1000)).isFalse();
    assertThat(spent.contains(ByteString.copyOf(new byte[32]))).isTrue();
    assertThat(spent.hasRoom(1000 + 2 * 60_000)).isTrue();
    assertThat(spent.contains(ByteString.copyOf(new byte[32]))).isFalse();
  }

  /** A burst of envelopes is answered in part; what was not looked at can be brought again. */
  @Test
  void anAnswerIsBounded() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    TestCosigner member = members.getFirst();
    List<ByteString> burst = new ArrayList<>();
    for (int i = 0; i < Ceremonies.MAX_OPEN; i++) {
      List<Begun> begun =
          begin(scene.beginSign(wallet.genesis(), wallet.group(), "r" + i, wallet.transfer(1 + i)));
      begun.forEach(one ->
          one.envelopes().stream()
              .filter(out -> out.receiverInstance().equals(member.instance()))
              .forEach(out -> burst.add(out.envelope())));
    }
    var result = member.deliver(burst);
    assertThat(result.refused()).isEmpty();
    assertThat(result.envelopes()).hasSize(2 * Ceremonies.MAX_OPEN);
    assertThat(result.toCbor().encode().length).isLessThan(1 << 20);
  }

  @Test
  void aRestartedMemberTakesNoPart() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    List<Begun> begun =
        begin(scene.beginSign(wallet.genesis(), wallet.group(), "r", wallet.transfer(1)));
    TestCosigner restarted = scene.boot();
    for (Outbound out : begun.getFirst().envelopes()) {
      assertThat(restarted.fate(out.envelope())).isEqualTo("OTHER_INSTANCE");
    }
    assertRefused("unknown-ceremony", () -> restarted.outcome(begun.getFirst().ceremony()));
    assertRefused("unknown-ceremony", () -> restarted.resend(begun.getFirst().ceremony()));
  }

  @Test
  void aClockThatContradictsItselfStopsEverything() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    BeginSign begin = scene.beginSign(wallet.genesis(), wallet.group(), "r", wallet.transfer(1));
    List<Begun> begun = begin(begin);
    scene.clock().jump();
    assertRefused("clock-untrusted", () -> members.getFirst().begin(begin));
    assertRefused(
        "clock-untrusted",
        () -> members.getFirst().deliver(List.of(begun.get(1).envelopes().getFirst().envelope())));
    assertRefused("clock-untrusted", () -> members.getFirst().begin(scene.beginWallet(members)));
  }

  private static void assertRefused(
      String id, org.assertj.core.api.ThrowableAssert.ThrowingCallable asking) {
    RequestException refusal = catchThrowableOfType(RequestException.class, asking);
    assertThat(refusal).as("expected the refusal " + id).isNotNull();
    assertThat(refusal.id()).as(refusal.getMessage()).isEqualTo(id);
  }
}
