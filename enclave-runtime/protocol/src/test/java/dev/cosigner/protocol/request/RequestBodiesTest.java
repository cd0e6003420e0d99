package dev.cosigner.protocol.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.Plans;
import dev.cosigner.protocol.wallet.SignRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies come out as they went in. */
class RequestBodiesTest {
  private static final GenesisPlan PLAN = Plans.fixedGenesisPlan();
  private static final List<Approval> APPROVALS =
      List.of(new Approval(Plans.filled(32, 1), Plans.filled(64, 2)));
  private static final List<EnrolmentRequest> ENROLMENTS =
      PLAN.members().stream()
          .map(member ->
              new EnrolmentRequest(
                  member.enrolment(),
                  Plans.filled(16, 3),
                  Plans.filled(64, 4),
                  Plans.filled(50, 5)))
          .toList();

  @Test
  void beginnings() throws Exception {
    BeginWallet wallet = new BeginWallet(PLAN, APPROVALS, ENROLMENTS);
    assertThat(BeginWallet.fromCbor(wallet.toCbor())).isEqualTo(wallet);
    Certificate genesis =
        new Certificate(
            Plans.filled(9, 9),
            List.of(new Certificate.Attested(Plans.filled(64, 5), Plans.filled(9, 6))));
    BeginOnboard onboard =
        new BeginOnboard(genesis, Plans.fixedOnboardPlan(), APPROVALS, ENROLMENTS);
    assertThat(BeginOnboard.fromCbor(onboard.toCbor())).isEqualTo(onboard);
    SignRequest request =
        new SignRequest(
            Plans.filled(32, 1),
            Plans.filled(32, 2),
            "r",
            "solana",
            Plans.filled(9, 3),
            0,
            Plans.filled(32, 4),
            5);
    BeginSign sign = new BeginSign(request, APPROVALS);
    assertThat(BeginSign.fromCbor(sign.toCbor())).isEqualTo(sign);
    Begun begun =
        new Begun(
            Plans.filled(32, 1), List.of(new Outbound(Plans.filled(16, 2), Plans.filled(9, 3))));
    assertThat(Begun.fromCbor(begun.toCbor())).isEqualTo(begun);
  }

  @Test
  void deliveriesReviewsAndOutcomes() throws Exception {
    Delivery delivery = new Delivery(List.of(Plans.filled(9, 3), ByteString.EMPTY));
    assertThat(Delivery.fromCbor(delivery.toCbor())).isEqualTo(delivery);
    DeliveryResult result =
        new DeliveryResult(
            List.of(new Outbound(Plans.filled(16, 2), Plans.filled(9, 3))),
            List.of(new DeliveryResult.Refused(1, "MALFORMED")));
    assertThat(DeliveryResult.fromCbor(result.toCbor())).isEqualTo(result);
    Review review =
        new Review(Plans.filled(32, 1), "solana", Plans.filled(9, 3), Plans.filled(16, 4));
    assertThat(Review.fromCbor(review.toCbor())).isEqualTo(review);
    ReviewResult reviewed = new ReviewResult(Plans.filled(9, 3), Plans.filled(9, 4));
    assertThat(ReviewResult.fromCbor(reviewed.toCbor())).isEqualTo(reviewed);
    for (Outcome outcome :
        List.of(
            new Outcome.Pending("test/v1"),
            new Outcome.Done(Plans.filled(64, 1)),
            new Outcome.Aborted("quorum", ByteString.EMPTY, "detail"),
            new Outcome.Aborted("WRONG_SHARE", Plans.filled(32, 1), "detail"))) {
      assertThat(Outcome.fromCbor(outcome.toCbor())).isEqualTo(outcome);
    }
  }

  /** What another member made us say is cut, and cannot command a terminal. */
  @Test
  void whatAnAbortSaysIsPrintableAndBounded() throws Exception {
    Outcome.Aborted aborted =
        new Outcome.Aborted("r".repeat(99), ByteString.EMPTY, "\u001b[2J\u202e" + "d".repeat(5000));
    assertThat(aborted.reason()).hasSize(Outcome.MAX_REASON);
    assertThat(aborted.detail()).hasSize(Outcome.MAX_DETAIL).startsWith("?[2J?dd");
    assertThat(Outcome.fromCbor(aborted.toCbor())).isEqualTo(aborted);
  }

  @Test
  void aCulpritIsAnIdentityOrNobody() {
    CborValue odd =
        CborValue.array(
            CborValue.of(2), CborValue.of("r"), CborValue.of(new byte[5]), CborValue.of("d"));
    assertThatThrownBy(() -> Outcome.fromCbor(odd)).isInstanceOf(CborException.class);
  }
}
