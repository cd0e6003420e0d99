package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import org.junit.jupiter.api.Test;

/** What is shown of a document, and what is required before it is believed. */
class DocumentContentsTest {
  private static void refused(Reason reason, byte[] document, TrustAnchor anchor, long atMillis)
      throws Exception {
    DocumentContents contents = DocumentContents.read(document);
    assertThatExceptionOfType(AttestationException.class)
        .isThrownBy(() -> contents.requireAuthentic(anchor, atMillis))
        .extracting(AttestationException::reason)
        .isEqualTo(reason);
  }

  @Test
  void anAuthenticDocumentShowsAllItsFields() throws Exception {
    TestModule module = new TestModule();
    DocumentContents contents = DocumentContents.read(module.sign());
    contents.requireAuthentic(module.anchor(), TestModule.NOW);
    assertThat(contents.moduleId()).isEqualTo(TestModule.MODULE_ID);
    assertThat(contents.timestampMillis()).isEqualTo(TestModule.NOW);
    assertThat(contents.pcrs()).hasSize(16).containsEntry(0, TestModule.IMAGE.pcr0());
    assertThat(contents.nonce()).contains(TestModule.NONCE);
    assertThat(contents.userData()).contains(TestModule.USER_DATA);
    assertThat(contents.publicKey()).isEmpty();
    assertThat(contents.certificates()).containsExactlyElementsOf(module.certificates());
  }

  @Test
  void ageIsBoundedByTheModulesCertificate() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    DocumentContents.read(document)
        .requireAuthentic(module.anchor(), TestModule.NOW + 179 * TestModule.MINUTE);
    refused(
        Reason.CERTIFICATE_EXPIRED,
        document,
        module.anchor(),
        TestModule.NOW + 181 * TestModule.MINUTE);
    refused(Reason.FROM_THE_FUTURE, document, module.anchor(), TestModule.NOW - TestModule.MINUTE);
  }

  @Test
  void whatIsNotAuthenticIsRefused() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    refused(Reason.ROOT, document, TrustAnchor.aws(), TestModule.NOW);
    byte[] tampered = document.clone();
    tampered[tampered.length - 1] ^= 1;
    refused(Reason.DOCUMENT_SIGNATURE, tampered, module.anchor(), TestModule.NOW);
  }

  @Test
  void debugModeAndAbsentRegistersAreRefused() throws Exception {
    for (int index = 0; index < 3; index++) {
      TestModule debug =
          new TestModule().pcr(CborMap.entry(index, CborValue.of(new byte[PcrValue.BYTES])));
      refused(Reason.DEBUG_MODE, debug.sign(), debug.anchor(), TestModule.NOW);
      TestModule absent = new TestModule().withoutPcr(index);
      refused(Reason.PCR_ABSENT, absent.sign(), absent.anchor(), TestModule.NOW);
    }
  }
}
