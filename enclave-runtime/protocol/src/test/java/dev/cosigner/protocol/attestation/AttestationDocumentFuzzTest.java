package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever the bytes are, they are a document or are refused with a reason. */
class AttestationDocumentFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void documentsParseOrAreRefused(byte[] bytes) {
    try {
      UnverifiedClaims claims = AttestationDocument.parse(bytes).unverifiedClaims();
      assertThat(claims.pcrs()).hasSizeLessThanOrEqualTo(32);
    } catch (AttestationException refused) {
      assertThat(refused.reason()).isNotNull();
    }
    try {
      DocumentPayload.parse(bytes);
    } catch (AttestationException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
