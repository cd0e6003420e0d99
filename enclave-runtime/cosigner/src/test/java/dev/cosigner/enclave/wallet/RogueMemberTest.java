package dev.cosigner.enclave.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.envelope.Envelope;
import dev.cosigner.protocol.envelope.EnvelopeHeader;
import dev.cosigner.protocol.hpke.HpkePrivateKey;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.DeliveryResult;
import dev.cosigner.protocol.request.Outbound;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.OnboardPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a member that does not keep to the protocol can do: end a ceremony, and be named. */
class RogueMemberTest {
  private final Scene scene = new Scene(20, true);
  private final List<TestCosigner> members = scene.boot(3);
  private final TestCosigner rogue = members.get(2);

  /** Its own words, but with another payload, in place of those that its cosigner sealed. */
  private ByteString forge(Outbound original, byte[] payload) throws CborException {
    EnvelopeHeader header = header(original);
    ByteString key = receiver(original).enrolment().hpkeKey();
    return ByteString.copyOf(rogue.forge().seal(header, payload, key).encode());
  }

  private List<Begun> begin() throws RequestException {
    BeginWallet begin = scene.beginWallet(members);
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner member : members) {
      begun.add(member.begin(begin));
    }
    return begun;
  }

  private static EnvelopeHeader header(Outbound out) throws CborException {
    return EnvelopeHeader.decode(
        Envelope.decode(out.envelope().toByteArray()).header().toByteArray());
  }

  private TestCosigner receiver(Outbound out) {
    return members.stream()
        .filter(member -> member.instance().equals(out.receiverInstance()))
        .findFirst()
        .orElseThrow();
  }

  private void assertBlamed(TestCosigner member, ByteString ceremony, String reason)
      throws RequestException {
    assertThat(member.outcome(ceremony))
        .isInstanceOfSatisfying(
            Outcome.Aborted.class,
            aborted -> {
              assertThat(aborted.reason()).isEqualTo(reason);
              assertThat(aborted.culprit()).isEqualTo(rogue.enrolment().identityKey());
            });
    assertThat(member.groups()).isZero();
  }

  @Test
  void opensWithSomethingThatIsNoNonce() throws Exception {
    List<Begun> begun = begin();
    Outbound original = begun.get(2).envelopes().getFirst();
    assertThat(members.getFirst().fate(forge(original, new byte[0]))).isEqualTo("taken");
    assertBlamed(members.getFirst(), begun.getFirst().ceremony(), "malformed-opening");
  }

  @Test
  void opensWithTwoNonces() throws Exception {
    List<Begun> begun = begin();
    Outbound original = begun.get(2).envelopes().getFirst();
    members.getFirst().deliver(List.of(original.envelope()));
    EnvelopeHeader header = header(original);
    EnvelopeHeader next = numbered(header, 1000);
    byte[] payload = new byte[64];
    ByteString second =
        ByteString.copyOf(
            rogue.forge().seal(next, payload, members.getFirst().enrolment().hpkeKey()).encode());
    assertThat(members.getFirst().fate(second)).isEqualTo("taken");
    assertBlamed(members.getFirst(), begun.getFirst().ceremony(), "equivocation");
  }

  private static EnvelopeHeader numbered(EnvelopeHeader header, long sequence) {
    return new EnvelopeHeader(
        header.group(),
        header.view(),
        header.session(),
        header.protocol(),
        header.sender(),
        header.senderInstance(),
        header.receiverInstance(),
        header.fromParty(),
        header.toParty(),
        sequence);
  }

  /** In every round of key generation and in the agreement: garbage in place of its message. */
  @Test
  void saysGarbageAtAnyPoint() throws Exception {
    for (int kept = 2; kept < 14; kept += 2) {
      List<Begun> begun = begin();
      ByteString ceremony = begun.getFirst().ceremony();
      carryAllBut(begun, kept, new byte[] {(byte) 0x88, 1, 2, 3});
      Outcome outcome = members.getFirst().outcome(ceremony);
      assertThat(outcome).as("after " + kept).isInstanceOf(Outcome.Aborted.class);
      assertThat(((Outcome.Aborted) outcome).culprit())
          .as("after " + kept)
          .isEqualTo(rogue.enrolment().identityKey());
      assertThat(members.getFirst().groups()).isZero();
    }
  }

  /** The last of its words to each is the hash of the genesis. */
  @Test
  void liesInTheAgreement() throws Exception {
    List<Begun> begun = begin();
    carryAllBut(begun, 12, DomainHash.of("cosigner/genesis/v1", new byte[] {1}));
    assertBlamed(members.getFirst(), begun.getFirst().ceremony(), "RESULT_MISMATCH");
    assertBlamed(members.get(1), begun.getFirst().ceremony(), "RESULT_MISMATCH");
  }

  /** Carries everything, but replaces what the rogue says after its first {@code kept} words. */
  private void carryAllBut(List<Begun> begun, int kept, byte[] payload) throws Exception {
    List<Outbound> waiting = new ArrayList<>();
    begun.forEach(one -> waiting.addAll(one.envelopes()));
    int said = 0;
    for (int step = 0; step < 1000 && !waiting.isEmpty(); step++) {
      Outbound out = waiting.removeFirst();
      TestCosigner receiver = receiver(out);
      ByteString envelope = out.envelope();
      boolean ofRogue = header(out).sender().equals(rogue.enrolment().identityKey());
      if (ofRogue && said >= kept) {
        envelope = forge(out, payload);
      }
      var result = receiver.deliver(List.of(envelope));
      if (ofRogue && result.refused().isEmpty()) {
        said++;
      }
      if (!result.refused().isEmpty()
          && result.refused().getFirst().reason().equals("UNKNOWN_SESSION")) {
        waiting.add(out);
      }
      waiting.addAll(result.envelopes());
    }
  }

  /** The first member is told of a party that the rogue does not play, and of one that it is. */
  @Test
  void speaksForOthers() throws Exception {
    List<Begun> begun = begin();
    Outbound original = begun.get(2).envelopes().getFirst();
    EnvelopeHeader header = header(original);
    for (int party : List.of(1, 2, 4, 64)) {
      EnvelopeHeader other =
          new EnvelopeHeader(
              header.group(),
              header.view(),
              header.session(),
              header.protocol(),
              header.sender(),
              header.senderInstance(),
              header.receiverInstance(),
              party,
              1,
              500 + party);
      ByteString envelope =
          ByteString.copyOf(
              rogue
                  .forge()
                  .seal(other, new byte[64], members.getFirst().enrolment().hpkeKey())
                  .encode());
      assertThat(members.getFirst().fate(envelope)).isEqualTo("OTHER_PARTY");
    }
  }

  /**
   * The victim waits for the last word of key generation, the others agree on the genesis already:
   * what the rogue says in that phase is kept for the victim, until there is no more room.
   */
  @Test
  void saysMoreAheadThanThereIsRoomFor() throws Exception {
    TestCosigner victim = members.getFirst();
    List<Begun> begun = begin();
    List<Outbound> waiting = new ArrayList<>();
    begun.forEach(one -> waiting.addAll(one.envelopes()));
    EnvelopeHeader ahead = null;
    int ofTheOther = 0;
    for (int step = 0; step < 1000 && !waiting.isEmpty(); step++) {
      Outbound out = waiting.removeFirst();
      EnvelopeHeader header = header(out);
      boolean toVictim = out.receiverInstance().equals(victim.instance());
      if (toVictim && header.protocol().equals("cosigner/genesis/v1")) {
        ahead = header.sender().equals(rogue.enrolment().identityKey()) ? header : ahead;
        continue;
      }
      if (toVictim && header.sender().equals(members.get(1).enrolment().identityKey())) {
        // An opening nonce and four rounds; the fifth is held back.
        if (ofTheOther == 5) {
          continue;
        }
      }
      DeliveryResult result = receiver(out).deliver(List.of(out.envelope()));
      waiting.addAll(result.envelopes());
      if (!result.refused().isEmpty()) {
        waiting.add(out);
      } else if (toVictim && header.sender().equals(members.get(1).enrolment().identityKey())) {
        ofTheOther++;
      }
    }
    ByteString ceremony = begun.getFirst().ceremony();
    for (int i = 0; i <= EarlyMessages.MAX; i++) {
      assertThat(victim.outcome(ceremony)).isInstanceOf(Outcome.Pending.class);
      EnvelopeHeader next = numbered(ahead, 1000 + i);
      ByteString key = victim.enrolment().hpkeKey();
      assertThat(
              victim.fate(ByteString.copyOf(rogue.forge().seal(next, new byte[9], key).encode())))
          .isEqualTo("taken");
    }
    assertBlamed(victim, ceremony, "too-many-messages");
  }

  @Test
  void guessesASession() throws Exception {
    EnvelopeHeader header = header(begin().get(2).envelopes().getFirst());
    EnvelopeHeader guess =
        new EnvelopeHeader(
            header.group(),
            header.view(),
            scene.nonce(),
            header.protocol(),
            header.sender(),
            header.senderInstance(),
            header.receiverInstance(),
            header.fromParty(),
            header.toParty(),
            900);
    ByteString key = members.getFirst().enrolment().hpkeKey();
    ByteString envelope = ByteString.copyOf(rogue.forge().seal(guess, new byte[64], key).encode());
    assertThat(members.getFirst().fate(envelope)).isEqualTo("UNKNOWN_SESSION");
  }

  /** A key of small order cannot be sealed to: whoever has it only keeps the ceremony away. */
  @Test
  void namesAKeyOfSmallOrder() throws Exception {
    TestCosigner odd =
        new TestCosigner(
            scene,
            AttestingModule.IMAGE,
            HpkePrivateKey.generate(scene.random()),
            ByteString.copyOf(new byte[32]));
    List<TestCosigner> group = List.of(members.get(0), members.get(1), odd);
    BeginWallet begin = scene.beginWallet(group);
    Begun begun = members.getFirst().begin(begin);
    assertThat(begun.envelopes()).isEmpty();
    assertThat(members.getFirst().outcome(begun.ceremony()))
        .isInstanceOfSatisfying(
            Outcome.Aborted.class,
            aborted -> assertThat(aborted.reason()).isEqualTo("bad-receiver-key"));
  }

  /** Whoever brings two members two sets of approvals, both valid, frames nobody. */
  @Test
  void isNotNamedForApprovalsThatTheHostChose() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    List<TestCosigner> newGroup = List.of(members.get(0), members.get(1), scene.boot());
    OnboardPlan plan = scene.onboardPlan(wallet.genesis(), newGroup);
    wallet.pair(plan, newGroup);
    List<Approval> first = scene.approve(ApprovalStatement.of(plan));
    List<Approval> second =
        Scene.approve(ApprovalStatement.of(plan), scene.operators().subList(1, 3));
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner one : wallet.with(newGroup)) {
      begun.add(
          one.begin(
              new BeginOnboard(
                  wallet.certificate(),
                  plan,
                  begun.isEmpty() ? second : first,
                  Scene.enrolments(newGroup))));
    }
    new Courier(wallet.with(newGroup)).carry(begun);
    for (TestCosigner one : wallet.with(newGroup)) {
      Outcome outcome = one.outcome(begun.getFirst().ceremony());
      if (outcome instanceof Outcome.Aborted aborted) {
        assertThat(aborted.reason()).isEqualTo("other-input");
        assertThat(aborted.culprit()).isEqualTo(ByteString.EMPTY);
      } else {
        assertThat(outcome).isInstanceOf(Outcome.Pending.class);
      }
    }
  }

  /** What was sealed for one cosigner does not open at another, nor in another ceremony. */
  @Test
  void bringsAnotherMembersWords() throws Exception {
    List<Begun> begun = begin();
    Outbound toFirst = begun.get(2).envelopes().getFirst();
    assertThat(members.get(1).fate(toFirst.envelope())).isEqualTo("OTHER_INSTANCE");
    assertThat(members.getFirst().fate(toFirst.envelope())).isEqualTo("taken");
    assertThat(members.getFirst().fate(toFirst.envelope())).isEqualTo("REPLAYED");
    byte[] changed = toFirst.envelope().toByteArray();
    assertThat(members.getFirst().fate(ByteString.copyOf(Arrays.copyOf(changed, 100))))
        .isEqualTo("MALFORMED");
  }

  @Test
  void bringsWordsOfACeremonyThatHasEnded() throws Exception {
    Wallet wallet = Wallet.create(scene, members);
    BeginSign begin = scene.beginSign(wallet.genesis(), wallet.group(), "r", wallet.transfer(1));
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner member : members) {
      begun.add(member.begin(begin));
    }
    new Courier(members).carry(begun);
    for (Outbound out : rogue.resend(begun.getFirst().ceremony()).envelopes()) {
      assertThat(receiver(out).fate(out.envelope())).isEqualTo("UNKNOWN_SESSION");
    }
  }
}
