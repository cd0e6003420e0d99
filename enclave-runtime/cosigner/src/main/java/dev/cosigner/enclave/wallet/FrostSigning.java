package dev.cosigner.enclave.wallet;

import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.frost.Signature;
import dev.cosigner.mpc.frost.SigningKey;
import dev.cosigner.protocol.wallet.Enrolment;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A FROST signature by all members of a group, whose parties are its FROST identifiers. */
final class FrostSigning extends Phase<Signature> {
  private final Custody custody;
  private final Supplier<KeyShare> share;
  private final Supplier<byte[]> message;
  private final Consumer<byte[]> result;

  /**
   * A signature by these members.
   *
   * @param members by their FROST identifiers
   * @param share this cosigner's share, asked for when the phase begins
   * @param message what is signed, asked for when the phase begins
   * @param result takes the signature, 64 bytes, if this cosigner is a member
   */
  FrostSigning(
      Map<Integer, Enrolment> members,
      Custody custody,
      Supplier<KeyShare> share,
      Supplier<byte[]> message,
      Consumer<byte[]> result) {
    super("frost-ed25519/sign/v1", members);
    this.custody = custody;
    this.share = share;
    this.message = message;
    this.result = result;
  }

  @Override
  Session<Signature> open(SessionContext context) {
    return new dev.cosigner.mpc.frost.Signing(
        custody.curve(),
        context,
        share.get(),
        SigningKey.ofGroup(),
        message.get(),
        custody.random());
  }

  @Override
  void complete(Map<Integer, Signature> results) {
    results.values().stream().findFirst().ifPresent(made -> result.accept(made.encoding()));
  }
}
