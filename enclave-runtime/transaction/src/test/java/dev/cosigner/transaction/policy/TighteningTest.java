package dev.cosigner.transaction.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.policy.Decision.Allowed;
import dev.cosigner.transaction.policy.Decision.RequiredApproval;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stricter policy never allows more, nor the same with fewer approvals. */
class TighteningTest {
  private static final int POLICIES = 2_000;
  private static final int TIGHTENINGS = 3;
  private static final int PROPOSALS = 12;

  @Test
  void neverAllowsMore() throws Exception {
    int allowed = 0;
    int lost = 0;
    for (int seed = 0; seed < POLICIES; seed++) {
      Random random = new Random(seed);
      RandomPolicy parts = new RandomPolicy(random);
      Policy policy = Treasury.policy(parts.rules());
      for (int i = 0; i < TIGHTENINGS && !policy.rules().isEmpty(); i++) {
        Policy stricter = Treasury.policy(new Tightening(random).of(policy.rules()));
        for (int j = 0; j < PROPOSALS; j++) {
          Proposal proposal = parts.proposal(j);
          Ledger ledger = parts.ledger();
          Decision before = policy.evaluate(ledger, Treasury.NOON, proposal);
          Decision after = stricter.evaluate(ledger, Treasury.NOON, proposal);
          allowed += before instanceof Allowed ? 1 : 0;
          lost += before instanceof Allowed && !(after instanceof Allowed) ? 1 : 0;
          if (after instanceof Allowed still) {
            assertThat(before)
                .as(
                    "seed %d: %s became %s for %s",
                    seed, policy.rules(), stricter.rules(), proposal.effects())
                .isInstanceOf(Allowed.class);
            assertNoFewer(((Allowed) before).approvals(), still.approvals());
          }
        }
        policy = PolicyCodec.decode(PolicyCodec.encode(stricter));
      }
    }
    assertThat(allowed).as("the property is about something").isGreaterThan(500);
    assertThat(lost).as("tightening takes away").isGreaterThan(50);
  }

  private static void assertNoFewer(List<RequiredApproval> before, List<RequiredApproval> after) {
    for (RequiredApproval required : before) {
      assertThat(after)
          .anyMatch(other ->
              other.rule().equals(required.rule())
                  && other.count() >= required.count()
                  && other.group().equals(required.group()));
    }
  }
}
