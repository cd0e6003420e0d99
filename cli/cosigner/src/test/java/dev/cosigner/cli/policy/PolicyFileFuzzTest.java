package dev.cosigner.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.PolicyCodec;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Any bytes are a policy, or refused as malformed. */
class PolicyFileFuzzTest {
  private static final Path EXAMPLES = Path.of("../../docs/policy");

  @FuzzTest(maxDuration = "30s")
  void policy(byte[] json) throws Exception {
    Policy policy;
    try {
      policy = PolicyFile.parse(json, EXAMPLES);
    } catch (CosignerException e) {
      assertThat(e.expected()).isPresent();
      return;
    } catch (NoSuchFileException e) {
      // It names an ABI that does not lie there.
      return;
    }
    byte[] encoded = PolicyCodec.encode(policy);
    assertThat(PolicyCodec.encode(PolicyCodec.decode(encoded))).isEqualTo(encoded);
    assertThat(PolicyReview.of(policy)).isNotNull();
    policy.rules().forEach(rule -> assertThat(PolicyWords.of(policy, rule)).isNotEmpty());
  }
}
