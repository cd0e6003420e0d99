package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.paillier.Randomiser;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Secrets that are wiped together when this is closed, unless what they were made for has come
 * about: then {@link #keep} leaves them to it. May be used by several threads at once.
 */
final class SecretScope implements AutoCloseable {
  private final Deque<Runnable> secrets = new ArrayDeque<>();

  /** Takes a secret in. */
  synchronized SecretScalar add(SecretScalar secret) {
    secrets.push(secret::close);
    return secret;
  }

  /** Takes a secret in. */
  synchronized SecretInteger add(SecretInteger secret) {
    secrets.push(secret::close);
    return secret;
  }

  /** Takes a secret in. */
  synchronized Randomiser add(Randomiser secret) {
    secrets.push(secret::close);
    return secret;
  }

  /** Takes a nonce in. */
  synchronized void add(SecretNonce nonce) {
    secrets.push(nonce::close);
  }

  /** Takes a presignature in. */
  synchronized Presignature add(Presignature presignature) {
    secrets.push(presignature::close);
    return presignature;
  }

  /** Leaves all to their new owner. */
  synchronized void keep() {
    secrets.clear();
  }

  @Override
  public synchronized void close() {
    while (!secrets.isEmpty()) {
      secrets.pop().run();
    }
  }
}
