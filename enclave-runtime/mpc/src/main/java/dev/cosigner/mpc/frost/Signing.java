package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The two rounds of FROST (RFC 9591, section 5) with every member as signer and as coordinator of
 * its own.
 *
 * <ol>
 *   <li>everybody commits to two nonces
 *   <li>everybody sends its signature share, with what it was made for; everybody aggregates and
 *       verifies the signature
 * </ol>
 *
 * <p>The key is the share's own or follows from it: there is no way to sign under another public
 * key. The nonces are made by {@link #start}, live in this object only, and are gone after the one
 * share.
 */
public final class Signing extends RoundSession<SigningMessage, Signature> {
  static final Protocol PROTOCOL = new Protocol("frost/signing", 2, 4096);

  private final ConstantTimeCurve curve;
  private final SecureRandom random;
  private final KeyShare keyShare;
  private final Ciphersuite suite;
  private final EffectiveKey key;
  private final byte[] message;
  private SigningNonces nonces;
  private SigningPackage signingPackage;

  /**
   * A session of the whole group.
   *
   * @param keyShare stays open and remains the caller's
   * @param key which of the group's keys signs
   * @param message what to sign, as it is: Ed25519 hashes it, and for Taproot it is the signature
   *     hash of BIP-341
   * @throws IllegalArgumentException unless the parties are the members of the group, and self is
   *     the share's
   */
  public Signing(
      ConstantTimeCurve curve,
      SessionContext context,
      KeyShare keyShare,
      SigningKey key,
      byte[] message,
      SecureRandom random) {
    super(curve, context, PROTOCOL, input(context, keyShare, key, message));
    suite = Ciphersuite.of(curve, context);
    keyShare.requireMembers(context);
    this.curve = curve;
    this.random = random;
    this.keyShare = keyShare;
    this.key = key.effective(curve, keyShare.publicKeys());
    this.message = message.clone();
  }

  private static Bytes32 input(
      SessionContext context, KeyShare keyShare, SigningKey key, byte[] message) {
    var transcript = keyShare.publicKeys().addTo(inputs(context, PROTOCOL));
    return key.addTo(transcript).item("message", message).hash();
  }

  @Override
  protected void begin() {
    nonces = Frost.commit(suite, curve, keyShare.secret(), random);
    broadcast(new SigningMessage.Nonces(nonces.commitment()));
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case SigningMessage.Nonces.ROUND -> sendShare();
      default -> aggregate();
    }
  }

  private void sendShare() {
    var commitments = new TreeMap<Integer, SigningCommitment>();
    received(SigningMessage.Nonces.class)
        .forEach((member, nonces) -> commitments.put(member, nonces.commitment()));
    signingPackage = SigningPackage.of(suite, curve, key, commitments, message);
    var share = Frost.sign(curve, self(), keyShare.secret(), nonces, signingPackage);
    broadcast(new SigningMessage.Share(echo(SigningMessage.Nonces.ROUND), share));
  }

  private void aggregate() throws AbortException {
    var shares = new TreeMap<Integer, Scalar>();
    for (var entry : received(SigningMessage.Share.class).entrySet()) {
      requireSameEcho(
          SigningMessage.Nonces.ROUND, entry.getKey(), entry.getValue().signingPackage());
      shares.put(entry.getKey(), entry.getValue().share());
    }
    var signature = Frost.aggregate(curve, signingPackage, shares.values());
    if (!signature.verifies(curve, key.publicKey(), message)) {
      throw culprit(shares);
    }
    finish(signature);
  }

  /** Checks the shares one by one, which is done only when their sum is wrong. */
  private AbortException culprit(SortedMap<Integer, Scalar> shares) {
    for (var entry : shares.entrySet()) {
      int member = entry.getKey();
      var verificationShare = keyShare.publicKeys().verificationShare(member);
      if (!Frost.verifySignatureShare(
          curve, member, verificationShare, entry.getValue(), signingPackage)) {
        return AbortException.by(
            member,
            AbortReason.WRONG_SIGNATURE_SHARE,
            "expected a signature share that verifies, found another");
      }
    }
    return AbortException.byNobody(
        AbortReason.DEGENERATE_RESULT,
        "expected a signature, found the neutral element as the sum of all commitments");
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return parties();
  }

  @Override
  protected boolean confidential(int round) {
    return false;
  }

  @Override
  protected SigningMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return SigningMessage.decode(curve, round, parties().size(), fields);
  }

  @Override
  protected SigningMessage confidentialMessage(int round, SecretScalar secret) {
    throw new IllegalStateException("expected no confidential message in signing");
  }

  @Override
  protected void wipe() {
    if (nonces != null) {
      nonces.close();
    }
  }
}
