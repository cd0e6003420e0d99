package dev.cosigner.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.transaction.policy.Ledger;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.PolicyCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Whatever the bytes, they are a policy, or a transaction with a ledger, or refused as malformed.
 */
class PolicyFileFuzzTest {
  private static final Path EXAMPLES = Path.of("../../docs/policy");
  private static final Policy POLICY = example();

  @FuzzTest(maxDuration = "30s")
  void policy(byte[] json) throws Exception {
    Policy policy;
    try {
      policy = PolicyFile.parse(json, EXAMPLES);
    } catch (CosignerException e) {
      assertThat(e.expected()).isPresent();
      return;
    }
    byte[] encoded = PolicyCodec.encode(policy);
    assertThat(PolicyCodec.encode(PolicyCodec.decode(encoded))).isEqualTo(encoded);
    assertThat(PolicyReview.of(policy)).isNotNull();
    policy.rules().forEach(rule -> assertThat(PolicyWords.of(policy, rule)).isNotEmpty());
  }

  /** One transaction with its wallet, time and ledger, as tests and histories state them. */
  @FuzzTest(maxDuration = "30s")
  void ledger(byte[] json) throws Exception {
    try {
      PolicyCase stated = PolicyCase.read(JsonFields.of("policy-tests", json), POLICY.assets());
      assertThat(stated.judge(POLICY, Ledger.EMPTY).line()).isNotEmpty();
    } catch (CosignerException e) {
      assertThat(e.expected()).isPresent();
    }
  }

  private static Policy example() {
    try {
      return PolicyFile.read(EXAMPLES.resolve("treasury.json"));
    } catch (CosignerException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
