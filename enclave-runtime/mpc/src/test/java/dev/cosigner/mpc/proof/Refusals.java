package dev.cosigner.mpc.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.proof.ProofException.Reason;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts why a proof is refused. */
final class Refusals {
  private Refusals() {}

  static void assertRefused(Reason reason, String part, ThrowingCallable verification) {
    var refusal = Assertions.catchThrowableOfType(ProofException.class, verification);
    assertThat(refusal).as("refusal of a false proof").isNotNull();
    assertThat(refusal.reason() + " of " + refusal.part()).isEqualTo(reason + " of " + part);
    assertThat(refusal).hasMessageStartingWith("expected ");
  }

  /** Where it is left to chance which of several equations fails first. */
  static void assertEquationRefused(ThrowingCallable verification) {
    var refusal = Assertions.catchThrowableOfType(ProofException.class, verification);
    assertThat(refusal).as("refusal of a false proof").isNotNull();
    assertThat(refusal.reason()).isEqualTo(Reason.EQUATION);
  }
}
