package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.protocol.wallet.Scheme;

/**
 * One member's share of a group's key, of whatever scheme. Only {@link KeyGeneration}, {@link
 * AddUserReceiver} and {@link Refresh} make one, and the public key is part of it: nobody can have
 * this share sign under another one (RUSTSEC-2022-0093). Sessions use it and leave it open; its
 * owner closes it.
 */
public final class KeyShare implements AutoCloseable {
  private final Scheme scheme;
  private final int identifier;
  private final SecretScalar secret;
  private final PublicKeyPackage publicKeys;

  /**
   * Takes the secret over.
   *
   * @throws IllegalArgumentException if the secret is not that of the member's verification share;
   *     then it is wiped
   */
  KeyShare(Scheme scheme, int identifier, SecretScalar secret, PublicKeyPackage publicKeys) {
    this.scheme = scheme;
    this.identifier = identifier;
    this.secret = secret;
    this.publicKeys = publicKeys;
    if (!secret.timesGenerator().equals(publicKeys.verificationShare(identifier))) {
      secret.close();
      throw new IllegalArgumentException(
          "expected the secret of member " + identifier + "'s verification share, found another");
    }
  }

  /** The member's number, at which its share is a value of the group's polynomial. */
  public int identifier() {
    return identifier;
  }

  public PublicKeyPackage publicKeys() {
    return publicKeys;
  }

  public Point groupPublicKey() {
    return publicKeys.groupPublicKey();
  }

  /**
   * Refuses a session of another scheme, of others than all members, or of another one of them.
   *
   * @throws IllegalArgumentException if it is one
   */
  public void requireMembers(SessionContext context) {
    requireScheme(context);
    if (!context.parties().equals(publicKeys.members()) || context.self() != identifier) {
      throw new IllegalArgumentException(
          "expected all members "
              + publicKeys.members()
              + " as parties and "
              + identifier
              + " as self, found "
              + context.parties()
              + " and "
              + context.self());
    }
  }

  /** Never two schemes for one key. */
  void requireScheme(SessionContext context) {
    if (context.scheme() != scheme) {
      throw new IllegalArgumentException(
          "expected a session of "
              + scheme.label()
              + ", whose share this is, found one of "
              + context.scheme().label());
    }
  }

  SecretScalar secret() {
    return secret;
  }

  /**
   * What this share adds to the sum that is the group's secret key: the share times its Lagrange
   * coefficient, for schemes that share additively. The caller closes it.
   */
  public SecretScalar additiveShare(Curve curve) {
    return secret.times(Frost.deriveInterpolatingValue(curve, publicKeys.members(), identifier));
  }

  /** Whether it can be used: a refresh, or its owner, wipes it for good. */
  public boolean isOpen() {
    return secret.isOpen();
  }

  /** Wipes the secret. */
  @Override
  public void close() {
    secret.close();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "KeyShare[member " + identifier + " of " + publicKeys + "]";
  }
}
