package dev.cosigner.transaction.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.policy.Decision.Allowed;
import dev.cosigner.transaction.policy.Decision.RequiredApproval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** The same for the lists that rules name: what permits name shrinks, what others name grows. */
  @Test
  void neverAllowsMoreByItsLists() {
    int allowed = 0;
    int lost = 0;
    Map<String, List<String>> lists = new HashMap<>();
    Treasury.lists().lists().forEach((name, all) -> lists.put(name, List.copyOf(all)));
    lists.put("exchanges", List.of(Treasury.EXCHANGE, Treasury.STRANGER, Treasury.SANCTIONED));
    for (int seed = 0; seed < POLICIES; seed++) {
      Random random = new Random(seed);
      RandomPolicy parts = new RandomPolicy(random);
      List<Rule> rules = parts.rules();
      Policy policy = new Policy("p", Treasury.references(), new AddressLists(lists), rules);
      Policy stricter =
          new Policy(
              "p",
              Treasury.references(),
              new AddressLists(new Tightening(random).of(rules, lists)),
              rules);
      for (int i = 0; i < PROPOSALS; i++) {
        Proposal proposal = parts.proposal(i);
        Ledger ledger = parts.ledger();
        Decision before = policy.evaluate(ledger, Treasury.NOON, proposal);
        Decision after = stricter.evaluate(ledger, Treasury.NOON, proposal);
        allowed += before instanceof Allowed ? 1 : 0;
        lost += before instanceof Allowed && !(after instanceof Allowed) ? 1 : 0;
        if (after instanceof Allowed still) {
          assertThat(before).as("seed %d: %s", seed, rules).isInstanceOf(Allowed.class);
          assertNoFewer(((Allowed) before).approvals(), still.approvals());
        }
      }
    }
    assertThat(allowed).as("the property is about something").isGreaterThan(200);
    assertThat(lost).as("tightening takes away").isPositive();
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
