package dev.cosigner.enclave.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityKey;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Method;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.SignRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a cosigner does not begin, each with its own reason. One thing is wrong at a time. */
class WalletRefusalTest {
  private static final Scene SCENE = new Scene(10, true);
  private static final List<TestCosigner> MEMBERS = SCENE.boot(3);
  private static Wallet wallet;

  @BeforeAll
  static void createWallet() throws Exception {
    wallet = Wallet.create(SCENE, MEMBERS);
  }

  private static RequestException refusal(ThrowingCallable asking) {
    return catchThrowableOfType(RequestException.class, asking);
  }

  private static void assertRefused(String id, ThrowingCallable asking) {
    RequestException refusal = refusal(asking);
    assertThat(refusal).as("expected the refusal " + id).isNotNull();
    assertThat(refusal.id()).as(refusal.getMessage()).isEqualTo(id);
  }

  @Nested
  class WalletCreations {
    @Test
    void underAnotherRoot() throws Exception {
      GenesisPlan plan = SCENE.genesisPlan(MEMBERS);
      assertRefused("other-anchor", () -> begin(with(plan, TrustAnchor.aws())));
      assertRefused("other-anchor", () -> begin(with(plan, TrustAnchor.development(new byte[32]))));
    }

    @Test
    void ofAnotherImage() {
      MeasurementPolicy other = MeasurementPolicy.of(AttestingModule.OTHER_IMAGE);
      assertRefused("other-image", () -> begin(SCENE.genesisPlan(MEMBERS, other)));
    }

    /** The plan allows both images; a member's enrolment is of a third one. */
    @Test
    void withAMemberOfAnotherImageWhichIsNamed() throws Exception {
      TestCosigner stranger = new TestCosigner(SCENE, AttestingModule.OTHER_IMAGE);
      List<TestCosigner> members = List.of(MEMBERS.get(0), stranger, MEMBERS.get(2));
      BeginWallet begin = SCENE.beginWallet(members);
      RequestException refusal = refusal(() -> MEMBERS.getFirst().begin(begin));
      assertThat(refusal.id()).isEqualTo("bad-attestation");
      assertThat(refusal.getMessage())
          .contains(stranger.enrolment().identityKey().hex())
          .contains("another image")
          .contains("PCR0")
          .contains("PCR2")
          .doesNotContain("PCR1");
    }

    @Test
    void withAMemberInDebugMode() throws Exception {
      TestCosigner debug = new TestCosigner(SCENE, AttestingModule.DEBUG);
      List<TestCosigner> members = List.of(MEMBERS.get(0), debug, MEMBERS.get(2));
      BeginWallet begin = SCENE.beginWallet(members);
      RequestException refusal = refusal(() -> MEMBERS.getFirst().begin(begin));
      assertThat(refusal.id()).isEqualTo("bad-attestation");
      assertThat(refusal.getMessage()).contains("debug mode");
    }

    @Test
    void thatDoNotNameThisCosigner() {
      List<TestCosigner> others = SCENE.boot(3);
      assertRefused("not-a-member", () -> MEMBERS.getFirst().begin(SCENE.beginWallet(others)));
    }

    /** A cosigner that was started anew has other keys and another instance. */
    @Test
    void thatNameAnEarlierBootOfThisCosigner() throws Exception {
      BeginWallet begin = SCENE.beginWallet(MEMBERS);
      TestCosigner restarted = SCENE.boot();
      assertRefused("not-a-member", () -> restarted.begin(begin));
    }

    @Test
    void withEnrolmentsOfOthersOrInAnotherOrder() throws Exception {
      BeginWallet begin = SCENE.beginWallet(MEMBERS);
      assertRefused(
          "other-enrolments",
          () ->
              MEMBERS
                  .getFirst()
                  .begin(
                      new BeginWallet(
                          begin.plan(), begin.approvals(), begin.enrolments().reversed())));
      assertRefused(
          "other-enrolments",
          () ->
              MEMBERS
                  .getFirst()
                  .begin(
                      new BeginWallet(
                          begin.plan(), begin.approvals(), begin.enrolments().subList(0, 2))));
    }

