package dev.cosigner.enclave.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing takes effect at a member unless all have said the same. */
class AgreementTest {
  private static final byte[] STATEMENT = {1, 2, 3};
  private static final SessionContext CONTEXT =
      new SessionContext(
          Scheme.FROST_ED25519, new byte[32], new byte[32], new byte[32], 1, List.of(1, 2, 3));

  @Test
  void endsWhenAllHaveSaidTheSame() {
    Agreement agreement = new Agreement(CONTEXT, STATEMENT);
    assertThat(((Outcome.Progress<byte[]>) agreement.start()).messages()).hasSize(2);
    assertThat(agreement.accept(3, STATEMENT.clone())).isInstanceOf(Outcome.Progress.class);
    assertThat(agreement.accept(3, STATEMENT.clone())).isInstanceOf(Outcome.Progress.class);
    assertThat(agreement.accept(2, STATEMENT.clone())).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void namesWhoSaysSomethingElse() {
    Agreement agreement = new Agreement(CONTEXT, STATEMENT);
    agreement.start();
    assertAborted(agreement.accept(3, new byte[] {1, 2, 4}), AbortReason.RESULT_MISMATCH, 3);
  }

  @Test
  void namesWhoSaysTwoThings() {
    Agreement agreement = new Agreement(CONTEXT, STATEMENT);
    agreement.start();
    agreement.accept(2, STATEMENT.clone());
    assertAborted(agreement.accept(2, new byte[] {1, 2, 4}), AbortReason.EQUIVOCATION, 2);
  }

  @Test
  void oneWhoDoesNotKnowTheStatementSaysWhatItJudged() {
    Agreement agreement = new Agreement(CONTEXT, told -> told.clone());
    assertThat(((Outcome.Progress<byte[]>) agreement.start()).messages()).isEmpty();
    Outcome<byte[]> answer = agreement.accept(2, STATEMENT.clone());
    assertThat(((Outcome.Progress<byte[]>) answer).messages())
        .allSatisfy(message -> assertThat(message.body()).isEqualTo(STATEMENT));
    assertThat(agreement.accept(3, STATEMENT.clone())).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void namesWhoSaysWhatIsNotAgreedTo() {
    Agreement agreement =
        new Agreement(
            CONTEXT,
            _ -> {
              throw new CeremonyException("bad-proof", "not so");
            });
    agreement.start();
    assertAborted(agreement.accept(2, STATEMENT.clone()), AbortReason.RESULT_MISMATCH, 2);
  }

  private static void assertAborted(Outcome<byte[]> outcome, AbortReason reason, int culprit) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Aborted.class,
            aborted -> {
              assertThat(aborted.reason()).isEqualTo(reason);
              assertThat(aborted.culprit()).hasValue(culprit);
            });
  }
}
