package dev.cosigner.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.transaction.policy.Ledger;
import dev.cosigner.transaction.policy.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Any bytes are a transaction with its wallet, time and ledger, or refused as malformed. */
class PolicyCaseFuzzTest {
  private static final Path EXAMPLES = Path.of("../../docs/policy");
  private static final Policy POLICY = example();

  @FuzzTest(maxDuration = "30s")
  void stated(byte[] json) throws Exception {
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
