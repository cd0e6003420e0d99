package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever the bytes are, they are a certificate or are refused with a reason. */
class NitroCertificateFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void certificatesParseOrAreRefused(byte[] bytes) {
    try {
      NitroCertificate certificate = NitroCertificate.parse("certificate", bytes);
      certificate.requireKnownCriticalExtensions();
      assertThat(certificate.signature()).hasSize(96);
      assertThat(certificate.isAuthority()).isEqualTo(certificate.pathLength() >= 0);
      certificate.maySignDocuments();
    } catch (AttestationException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