    @Test
    void withAnEnrolmentThatIsOld() throws Exception {
      Scene scene = new Scene(11, true);
      List<TestCosigner> members = scene.boot(2);
      var enrolments = Scene.enrolments(members);
      scene.clock().advance(31 * 60_000);
      GenesisPlan plan = scene.genesisPlan(members);
      BeginWallet begin =
          new BeginWallet(plan, scene.approve(ApprovalStatement.of(plan)), enrolments);
      RequestException refusal = refusal(() -> members.getFirst().begin(begin));
      assertThat(refusal.id()).isEqualTo("bad-attestation");
      assertThat(refusal.getMessage()).contains("too old");
    }

    @Test
    void withApprovalsOfTooFewOrOfOthersOrOfSomethingElse() throws Exception {
      GenesisPlan plan = SCENE.genesisPlan(MEMBERS);
      ApprovalStatement statement = ApprovalStatement.of(plan);
      IdentityKey first = SCENE.operators().getFirst();
      IdentityKey stranger = IdentityKey.generate(SCENE.random());
      assertRefused("quorum", () -> begin(plan, List.of()));
      assertRefused("quorum", () -> begin(plan, Scene.approve(statement, List.of(first))));
      assertRefused("quorum", () -> begin(plan, Scene.approve(statement, List.of(first, first))));
      assertRefused(
          "unknown-operator",
          () -> begin(plan, Scene.approve(statement, List.of(first, stranger))));
      ApprovalStatement other = ApprovalStatement.of(SCENE.genesisPlan(MEMBERS));
      assertRefused("bad-approval", () -> begin(plan, SCENE.approve(other)));
    }

    @Test
    void thatHaveExpiredOrAreValidForTooLong() {
      GenesisPlan plan = SCENE.genesisPlan(MEMBERS);
      assertRefused("expired", () -> begin(with(plan, SCENE.clock().millis() - 1)));
      assertRefused("expired", () -> begin(with(plan, 0)));
      assertRefused(
          "expiry-too-far", () -> begin(with(plan, SCENE.clock().millis() + 25 * Scene.HOUR)));
      assertRefused("expiry-too-far", () -> begin(with(plan, Long.MAX_VALUE)));
    }

    private Begun begin(GenesisPlan plan) throws RequestException {
      return begin(plan, SCENE.approve(ApprovalStatement.of(plan)));
    }

    private Begun begin(GenesisPlan plan, List<Approval> approvals) throws RequestException {
      return MEMBERS.getFirst().begin(new BeginWallet(plan, approvals, Scene.enrolments(MEMBERS)));
    }

    private static GenesisPlan with(GenesisPlan plan, TrustAnchor anchor) {
      return new GenesisPlan(
          plan.scheme(),
          plan.name(),
          anchor,
          plan.members(),
          plan.governance(),
          plan.policy(),
          plan.measurements(),
          plan.kmsKeys(),
          plan.recoveryKeys(),
          plan.nonce(),
          plan.expiryMillis());
    }

    private static GenesisPlan with(GenesisPlan plan, long expiryMillis) {
      return new GenesisPlan(
          plan.scheme(),
          plan.name(),
          plan.anchor(),
          plan.members(),
          plan.governance(),
          plan.policy(),
          plan.measurements(),
          plan.kmsKeys(),
          plan.recoveryKeys(),
          plan.nonce(),
          expiryMillis);
    }
  }

  @Nested
  class Signatures {
    private final byte[] message = wallet.transfer(5);
    private final SignRequest request =
        SCENE.request(wallet.genesis(), wallet.group(), SCENE.nonce().hex(), message);

    @Test
    void ofUnknownWalletsAndGroups() {
      assertRefused("unknown-wallet", () -> begin(with(SCENE.nonce(), request.groupId(), 0)));
      assertRefused("unknown-group", () -> begin(with(request.walletId(), SCENE.nonce(), 0)));
      assertRefused(
          "unknown-wallet", () -> SCENE.boot().begin(SCENE.beginSign(wallet.genesis(), request)));
    }

