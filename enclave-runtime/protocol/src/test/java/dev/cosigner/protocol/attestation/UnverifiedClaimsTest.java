package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborTag;
import dev.cosigner.protocol.cbor.CborValue;
import org.junit.jupiter.api.Test;

class UnverifiedClaimsTest {
  @Test
  void areReadFromASignedDocument() throws Exception {
    byte[] document = new TestModule().sign();

    UnverifiedClaims claims = UnverifiedClaims.read(document);

    assertThat(claims.moduleId()).isEqualTo(TestModule.MODULE_ID);
    assertThat(claims.timestampMillis()).isEqualTo(TestModule.NOW);
    assertThat(claims.pcrs()).hasSize(16).containsEntry(0, TestModule.IMAGE.pcr0());
    assertThat(AttestationDocument.parse(document).unverifiedClaims()).isEqualTo(claims);
  }

  /** An emulated module writes -1 for the algorithm, and zeros for certificates and signature. */
  @Test
  void areReadFromAnUnsignedDocumentThatNoVerifierTakes() throws Exception {
    TestModule module = new TestModule();
    CborValue zeros = CborValue.of(new byte[64]);
    byte[] payload =
        module
            .field("certificate", zeros)
            .field("cabundle", CborValue.array(zeros))
            .payload()
            .encode();
    byte[] document =
        CborValue.array(
                CborValue.of(CborValue.map(CborMap.entry(1, CborValue.of(-1))).encode()),
                CborValue.map(),
                CborValue.of(payload),
                zeros)
            .encode();

    assertThat(UnverifiedClaims.read(document).timestampMillis()).isEqualTo(TestModule.NOW);
    assertThat(
            catchThrowableOfType(
                    AttestationException.class, () -> AttestationDocument.parse(document))
                .reason())
        .isEqualTo(Reason.PROTECTED_HEADER);
    byte[] asSigned = module.sign(payload);
    assertThat(
            catchThrowableOfType(
                    AttestationException.class,
                    () ->
                        new AttestationVerifier(
                                module.anchor(), MeasurementPolicy.of(TestModule.IMAGE))
                            .verify(
                                asSigned,
                                Expectation.nothing()
                                    .withNonce(TestModule.NONCE)
                                    .withUserData(TestModule.USER_DATA),
                                TestModule.NOW,
                                0))
                .reason())
        .isEqualTo(Reason.ROOT);
  }

  @Test
  void keepTheFormOfTheDocument() {
    assertThat(refusal(new byte[] {1, 2})).isEqualTo(Reason.MALFORMED_CBOR);
    assertThat(refusal(new byte[16_385])).isEqualTo(Reason.MALFORMED_CBOR);
    assertThat(refusal(CborNull.NULL.encode())).isEqualTo(Reason.COSE_STRUCTURE);
    assertThat(refusal(new CborTag(18, CborValue.array()).encode()))
        .isEqualTo(Reason.COSE_STRUCTURE);
    CborValue empty = CborValue.of(CborValue.map().encode());
    assertThat(refusal(CborValue.array(empty, empty, empty, empty).encode()))
        .isEqualTo(Reason.PAYLOAD_FIELDS);
  }

  private static Reason refusal(byte[] document) {
    return catchThrowableOfType(AttestationException.class, () -> UnverifiedClaims.read(document))
        .reason();
  }
}
