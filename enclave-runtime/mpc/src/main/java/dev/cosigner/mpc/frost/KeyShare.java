package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;

/**
 * One member's share of a group's key. Only {@link KeyGeneration}, {@link AddUserReceiver} and
 * {@link Refresh} make one, and the public key is part of it: nobody can have this share sign under
 * another one (RUSTSEC-2022-0093). Sessions use it and leave it open; its owner closes it.
 */
public final class KeyShare implements AutoCloseable {
  private final int identifier;
  private final SecretScalar secret;
  private final PublicKeyPackage publicKeys;

  /**
   * Takes the secret over.
   *
   * @throws IllegalArgumentException if the secret is not that of the member's verification share;
   *     then it is wiped
   */
  KeyShare(int identifier, SecretScalar secret, PublicKeyPackage publicKeys) {
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

  /** Refuses a session of others than all members, or of another one of them. */
  void requireMembers(SessionContext context) {
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

  SecretScalar secret() {
    return secret;
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
