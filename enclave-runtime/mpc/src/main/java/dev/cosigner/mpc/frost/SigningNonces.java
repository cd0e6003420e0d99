package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.SecretScalar;

/**
 * The two nonces of one signature, RFC 9591, section 5.1. They can be taken once, by {@link
 * #consume}: whoever signs twice with the same nonces gives the key away. They are never stored:
 * only memory cannot be rolled back.
 */
final class SigningNonces implements AutoCloseable {
  private final SigningCommitment commitment;
  private Pair pair;

  /** Both nonces, in the hands of the one who signs and who closes them. */
  record Pair(SecretScalar hiding, SecretScalar binding) implements AutoCloseable {
    @Override
    public void close() {
      hiding.close();
      binding.close();
    }
  }

  /** Takes the nonces over. */
  SigningNonces(SecretScalar hiding, SecretScalar binding) {
    pair = new Pair(hiding, binding);
    commitment = new SigningCommitment(hiding.timesGenerator(), binding.timesGenerator());
  }

  SigningCommitment commitment() {
    return commitment;
  }

  /**
   * Gives the nonces away for good.
   *
   * @throws IllegalStateException if they are gone
   */
  Pair consume() {
    if (pair == null) {
      throw new IllegalStateException(
          "expected fresh nonces, found nonces that were used or wiped");
    }
    var consumed = pair;
    pair = null;
    return consumed;
  }

  @Override
  public void close() {
    if (pair != null) {
      consume().close();
    }
  }
}
