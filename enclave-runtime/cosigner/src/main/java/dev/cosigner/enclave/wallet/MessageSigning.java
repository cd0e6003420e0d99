package dev.cosigner.enclave.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.Scheme;
import dev.cosigner.protocol.wallet.SignRequest;
import java.util.List;

/**
 * Signs one message with one group. The ceremony's id is the request's digest, so all members that
 * take part have the same request.
 */
final class MessageSigning implements Script {
  private final SignRequest request;
  private final Scheme scheme;
  private final Wallets.Group group;
  private final Custody custody;
  private final AttestationVerifier verifier;
  private final List<Enrolment> cosigners;
  private byte[] signature;

  MessageSigning(
      SignRequest request,
      Scheme scheme,
      Wallets.Group group,
      Custody custody,
      AttestationVerifier verifier) {
    this.request = request;
    this.scheme = scheme;
    this.group = group;
    this.custody = custody;
    this.verifier = verifier;
    this.cosigners = group.members().stream().map(Member::enrolment).toList();
  }

  @Override
  public ByteString id() {
    return request.digest();
  }

  @Override
  public ByteString group() {
    return group.id();
  }

  @Override
  public Scheme scheme() {
    return scheme;
  }

  @Override
  public long expiryMillis() {
    return request.expiryMillis();
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
    return List.of(
        new FrostSigning(
            Phase.numbered(group.firstIdentifier(), cosigners),
            custody,
            group::share,
            request.message()::toByteArray,
            made -> signature = made));
  }

  @Override
  public byte[] finish() {
    return signature;
  }

  @Override
  public void close() {}
}
