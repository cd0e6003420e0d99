package dev.cosigner.transaction.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.VisibleText;

/** Any bytes: either a policy, with one encoding, or refused; never another exception. */
class PolicyCodecFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void policy(byte[] bytes) {
    Policy policy;
    try {
      policy = PolicyCodec.decode(bytes);
    } catch (PolicyException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
      return;
    }
    assertThat(PolicyCodec.encode(policy)).isEqualTo(bytes);
    for (EffectKind kind : EffectKind.values()) {
      Decision decision =
          policy.evaluate(Ledger.EMPTY, Treasury.NOON, Treasury.proposal(Samples.of(kind)));
      if (decision instanceof Decision.Refused refused) {
        assertThat(VisibleText.isVisible(refused.first().toString())).isTrue();
      }
    }
  }
}
