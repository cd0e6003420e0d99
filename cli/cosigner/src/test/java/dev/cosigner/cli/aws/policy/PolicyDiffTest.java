package dev.cosigner.cli.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.aws.policy.PolicyDiff.Change;
import dev.cosigner.cli.aws.policy.PolicyDiff.Direction;
import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A difference says what the evaluation says of both policies. */
class PolicyDiffTest {
  private static final Optional<String> HERE = Optional.of(RandomPolicies.HERE);

  private static KeyPolicy policy(String json) throws MalformedPolicyException {
    return KeyPolicyReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static KeyPolicy decryptFor(String role, String condition)
      throws MalformedPolicyException {
    return policy(
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS":
        "arn:aws:iam::111122223333:role/%s"}, "Action": "kms:Decrypt", "Resource": "*"%s}]}
        """
            .formatted(role, condition));
  }

  @Test
  void aDroppedConditionGainsForTheUnattested() throws Exception {
    KeyPolicy bound =
        decryptFor(
            "enclave",
            ", \"Condition\": {\"StringEquals\": {\"kms:RecipientAttestation:PCR0\": \"%s\"}}"
                .formatted(RandomPolicies.A));
    KeyPolicy open = decryptFor("enclave", "");
    List<Change> changes = PolicyDiff.between(bound, open, HERE).changes();
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().direction()).isEqualTo(Direction.GAINS);
    assertThat(changes.getFirst().who()).isEqualTo("arn:aws:iam::111122223333:role/enclave");
    assertThat(changes.getFirst().when()).isEqualTo("without attestation");
    assertThat(PolicyDiff.between(open, bound, HERE).changes())
        .extracting(Change::direction)
        .containsExactly(Direction.LOSES);
    assertThat(PolicyDiff.between(bound, bound, HERE).changes()).isEmpty();
  }

  @Test
  void anotherRoleGainsWhatTheFirstLoses() throws Exception {
    assertThat(PolicyDiff.between(decryptFor("a", ""), decryptFor("b", ""), HERE).changes())
        .extracting(change -> change.who() + " " + change.direction().text())
        .containsExactlyInAnyOrder(
            "arn:aws:iam::111122223333:role/a loses", "arn:aws:iam::111122223333:role/b gains");
  }

  @Test
  void itAgreesWithTheEvaluation() throws Exception {
    RandomPolicies random = new RandomPolicies(new Random(11));
    int differing = 0;
    for (int round = 0; round < 200; round++) {
      KeyPolicy before = policy(random.policy());
      KeyPolicy after = policy(random.policy());
      PolicyDiff diff = PolicyDiff.between(before, after, HERE);
      PolicyEvaluation old = new PolicyEvaluation(before, List.of());
      PolicyEvaluation fresh = new PolicyEvaluation(after, List.of());
      for (Change change : diff.changes()) {
        if (change.direction() != Direction.UNDETERMINED) {
          Request shown =
              Request.of(change.caller(), change.action(), HERE, change.situation().orElseThrow());
          assertThat(old.decide(shown).outcome()).isEqualTo(change.before());
          assertThat(fresh.decide(shown).outcome()).isEqualTo(change.after());
        }
      }
      for (int asked = 0; asked < 50; asked++) {
        KmsAction action = random.pick(RandomPolicies.ACTIONS);
        Caller caller = Caller.parse(random.pick(RandomPolicies.CALLERS)).orElseThrow();
        Request request = Request.of(caller, action, HERE, random.context(action));
        Outcome one = old.decide(request).outcome();
        Outcome other = fresh.decide(request).outcome();
        if (one != other) {
          differing++;
          Direction direction = other.compareTo(one) > 0 ? Direction.GAINS : Direction.LOSES;
          assertThat(diff.changes())
              .as("%s: %s to %s", request, one, other)
              .anyMatch(change ->
                  change.action() == action
                      && standsFor(change.caller(), caller)
                      && (change.direction() == direction
                          || change.direction() == Direction.UNDETERMINED));
        }
      }
    }
    assertThat(differing).isGreaterThan(500);
  }

  /** Whether what is said of one caller is said of the other. */
  private static boolean standsFor(Caller said, Caller asked) {
    return new Principal.Identity(said, said.text()).takesIn(asked) == Principal.Reach.ITSELF
        || (Callers.standsForOthers(said)
            && (said.account().equals(asked.account()) || said.equals(Callers.STRANGER)));
  }
}
