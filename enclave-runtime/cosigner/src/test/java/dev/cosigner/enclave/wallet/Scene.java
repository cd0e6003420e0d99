package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.nsm.TestClock;
import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.identity.IdentityKey;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.Governance;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.Role;
import dev.cosigner.protocol.wallet.Scheme;
import dev.cosigner.protocol.wallet.SignRequest;
import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** Where a test plays: one time, one source of randomness, three operators of whom two decide. */
final class Scene {
  static final long HOUR = 60 * 60 * 1000L;

  private final TestClock clock = new TestClock(AttestingModule.NOW);
  private final SecureRandom random;
  private final boolean ideal;
  private final List<IdentityKey> operators;

  /**
   * A scene.
   *
   * @param ideal whether documents have ideal signatures in place of P-384
   */
  Scene(long seed, boolean ideal) {
    this.random = new SeededRandom(seed);
    this.ideal = ideal;
    this.operators = List.of(key(), key(), key());
  }

  private IdentityKey key() {
    return IdentityKey.generate(random);
  }

  TestClock clock() {
    return clock;
  }

  SecureRandom random() {
    return random;
  }

  boolean ideal() {
    return ideal;
  }

  List<IdentityKey> operators() {
    return operators;
  }

  MeasurementPolicy images() {
    return MeasurementPolicy.of(AttestingModule.IMAGE);
  }

  AttestationVerifier verifier(MeasurementPolicy policy) {
    return ideal
        ? AttestingModule.idealVerifier(policy)
        : new AttestationVerifier(AttestingModule.anchor(), policy);
  }

  TestCosigner boot() {
    return new TestCosigner(this, AttestingModule.IMAGE);
  }

  List<TestCosigner> boot(int count) {
    List<TestCosigner> booted = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      booted.add(boot());
    }
    return booted;
  }

  ByteString nonce() {
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    return ByteString.copyOf(nonce);
  }

  /** The last one is the customer's. */
  static List<Member> members(List<TestCosigner> cosigners) {
    List<Member> members = new ArrayList<>();
    for (TestCosigner cosigner : cosigners) {
      Role role = members.size() == cosigners.size() - 1 ? Role.CUSTOMER : Role.PROVIDER;
      members.add(new Member(role, cosigner.enrolment()));
    }
    return members;
  }

  GenesisPlan genesisPlan(List<TestCosigner> cosigners) {
    return genesisPlan(cosigners, images());
  }

  GenesisPlan genesisPlan(List<TestCosigner> cosigners, MeasurementPolicy images) {
    return new GenesisPlan(
        Scheme.FROST_ED25519,
        "treasury",
        AttestingModule.anchor(),
        members(cosigners),
        new Governance(
            operators.stream().map(key -> ByteString.copyOf(key.publicKey().encoded())).toList(),
            2),
        ByteString.EMPTY,
        images,
        List.of(),
        List.of(),
        nonce(),
        clock.millis() + HOUR);
  }

  OnboardPlan onboardPlan(Genesis genesis, List<TestCosigner> newGroup) {
    return new OnboardPlan(
        genesis.plan().walletId(),
        genesis.plan().groupId(),
        members(newGroup),
        images(),
        0,
        nonce(),
        clock.millis() + HOUR);
  }

  /** The first two operators approve. */
  List<Approval> approve(ApprovalStatement statement) {
    return approve(statement, operators.subList(0, 2));
  }

  static List<Approval> approve(ApprovalStatement statement, List<IdentityKey> by) {
    return by.stream()
        .map(key ->
            new Approval(
                ByteString.copyOf(key.publicKey().encoded()),
                ByteString.copyOf(key.sign(statement.digest()))))
        .toList();
  }

  static List<EnrolmentRequest> enrolments(List<TestCosigner> cosigners) throws RequestException {
    List<EnrolmentRequest> enrolments = new ArrayList<>();
    for (TestCosigner cosigner : cosigners) {
      enrolments.add(cosigner.enrol());
    }
    return enrolments;
  }

  BeginWallet beginWallet(List<TestCosigner> cosigners) throws RequestException {
    return beginWallet(genesisPlan(cosigners), cosigners);
  }

  BeginWallet beginWallet(GenesisPlan plan, List<TestCosigner> cosigners) throws RequestException {
    return new BeginWallet(plan, approve(ApprovalStatement.of(plan)), enrolments(cosigners));
  }

  BeginOnboard beginOnboard(Certificate genesis, OnboardPlan plan, List<TestCosigner> newGroup)
      throws RequestException {
    return new BeginOnboard(
        genesis, plan, approve(ApprovalStatement.of(plan)), enrolments(newGroup));
  }

  SignRequest request(Genesis genesis, ByteString group, String id, byte[] message) {
    return new SignRequest(
        genesis.plan().walletId(),
        group,
        id,
        "solana",
        ByteString.copyOf(message),
        0,
        nonce(),
        clock.millis() + HOUR);
  }

  BeginSign beginSign(Genesis genesis, ByteString group, String id, byte[] message) {
    return beginSign(genesis, request(genesis, group, id, message));
  }

  BeginSign beginSign(Genesis genesis, SignRequest request) {
    return new BeginSign(request, approve(statement(genesis, request)));
  }

  static ApprovalStatement statement(Genesis genesis, SignRequest request) {
    try {
      return ApprovalStatement.of(
          request,
          TransactionDecoder.decode(request.network(), request.message().toByteArray())
              .render(Base58.encode(genesis.publicKey().toByteArray()))
              .encode());
    } catch (TransactionException e) {
      throw new IllegalStateException(e);
    }
  }
}
