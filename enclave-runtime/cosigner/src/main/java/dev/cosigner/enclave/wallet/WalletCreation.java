package dev.cosigner.enclave.wallet;

import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.frost.KeyGeneration;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.List;
import java.util.Map;

/**
 * Makes a wallet: key generation among the plan's members, then agreement on the genesis that came
 * of it. Only then does the share count.
 */
final class WalletCreation implements Script {
  private final GenesisPlan plan;
  private final Custody custody;
  private final AttestationVerifier verifier;
  private final List<Enrolment> cosigners;
  private KeyShare share;
  private Genesis genesis;

  WalletCreation(GenesisPlan plan, Custody custody, AttestationVerifier verifier) {
    this.plan = plan;
    this.custody = custody;
    this.verifier = verifier;
    this.cosigners = plan.members().stream().map(Member::enrolment).toList();
  }

  @Override
  public ByteString id() {
    return plan.walletId();
  }

  @Override
  public ByteString group() {
    return plan.groupId();
  }

  @Override
  public Scheme scheme() {
    return plan.scheme();
  }

  @Override
  public long expiryMillis() {
    return plan.expiryMillis();
  }

  @Override
  public List<Enrolment> cosigners() {
    return cosigners;
  }

  @Override
  public AttestationVerifier verifier() {
    return verifier;
  }

  @Override
  public List<Phase<?>> phases() {
    return List.of(new Generation(), new Confirmation());
  }

  @Override
  public byte[] finish() throws CeremonyException {
    custody
        .wallets()
        .add(
            genesis, new Wallets.Group(plan.groupId(), plan.members(), plan.measurements(), share));
    share = null;
    return custody.attest(Genesis.DOMAIN, genesis.encode());
  }

  @Override
  public void close() {
    if (share != null) {
      share.close();
      share = null;
    }
  }

  private final class Generation extends Phase<KeyShare> {
    Generation() {
      super("frost-ed25519/keygen/v1", numbered(1, cosigners));
    }

    @Override
    Session<KeyShare> open(SessionContext context) {
      return new KeyGeneration(custody.curve(), context, custody.random());
    }

    @Override
    void discard(KeyShare result) {
      result.close();
    }

    @Override
    void complete(Map<Integer, KeyShare> results) {
      share = results.values().iterator().next();
      genesis =
          new Genesis(
              plan,
              KeyShares.publicKey(share.publicKeys()),
              KeyShares.verificationShares(share.publicKeys()));
    }
  }

  private final class Confirmation extends Phase<byte[]> {
    Confirmation() {
      super("cosigner/genesis/v1", numbered(1, cosigners));
    }

    @Override
    Session<byte[]> open(SessionContext context) {
      return new Agreement(context, DomainHash.of(Genesis.DOMAIN, genesis.encode()));
    }

    @Override
    void complete(Map<Integer, byte[]> results) {}
  }
}