    @Test
    void ofAnotherEpoch() {
      assertRefused("other-epoch", () -> begin(with(request.walletId(), request.groupId(), 1)));
    }

    @Test
    void ofMessagesThatAreNotUnderstood() {
      assertRefused("transaction-truncated", () -> begin(with("solana", new byte[] {1, 0, 1})));
    }

    /** A message that another network would read otherwise. */
    @Test
    void forNetworksOfOtherKeys() {
      for (String network : List.of("bitcoin", "ethereum", "Solana", "")) {
        assertRefused("other-network", () -> begin(with(network, message)));
      }
    }

    /** Nor does the proof of a new group ever serve as one. */
    @Test
    void ofAChallenge() {
      byte[] challenge =
          SCENE.onboardPlan(wallet.genesis(), List.of(MEMBERS.get(0), MEMBERS.get(1))).challenge();
      assertThat(refusal(() -> begin(with("solana", challenge))).id()).startsWith("transaction-");
    }

    @Test
    void ofATransactionThatNamesAnotherSigner() {
      byte[] theirs = Transfers.of(SCENE.nonce(), 5);
      assertRefused("transaction-wallet-not-signer", () -> begin(with("solana", theirs)));
    }

    @Test
    void withApprovalsForAnotherGroupNonceExpiryMessageOrRendering() {
      SignRequest again =
          SCENE.request(wallet.genesis(), wallet.group(), request.requestId(), message);
      for (SignRequest other :
          List.of(
              again,
              with(request.walletId(), SCENE.nonce(), 0),
              with(SCENE.nonce(), request.groupId(), 0),
              with(request.walletId(), request.groupId(), 1),
              with("solana", wallet.transfer(6)))) {
        assertRefused(
            "bad-approval",
            () ->
                MEMBERS
                    .getFirst()
                    .begin(
                        new BeginSign(
                            request, SCENE.approve(Scene.statement(wallet.genesis(), other)))));
      }
      assertRefused(
          "bad-approval",
          () ->
              MEMBERS
                  .getFirst()
                  .begin(
                      new BeginSign(
                          request,
                          SCENE.approve(ApprovalStatement.of(request, new byte[] {1, 2})))));
    }

    @Test
    void whoseApprovalsHaveExpired() {
      Scene scene = SCENE;
      BeginSign begin = scene.beginSign(wallet.genesis(), with(scene.clock().millis() - 1));
      assertRefused("expired", () -> MEMBERS.getFirst().begin(begin));
    }

    @Test
    void underARequestIdThatWasUsedForSomethingElse() throws Exception {
      String id = SCENE.nonce().hex();
      MEMBERS
          .getFirst()
          .begin(SCENE.beginSign(wallet.genesis(), wallet.group(), id, wallet.transfer(7)));
      assertRefused(
          "request-id-reused",
          () ->
              MEMBERS
                  .getFirst()
                  .begin(
                      SCENE.beginSign(wallet.genesis(), wallet.group(), id, wallet.transfer(8))));
    }

    private Begun begin(SignRequest asked) throws RequestException {
      return MEMBERS.getFirst().begin(new BeginSign(asked, List.of()));
    }

    private SignRequest with(ByteString walletId, ByteString groupId, long epoch) {
      return new SignRequest(
          walletId,
          groupId,
          request.requestId(),
          request.network(),
          request.message(),
          epoch,
          request.nonce(),
          request.expiryMillis());
    }

    private SignRequest with(String network, byte[] signed) {
      return new SignRequest(
          request.walletId(),
          request.groupId(),
          request.requestId(),
          network,
          ByteString.copyOf(signed),
          0,
          request.nonce(),
          request.expiryMillis());
    }

