package dev.cosigner.cli.aws.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;

/** Whatever the bytes, a policy is read or refused as one, and what is read can be judged. */
class KeyPolicyReaderFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void readPolicy(byte[] bytes) {
    KeyPolicy policy;
    try {
      policy = KeyPolicyReader.read(bytes);
    } catch (MalformedPolicyException expected) {
      return;
    }
    new PolicyEvaluation(policy, List.of())
        .decide(
            Request.of(
                Caller.parse("arn:aws:sts::111122223333:assumed-role/enclave/i-1").orElseThrow(),
                KmsAction.DECRYPT,
                Optional.empty(),
                RequestContext.empty()));
  }
}
