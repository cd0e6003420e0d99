package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused, and why. */
final class Refusals {
  private Refusals() {}

  static TransactionException assertRefused(Reason reason, ThrowingCallable call) {
    TransactionException refusal = catchThrowableOfType(TransactionException.class, call);
    assertThat(refusal).as("refusal for " + reason).isNotNull();
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
    assertThat(refusal).hasMessageContaining(refusal.expected());
    assertThat(refusal).hasMessageContaining(refusal.found());
    return refusal;
  }
}
