package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.derivation.ExtendedPublicKey;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Transcript;

/**
 * Which of a group's keys signs: its own, a child of it, or the output key of a Taproot address
 * (BIP-341) whose internal key is one of these. All members must choose the same; the public key
 * follows from it and is never a caller's. A Taproot key and a child exist for BIP-340 only.
 */
public final class SigningKey {
  private static final String TAG = "TapTweak";

  /** Not the root of any script tree: how the transcript writes that there is none. */
  private static final byte[] NO_SCRIPTS = new byte[0];

  private final DerivationPath path;
  private final boolean taproot;
  private final byte[] merkleRoot;

  private SigningKey(DerivationPath path, boolean taproot, byte[] merkleRoot) {
    this.path = path;
    this.taproot = taproot;
    this.merkleRoot = merkleRoot;
  }

  /** The group's own key. */
  public static SigningKey ofGroup() {
    return new SigningKey(DerivationPath.ROOT, false, NO_SCRIPTS);
  }

  /** The child at a path. */
  public static SigningKey at(DerivationPath path) {
    return new SigningKey(path, false, NO_SCRIPTS);
  }

  /** The output key of the Taproot address without scripts: BIP-86. */
  public static SigningKey taproot(DerivationPath path) {
    return new SigningKey(path, true, NO_SCRIPTS);
  }

  /**
   * The output key of a Taproot address with scripts: BIP-341.
   *
   * @param merkleRoot the root of the script tree
   */
  public static SigningKey taproot(DerivationPath path, Bytes32 merkleRoot) {
    return new SigningKey(path, true, merkleRoot.bytes());
  }

  /**
   * The public key under which the signature verifies. On secp256k1 its y is even, and its x is the
   * key of BIP-340.
   *
   * @throws IllegalArgumentException if the group has no chain code and the path has steps, or the
   *     scheme knows no Taproot
   * @throws ArithmeticException if there is no such child, which is so for one index in 2^127
   */
  public Point publicKey(Curve curve, PublicKeyPackage publicKeys) {
    return effective(curve, publicKeys).publicKey();
  }

  EffectiveKey effective(Curve curve, PublicKeyPackage publicKeys) {
    var suite = Ciphersuite.of(curve);
    var key = child(curve, publicKeys).normalized(suite, curve);
    if (!taproot) {
      return key;
    }
    if (suite != FrostBip340.SUITE) {
      throw new IllegalArgumentException(
          "expected a scheme with Taproot, found " + suite.scheme().label());
    }
    var tweak =
        FrostBip340.taggedScalar(curve, TAG, suite.encodeCommitment(key.publicKey()), merkleRoot);
    return key.plus(curve, tweak).normalized(suite, curve);
  }

  private EffectiveKey child(Curve curve, PublicKeyPackage publicKeys) {
    var group = EffectiveKey.of(curve, publicKeys.groupPublicKey());
    if (path.indices().isEmpty()) {
      return group;
    }
    var chainCode =
        publicKeys
            .chainCode()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "expected a group with a chain code to derive "
                        + path
                        + " from, found one without"));
    var child = new ExtendedPublicKey(publicKeys.groupPublicKey(), chainCode).derive(curve, path);
    return group.plus(curve, child.tweak());
  }

  Transcript addTo(Transcript transcript) {
    return path.addTo(transcript).item("taproot", taproot ? 1 : 0).item("merkle root", merkleRoot);
  }

  @Override
  public String toString() {
    return path + (taproot ? " taproot" : "");
  }
}
