package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.derivation.ExtendedPublicKey;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.security.SecureRandom;
import java.util.Collection;

/**
 * A signature from a presignature: the one round of CGGMP (eprint 2021/060, October 2024, figure
 * 10), after one in which everybody accepts the request with a fresh nonce.
 *
 * <ol>
 *   <li>everybody accepts
 *   <li>everybody sends its share of s, and verifies the signature
 * </ol>
 *
 * <p>The nonce of the presignature is multiplied by a hash of all that is signed and of all
 * acceptances. So a presignature is safe with derived keys, and with messages that were chosen
 * after it was made (CVE-2025-66017). It is gone when the session starts, however that ends.
 * Without a presignature, {@link DirectSigning} makes one first.
 */
public final class Signing extends RoundSession<SigningMessage, Signature> {
  static final Protocol PROTOCOL = new Protocol("ecdsa/signing", 2, 4096);

  /** Length of what is signed, in bytes. */
  public static final int DIGEST_BYTES = 32;

  private final ConstantTimeCurve curve;
  private final SecureRandom random;
  private final Presignature presignature;
  private final ExtendedPublicKey.Child key;
  private final DerivationPath path;
  private final byte[] digest;
  private Presignature.Shares shares;
  private Scalar shift;
  private Point nonce;

  /**
   * A session of the whole group.
   *
   * @param presignature of this group, which the session uses up: made with a share that is still
   *     in use when the session starts
   * @param path to the key that signs, from the group's
   * @param digest the hash of the message, {@value #DIGEST_BYTES} bytes
   * @throws IllegalArgumentException unless the parties are the presignature's members
   * @throws ArithmeticException if there is no child at the path, which is so for one index in
   *     2^127
   */
  public Signing(
      ConstantTimeCurve curve,
      SessionContext context,
      Presignature presignature,
      DerivationPath path,
      byte[] digest,
      SecureRandom random) {
    super(curve, context, PROTOCOL, input(context, presignature, path, digest));
    AuxiliarySetup.requireScheme(context);
    var members = presignature.publicKeys().members();
    if (!context.parties().equals(members)
        || context.self() != presignature.keyShare().identifier()
        || digest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException(
          "expected all members %s as parties, %d as self and a digest of %d bytes, found %s, %d and %d bytes"
              .formatted(
                  members,
                  presignature.keyShare().identifier(),
                  DIGEST_BYTES,
                  context.parties(),
                  context.self(),
                  digest.length));
    }
    this.curve = curve;
    this.random = random;
    this.presignature = presignature;
    this.path = path;
    this.digest = digest.clone();
    key = child(curve, presignature.publicKeys(), path);
  }

  /** The public key of a group's child, under which its signatures verify. */
  public static Point publicKey(
      ConstantTimeCurve curve, PublicKeyPackage publicKeys, DerivationPath path) {
    return child(curve, publicKeys, path).key().publicKey();
  }

  /**
   * Refuses what no signature of a group can be made for.
   *
   * @throws IllegalArgumentException if the digest has another length
   * @throws ArithmeticException if there is no child at the path
   */
  static void requireSignable(
      ConstantTimeCurve curve, PublicKeyPackage publicKeys, DerivationPath path, byte[] digest) {
    if (digest.length != DIGEST_BYTES) {
      throw new IllegalArgumentException(
          "expected a digest of " + DIGEST_BYTES + " bytes, found " + digest.length);
    }
    var _ = child(curve, publicKeys, path);
  }

  private static ExtendedPublicKey.Child child(
      ConstantTimeCurve curve, PublicKeyPackage publicKeys, DerivationPath path) {
    var chainCode =
        publicKeys
            .chainCode()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "expected a group with a chain code, found one without"));
    return new ExtendedPublicKey(publicKeys.groupPublicKey(), chainCode).derive(curve, path);
  }

  private static Bytes32 input(
      SessionContext context, Presignature presignature, DerivationPath path, byte[] digest) {
    var transcript = presignature.publicKeys().addTo(inputs(context, PROTOCOL));
    return path.addTo(transcript.item("presignature", presignature.id()))
        .item("digest", digest)
        .hash();
  }

  @Override
  protected void begin() {
    shares = presignature.consume();
    var fresh = new byte[Bytes32.LENGTH];
    random.nextBytes(fresh);
    broadcast(new SigningMessage.Acceptance(Bytes32.of(fresh)));
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case SigningMessage.Acceptance.ROUND -> sendShare();
      default -> combine();
    }
  }

  private void sendShare() throws AbortException {
    shift = shift();
    nonce = curve.multiply(shift, presignature.nonce());
    if (shift.isZero() || Signature.r(curve, nonce).isZero()) {
      throw AbortException.byNobody(
          AbortReason.DEGENERATE_RESULT, "expected a random nonce, found zero");
    }
    var inverse = curve.invert(shift);
    try (var ofDigest = shares.k().times(curve.multiply(inverse, factorOfK()));
        var ofKey = shares.chi().times(curve.multiply(inverse, Signature.r(curve, nonce)));
        var share = ofDigest.plus(ofKey)) {
      broadcast(new SigningMessage.Share(echo(SigningMessage.Acceptance.ROUND), share.publish()));
    }
    shares.close();
  }

  /**
   * What the nonce is multiplied by: Groth and Shoup, eprint 2021/1330, section 5, with a nonce of
   * every member.
   */
  private Scalar shift() {
    return path.addTo(
            transcript("re-randomisation", SigningMessage.Acceptance.ROUND, Step.ALL, Step.ALL)
                .item("presignature", presignature.id())
                .item("nonce", presignature.nonce())
                .item("public key", key.key().publicKey()))
        .item("digest", digest)
        .list(
            "acceptances",
            received(SigningMessage.Acceptance.class).values().stream()
                .map(accepted -> accepted.nonce().bytes())
                .toList())
        .challenge(curve);
  }

  /** The digest, and r times what the signing key is greater by than the group's. */
  private Scalar factorOfK() {
    return curve.add(
        Signature.scalar(curve, digest), curve.multiply(Signature.r(curve, nonce), key.tweak()));
  }

  private void combine() throws AbortException {
    var sum = curve.scalar(0);
    var received = received(SigningMessage.Share.class);
    for (var entry : received.entrySet()) {
      requireSameEcho(
          SigningMessage.Acceptance.ROUND, entry.getKey(), entry.getValue().acceptances());
      sum = curve.add(sum, entry.getValue().share());
    }
    var signature = Signature.of(curve, nonce, sum);
    if (!signature.verifies(curve, key.key().publicKey(), digest)) {
      for (var entry : received.entrySet()) {
        requireRight(entry.getKey(), entry.getValue().share());
      }
      throw AbortException.byNobody(
          AbortReason.DEGENERATE_RESULT, "expected a signature, found s = 0");
    }
    finish(signature);
  }

  /** Checks a share, which is done only when their sum is wrong. */
  private void requireRight(int sender, Scalar share) throws AbortException {
    var parts = presignature.parts(sender);
    var expected =
        curve.add(
            curve.multiply(factorOfK(), parts.k()),
            curve.multiply(Signature.r(curve, nonce), parts.chi()));
    if (!curve.multiply(share, nonce).equals(expected)) {
      throw AbortException.by(
          sender, AbortReason.WRONG_SIGNATURE_SHARE, "expected its share of s, found another");
    }
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
    if (shares != null) {
      shares.close();
    }
  }
}