    private SignRequest with(long expiryMillis) {
      return new SignRequest(
          request.walletId(),
          request.groupId(),
          request.requestId(),
          request.network(),
          request.message(),
          0,
          request.nonce(),
          expiryMillis);
    }
  }

  @Nested
  class Onboardings {
    private final TestCosigner device = SCENE.boot();
    private final List<TestCosigner> newGroup = List.of(MEMBERS.get(0), MEMBERS.get(1), device);
    private final OnboardPlan plan = SCENE.onboardPlan(wallet.genesis(), newGroup);

    @Test
    void withoutPairingAtTheTwoDevicesAlone() throws Exception {
      BeginOnboard begin = SCENE.beginOnboard(wallet.certificate(), plan, newGroup);
      assertRefused("not-paired", () -> device.begin(begin));
      assertRefused("not-paired", () -> MEMBERS.getLast().begin(begin));
      assertThat(MEMBERS.getFirst().begin(begin).envelopes()).hasSize(3);
    }

    @Test
    void afterAMismatchOfWords() throws Exception {
      wallet.pair(plan, newGroup);
      device.call(Method.PAIRING_REJECT, TestCosigner.bytes(plan.groupId()));
      BeginOnboard begin = SCENE.beginOnboard(wallet.certificate(), plan, newGroup);
      assertRefused("not-paired", () -> device.begin(begin));
    }

    @Test
    void forAnotherPlanThanThePairedOne() throws Exception {
      wallet.pair(plan, newGroup);
      OnboardPlan other = SCENE.onboardPlan(wallet.genesis(), newGroup);
      BeginOnboard begin = SCENE.beginOnboard(wallet.certificate(), other, newGroup);
      assertRefused("not-paired", () -> device.begin(begin));
    }

    @Test
    void pairingsOutOfOrder() throws Exception {
      ByteString encoded = ByteString.copyOf(plan.encode());
      ByteString genesis = ByteString.copyOf(wallet.certificate().encode());
      TestCosigner existing = MEMBERS.getLast();
      CborValue commit = TestCosigner.bytes(genesis, encoded);
      CborValue random = TestCosigner.bytes(plan.groupId(), SCENE.nonce());
      assertRefused("not-paired", () -> device.call(Method.PAIRING_OPEN, random));
      assertRefused("not-paired", () -> existing.call(Method.PAIRING_CLOSE, random));
      ByteString commitment = Wallet.only(device.call(Method.PAIRING_COMMIT, commit));
      assertRefused("pairing-exists", () -> device.call(Method.PAIRING_COMMIT, commit));
      existing.call(Method.PAIRING_ANSWER, TestCosigner.bytes(encoded, commitment));
      assertRefused(
          "pairing-exists",
          () -> existing.call(Method.PAIRING_ANSWER, TestCosigner.bytes(encoded, commitment)));
      device.call(Method.PAIRING_OPEN, random);
      assertRefused("not-paired", () -> device.call(Method.PAIRING_OPEN, random));
      // Something else is opened than was committed to: the exchange is dead.
      assertRefused("commitment-mismatch", () -> existing.call(Method.PAIRING_CLOSE, random));
      assertRefused("not-paired", () -> existing.call(Method.PAIRING_CLOSE, random));
    }

    @Test
    void pairingsOfPlansThatHaveExpiredOrAreNotThisWallets() {
      ByteString genesis = ByteString.copyOf(wallet.certificate().encode());
      OnboardPlan expired = with(plan.walletId(), plan.fromGroup(), 0, 5);
      assertRefused("expired", () -> commit(genesis, expired));
      assertRefused(
          "other-wallet", () -> commit(genesis, with(SCENE.nonce(), plan.fromGroup(), 0)));
      assertRefused("other-group", () -> commit(genesis, with(plan.walletId(), SCENE.nonce(), 0)));
      assertRefused(
          "other-epoch", () -> commit(genesis, with(plan.walletId(), plan.fromGroup(), 1)));
      assertRefused(
          "not-a-member",
          () ->
              SCENE
                  .boot()
                  .call(
                      Method.PAIRING_COMMIT,
                      TestCosigner.bytes(genesis, ByteString.copyOf(plan.encode()))));
      assertRefused(
          "unknown-wallet",
          () ->
              device.call(
                  Method.PAIRING_ANSWER,
                  TestCosigner.bytes(ByteString.copyOf(plan.encode()), SCENE.nonce())));
    }

