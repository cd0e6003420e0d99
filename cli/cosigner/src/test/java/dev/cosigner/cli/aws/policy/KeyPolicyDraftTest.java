package dev.cosigner.cli.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A created policy gives exactly the images what they need, and nobody else anything. */
class KeyPolicyDraftTest {
  private static final Caller ROLE = caller("arn:aws:iam::111122223333:role/enclave");
  private static final Caller ADMIN = caller("arn:aws:iam::111122223333:role/ops/admin");
  private static final Caller BOB = caller("arn:aws:iam::111122223333:user/bob");
  private static final Map<String, String> DEFAULT_CONTEXT =
      Map.of("cosigner", "provider-1", "wallet", "w", "generation", "1");

  private final Random random = new Random(5);

  private static Caller caller(String text) {
    return Caller.parse(text).orElseThrow();
  }

  private Measurements image() {
    byte[][] registers = new byte[3][48];
    for (byte[] register : registers) {
      random.nextBytes(register);
    }
    return Measurements.of(registers[0], registers[1], registers[2]);
  }

  private List<Measurements> images(int count) {
    List<Measurements> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(image());
    }
    return images;
  }

  /** Every combination of what {@code create} takes. */
  private List<KeyPolicyDraft> drafts() {
    List<KeyPolicyDraft> drafts = new ArrayList<>();
    for (int images = 0; images <= 3; images++) {
      for (SortedSet<Integer> registers :
          List.of(set(0, 1, 2), set(0), set(1, 2), set(0, 1), set(0, 2))) {
        for (int further = 0; further < 4; further++) {
          for (int rest = 0; rest < 8; rest++) {
            Map<Integer, PcrValue> more = new TreeMap<>();
            if ((further & 1) != 0) {
              more.put(3, image().pcr0());
            }
            if ((further & 2) != 0 || images == 0) {
              more.put(8, image().pcr0());
            }
            drafts.add(
                new KeyPolicyDraft(
                    images(images),
                    images((rest & 1) != 0 ? 1 : 0),
                    registers,
                    more,
                    ROLE,
                    (rest & 2) != 0 ? List.of(ADMIN) : List.of(ADMIN, BOB),
                    (rest & 4) != 0 ? Map.of("wallet", "w") : Map.of()));
          }
        }
      }
    }
    return drafts;
  }

  private static SortedSet<Integer> set(Integer... registers) {
    return new TreeSet<>(List.of(registers));
  }

  private static KeyPolicy read(KeyPolicyDraft draft) throws MalformedPolicyException {
    return KeyPolicyReader.read(draft.policy());
  }

  @Test
  void whatIsCreatedIsCleanForAllOptions() throws Exception {
    for (KeyPolicyDraft draft : drafts()) {
      assertThat(
              PolicyLint.check(read(draft), List.of(), Optional.empty(), draft.images().isEmpty()))
          .as(new String(draft.policy(), java.nio.charset.StandardCharsets.UTF_8))
          .allMatch(finding -> finding.rule().level() == Rule.Level.NOTE);
    }
  }

  @Test
  void theImagesAreAllowedAndRetiredOnesAreNot() throws Exception {
    for (KeyPolicyDraft draft : drafts()) {
      PolicyEvaluation evaluation = new PolicyEvaluation(read(draft), List.of());
      for (Measurements image : draft.images()) {
        assertThat(outcome(evaluation, ROLE, KmsAction.DECRYPT, attested(draft, image), draft))
            .isEqualTo(Outcome.ALLOWED);
      }
      for (Measurements image : draft.retired()) {
        assertThat(outcome(evaluation, ROLE, KmsAction.DECRYPT, attested(draft, image), draft))
            .isEqualTo(Outcome.DENIED);
      }
    }
  }

  private static RequestContext attested(KeyPolicyDraft draft, Measurements image) {
    Map<Integer, PcrValue> registers = new TreeMap<>(draft.further());
    for (int i = 0; i < 3; i++) {
      registers.put(i, image.registers().get(i));
    }
    return RequestContext.empty().withAttestation(registers);
  }

  private static Outcome outcome(
      PolicyEvaluation evaluation,
      Caller caller,
      KmsAction action,
      RequestContext context,
      KeyPolicyDraft draft) {
    Map<String, String> pairs = draft.context().isEmpty() ? DEFAULT_CONTEXT : draft.context();
    return evaluation
        .decide(
            new Request(
                caller,
                action,
                Optional.empty(),
                Optional.of("111122223333"),
                pairs,
                context.withEncryptionContext(pairs)))
        .outcome();
  }

  @Test
  void nothingIsAllowedWithoutTheMeasurementsButAdministration() throws Exception {
    RandomPolicies world = new RandomPolicies(random);
    for (KeyPolicyDraft draft : drafts()) {
      PolicyEvaluation evaluation = new PolicyEvaluation(read(draft), List.of());
      for (int asked = 0; asked < 60; asked++) {
        Caller caller = caller(world.pick(RandomPolicies.CALLERS));
        KmsAction action = world.pick(KmsAction.onKeys());
        RequestContext context = world.chance(2) ? foreign(draft, action) : world.context(action);
        Outcome outcome = outcome(evaluation, caller, action, context, draft);
        boolean administers =
            draft.administrators().stream()
                .anyMatch(admin ->
                    new Principal.Identity(admin, admin.text()).takesIn(caller)
                        == Principal.Reach.ITSELF);
        if (!administers || action.usesKey() || action == KmsAction.CREATE_GRANT) {
          assertThat(outcome).as("%s %s %s", caller, action, context).isEqualTo(Outcome.DENIED);
        }
        if (administers && action == KmsAction.PUT_KEY_POLICY) {
          assertThat(outcome).isEqualTo(Outcome.ALLOWED);
        }
      }
    }
  }

  /** Attested with an image's registers of which one bound one differs. */
  private RequestContext foreign(KeyPolicyDraft draft, KmsAction action) {
    if (!action.carriesAttestation()) {
      return RequestContext.empty();
    }
    Measurements image = draft.images().isEmpty() ? image() : draft.images().getFirst();
    List<Integer> bound = new ArrayList<>(draft.images().isEmpty() ? List.of() : draft.registers());
    bound.addAll(draft.further().keySet());
    int changed = bound.get(random.nextInt(bound.size()));
    Map<Integer, PcrValue> registers = new TreeMap<>(draft.further());
    for (int i = 0; i < 3; i++) {
      registers.put(i, image.registers().get(i));
    }
    registers.put(changed, random.nextBoolean() ? image().pcr0() : PcrValue.of(new byte[48]));
    return RequestContext.empty().withAttestation(registers);
  }

  @Test
  void withoutTheEncryptionContextNothingIsAllowed() throws Exception {
    for (KeyPolicyDraft draft : drafts()) {
      PolicyEvaluation evaluation = new PolicyEvaluation(read(draft), List.of());
      for (Measurements image : draft.images()) {
        Request request =
            Request.of(ROLE, KmsAction.DECRYPT, Optional.empty(), attested(draft, image));
        assertThat(evaluation.decide(request).outcome()).isEqualTo(Outcome.DENIED);
      }
    }
  }
}
