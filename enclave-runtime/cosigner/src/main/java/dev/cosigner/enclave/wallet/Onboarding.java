package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.frost.AddUserDealer;
import dev.cosigner.mpc.frost.AddUserPlan;
import dev.cosigner.mpc.frost.AddUserReceiver;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.OnboardTranscript;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Adds a group to a wallet: the members of an old group hand pieces of their shares to the members
 * of the new one, the new group signs a challenge, and all of both agree on the transcript. The old
 * group's shares are not touched.
 */
final class Onboarding implements Script {
  private final Genesis genesis;
  private final OnboardPlan plan;
  private final List<Approval> approvals;
  private final Optional<KeyShare> oldShare;
  private final Custody custody;
  private final AttestationVerifier verifier;
  private final List<Enrolment> oldMembers;
  private final List<Enrolment> newMembers;
  private final PublicKeyPackage oldKeys;
  private KeyShare newShare;
  private PublicKeyPackage newKeys;
  private byte[] proof;

  /**
   * This cosigner's part in the ceremony.
   *
   * @param oldShare this cosigner's share in the old group, if it is a member of that
   */
  Onboarding(
      Genesis genesis,
      OnboardPlan plan,
      List<Approval> approvals,
      List<Member> oldMembers,
      Optional<KeyShare> oldShare,
      Custody custody,
      AttestationVerifier verifier)
      throws RequestException {
    this.genesis = genesis;
    this.plan = plan;
    this.approvals = approvals;
    this.oldShare = oldShare;
    this.custody = custody;
    this.verifier = verifier;
    this.oldMembers = oldMembers.stream().map(Member::enrolment).toList();
    this.oldKeys = KeyShares.publicKeys(custody.curve(), genesis);
    this.newMembers = plan.members().stream().map(Member::enrolment).toList();
  }

  @Override
  public ByteString id() {
    return plan.groupId();
  }

  @Override
  public ByteString group() {
    return plan.groupId();
  }

  @Override
  public Scheme scheme() {
    return genesis.plan().scheme();
  }

  @Override
  public long expiryMillis() {
    return plan.expiryMillis();
  }

  @Override
  public byte[] input() {
    return Approval.toCbor(approvals).encode();
  }

  @Override
  public List<Enrolment> cosigners() {
    LinkedHashSet<Enrolment> all = new LinkedHashSet<>(oldMembers);
    all.addAll(newMembers);
    return List.copyOf(all);
  }

  @Override
  public AttestationVerifier verifier() {
    return verifier;
  }

  @Override
  public List<Phase<?>> phases() {
    return List.of(
        new AddUser(),
        new FrostSigning(
            receivers(), custody, () -> newShare, plan::challenge, made -> proof = made),
        new Confirmation());
  }

  @Override
  public byte[] finish() throws CeremonyException {
    if (newShare != null) {
      custody
          .wallets()
          .add(
              genesis,
              new Wallets.Group(plan.groupId(), plan.members(), plan.measurements(), newShare));
      newShare = null;
    }
    return custody.attest(OnboardTranscript.DOMAIN, transcript());
  }

  @Override
  public void close() {
    if (newShare != null) {
      newShare.close();
      newShare = null;
    }
  }

  /** The old members deal as their identifiers, 1 to n; the new ones follow them. */
  private SortedMap<Integer, Enrolment> receivers() {
    return Phase.numbered(oldMembers.size() + 1, newMembers);
  }

  private SortedMap<Integer, Enrolment> dealersAndReceivers() {
    SortedMap<Integer, Enrolment> parties = Phase.numbered(1, oldMembers);
    parties.putAll(receivers());
    return parties;
  }

  /** A dealer results in the new group's public keys, a receiver in its share. */
  private final class AddUser extends Phase<Object> {
    AddUser() {
      super("frost-ed25519/add-user/v1", dealersAndReceivers());
    }

    @Override
    Session<?> open(SessionContext context) {
      AddUserPlan addUser =
          new AddUserPlan(
              oldKeys, Bytes32.of(plan.groupId().toByteArray()), List.copyOf(receivers().keySet()));
      return receivers().containsKey(context.self())
          ? new AddUserReceiver(custody.curve(), context, addUser)
          : new AddUserDealer(
              custody.curve(), context, addUser, oldShare.orElseThrow(), custody.random());
    }

    @Override
    void discard(Object result) {
      if (result instanceof KeyShare share) {
        share.close();
      }
    }

    @Override
    void complete(Map<Integer, Object> results) {
      for (Object result : results.values()) {
        switch (result) {
          case KeyShare share -> {
            newShare = share;
            newKeys = share.publicKeys();
          }
          case PublicKeyPackage keys -> newKeys = keys;
          default -> throw new IllegalStateException("expected a share or public keys");
        }
      }
    }
  }

  private final class Confirmation extends Phase<byte[]> {
    Confirmation() {
      super("cosigner/onboarding/v1", numbered(1, cosigners()));
    }

    @Override
    Session<byte[]> open(SessionContext context) {
      return proof == null
          ? new Agreement(context, Onboarding.this::judge)
          : new Agreement(context, statement());
    }

    @Override
    void complete(Map<Integer, byte[]> results) {}
  }

  private byte[] transcript() {
    return new OnboardTranscript(
            plan,
            approvals,
            genesis.publicKey(),
            KeyShares.verificationShares(newKeys),
            ByteString.copyOf(proof))
        .encode();
  }

  /** What all members say at the end: the proof of the new group, and a hash of the transcript. */
  private byte[] statement() {
    byte[] hash = DomainHash.of(OnboardTranscript.DOMAIN, transcript());
    byte[] statement = Arrays.copyOf(proof, proof.length + hash.length);
    System.arraycopy(hash, 0, statement, proof.length, hash.length);
    return statement;
  }

  /**
   * What an old member that is not in the new group agrees to: a proof that verifies, and the
   * transcript that it makes of it itself.
   */
  private byte[] judge(byte[] told) throws CeremonyException {
    proof = Arrays.copyOf(told, scheme().signatureBytes());
    try {
      IdentityPublicKey.of(genesis.publicKey().toByteArray()).verify(plan.challenge(), proof);
    } catch (IdentityException e) {
      throw new CeremonyException("bad-proof", "the new group's signature does not verify");
    }
    return statement();
  }
}