    @Test
    void ofWalletsWhoseGenesisDoesNotVerify() throws Exception {
      Wallet other = Wallet.create(SCENE, SCENE.boot(3));
      BeginOnboard begin = SCENE.beginOnboard(other.certificate(), plan, newGroup);
      assertRefused("other-wallet", () -> device.begin(begin));
      Certificate forged =
          new Certificate(wallet.certificate().statement(), other.certificate().attestations());
      assertRefused(
          "bad-member-signature", () -> device.begin(SCENE.beginOnboard(forged, plan, newGroup)));
      Certificate truncated =
          new Certificate(
              wallet.certificate().statement(), wallet.certificate().attestations().subList(0, 2));
      assertRefused(
          "member-count", () -> device.begin(SCENE.beginOnboard(truncated, plan, newGroup)));
      Certificate garbage = new Certificate(SCENE.nonce(), wallet.certificate().attestations());
      assertRefused(
          "genesis-malformed", () -> device.begin(SCENE.beginOnboard(garbage, plan, newGroup)));
    }

    @Test
    void byOperatorsOfAnotherWallet() throws Exception {
      BeginOnboard begin =
          new BeginOnboard(
              wallet.certificate(),
              plan,
              new Scene(99, true).approve(ApprovalStatement.of(plan)),
              Scene.enrolments(newGroup));
      assertRefused("unknown-operator", () -> MEMBERS.getFirst().begin(begin));
    }

    /** As many images as two plans can name are still one policy. */
    @Test
    void manyImagesAreNoTrouble() throws Exception {
      List<Measurements> first = images(8, 1);
      List<Measurements> second = images(8, 60);
      List<TestCosigner> members = SCENE.boot(2);
      GenesisPlan genesisPlan = SCENE.genesisPlan(members, new MeasurementPolicy(first));
      BeginWallet create = SCENE.beginWallet(genesisPlan, members);
      List<Begun> begun = new ArrayList<>();
      for (TestCosigner member : members) {
        begun.add(member.begin(create));
      }
      new Courier(members).carry(begun);
      Wallet many = Wallet.of(SCENE, members, begun.getFirst().ceremony());
      OnboardPlan wide =
          new OnboardPlan(
              many.genesis().plan().walletId(),
              many.group(),
              Scene.members(members),
              new MeasurementPolicy(second),
              0,
              SCENE.nonce(),
              SCENE.clock().millis() + Scene.HOUR);
      assertThat(
              members
                  .getFirst()
                  .begin(SCENE.beginOnboard(many.certificate(), wide, members))
                  .envelopes())
          .hasSize(1);
    }

    /** Different images, and the tests' own last. */
    private static List<Measurements> images(int count, int from) {
      List<Measurements> images = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        byte[] register = new byte[48];
        Arrays.fill(register, (byte) (from + i));
        images.add(Measurements.of(register, register, register));
      }
      images.add(AttestingModule.IMAGE);
      return images;
    }

    private CborValue commit(ByteString genesis, OnboardPlan asked) throws RequestException {
      return device.call(
          Method.PAIRING_COMMIT, TestCosigner.bytes(genesis, ByteString.copyOf(asked.encode())));
    }

    private OnboardPlan with(ByteString walletId, ByteString fromGroup, long epoch) {
      return with(walletId, fromGroup, epoch, plan.expiryMillis());
    }

    private OnboardPlan with(ByteString walletId, ByteString fromGroup, long epoch, long expiry) {
      return new OnboardPlan(
          walletId, fromGroup, plan.members(), plan.measurements(), epoch, plan.nonce(), expiry);
    }
  }
}
