package dev.cosigner.protocol.attestation;

import static dev.cosigner.protocol.attestation.TestModule.IMAGE;
import static dev.cosigner.protocol.attestation.TestModule.MINUTE;
import static dev.cosigner.protocol.attestation.TestModule.NONCE;
import static dev.cosigner.protocol.attestation.TestModule.NOW;
import static dev.cosigner.protocol.attestation.TestModule.USER_DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborTag;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttestationVerifierTest {
  private static final Expectation EXPECTATION =
      Expectation.nothing().withNonce(NONCE).withUserData(USER_DATA);

  @Test
  void showsHowADocumentIsVerified() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));

    VerifiedAttestation attestation =
        verifier.verify(
            document,
            Expectation.nothing().withNonce(NONCE).withUserData(USER_DATA),
            NOW + 1000,
            5 * MINUTE);

    assertThat(attestation.moduleId()).isEqualTo(TestModule.MODULE_ID);
    assertThat(attestation.timestampMillis()).isEqualTo(NOW);
    assertThat(attestation.measurements()).isEqualTo(IMAGE);
    assertThat(attestation.pcrs()).hasSize(16).containsEntry(2, IMAGE.pcr2());
  }

  @Test
  void acceptsDefiniteAndIndefinitePayloadsTaggedAndNot() throws Exception {
    TestModule module = new TestModule();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));
    byte[] indefinite = module.sign();
    byte[] definite = module.sign(module.payload().encode());

    for (byte[] document : List.of(indefinite, definite, tagged(indefinite), tagged(definite))) {
      assertThat(verifier.verify(document, EXPECTATION, NOW, MINUTE).measurements())
          .isEqualTo(IMAGE);
    }
  }

  @Test
  void verifiesAnArchivedDocumentAtItsOwnTimeOnly() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));
    long dayLater = NOW + TestModule.DAY;

    assertThat(verifier.verify(document, EXPECTATION, NOW, 0).timestampMillis()).isEqualTo(NOW);
    AttestationException refused =
        catchThrowableOfType(
            AttestationException.class,
            () -> verifier.verify(document, EXPECTATION, dayLater, Long.MAX_VALUE));
    assertThat(refused.reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
    assertThat(verifier.verify(document, EXPECTATION, NOW, 0).timestampMillis()).isEqualTo(NOW);
  }

  @Test
  void ageAndSkewAreExact() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));
    // The certificate begins 3 s before the document: the skew ends there for this module.
    byte[] ahead = module.field("timestamp", CborValue.of(NOW + 30_000)).sign();
    byte[] tooFarAhead = module.field("timestamp", CborValue.of(NOW + 30_001)).sign();

    verifier.verify(document, EXPECTATION, NOW + MINUTE, MINUTE);
    verifier.verify(ahead, EXPECTATION, NOW, MINUTE);
    assertThat(
            catchThrowableOfType(
                    AttestationException.class,
                    () -> verifier.verify(document, EXPECTATION, NOW + MINUTE + 1, MINUTE))
                .reason())
        .isEqualTo(Reason.STALE);
    assertThat(
            catchThrowableOfType(
                    AttestationException.class,
                    () -> verifier.verify(tooFarAhead, EXPECTATION, NOW, MINUTE))
                .reason())
        .isEqualTo(Reason.FROM_THE_FUTURE);
    assertThat(
            catchThrowableOfType(
                    AttestationException.class, () -> verifier.verify(document, EXPECTATION, 0, 0))
                .reason())
        .isEqualTo(Reason.FROM_THE_FUTURE);
    assertThatThrownBy(() -> verifier.verify(document, EXPECTATION, -1, MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> verifier.verify(document, EXPECTATION, NOW, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void validityIsExact() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    long from = NOW - 3000;
    long to = from + 180 * MINUTE + 3000;

    verifyAt(module, document, from);
    verifyAt(module, document, to);
    assertThat(refusalAt(module, document, from - 1)).isEqualTo(Reason.CERTIFICATE_NOT_YET_VALID);
    assertThat(refusalAt(module, document, to + 1)).isEqualTo(Reason.CERTIFICATE_EXPIRED);
  }

  @Test
  void aRefusalNamesTheCertificate() throws Exception {
    String[] names = {
      "root certificate",
      "authority 1 certificate",
      "authority 2 certificate",
      "authority 3 certificate",
      "module certificate"
    };
    for (int index = 0; index < names.length; index++) {
      TestModule module = new TestModule().certificate(index, c -> c.notAfterMillis = NOW - 1000);
      byte[] document = module.sign();
      assertThatThrownBy(() -> verifyAt(module, document, NOW)).hasMessageContaining(names[index]);
    }
  }

  @Test
  void threeRegistersAreEnough() throws Exception {
    TestModule module = new TestModule();
    for (int index = 3; index < 16; index++) {
      module.withoutPcr(index);
    }
    verifyAt(module, module.sign(), NOW);
  }

  private static void verifyAt(TestModule module, byte[] document, long millis) throws Exception {
    // Each time anew: a verifier remembers paths that it has verified.
    new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE))
        .verify(document, EXPECTATION, millis, TestModule.DAY);
  }

  private static Reason refusalAt(TestModule module, byte[] document, long millis) {
    return catchThrowableOfType(
            AttestationException.class, () -> verifyAt(module, document, millis))
        .reason();
  }

  @Test
  void everyPrintableModuleIdIsAccepted() throws Exception {
    TestModule module = new TestModule().field("module_id", CborValue.of("!~"));
    assertThat(
            new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE))
                .verify(module.sign(), EXPECTATION, NOW, MINUTE)
                .moduleId())
        .isEqualTo("!~");
  }

  @Test
  void aPublicKeyIsExpectedLikeTheOtherFields() throws Exception {
    byte[] key = TestModule.filled(64, 0x70);
    TestModule module = new TestModule().field("public_key", CborValue.of(key));
    byte[] document = module.sign();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));

    verifier.verify(document, EXPECTATION.withPublicKey(key), NOW, MINUTE);
    AttestationException refused =
        catchThrowableOfType(
            AttestationException.class, () -> verifier.verify(document, EXPECTATION, NOW, MINUTE));
    assertThat(refused.reason()).isEqualTo(Reason.PUBLIC_KEY);
    assertThat(refused).hasMessage("another public key: expected null, found " + "70".repeat(64));
  }

  @Test
  void tellsWhomItTrustsAndWhoseRootADocumentCarries() throws Exception {
    TestModule module = new TestModule();
    MeasurementPolicy policy = MeasurementPolicy.of(IMAGE);
    AttestationVerifier verifier = new AttestationVerifier(module.anchor(), policy);

    assertThat(verifier.anchor()).isEqualTo(module.anchor());
    assertThat(verifier.policy()).isEqualTo(policy);
    assertThat(
            TrustAnchor.development(
                AttestationDocument.parse(module.sign()).unverifiedRootSha256()))
        .isEqualTo(module.anchor());
  }

  @Test
  void sixteenKibibytesAreRead() {
    assertThat(
            catchThrowableOfType(
                    AttestationException.class, () -> AttestationDocument.parse(new byte[16_384]))
                .reason())
        .isEqualTo(Reason.MALFORMED_CBOR);
  }

  @Test
  void verifiesFiveSignaturesOnceAndThenOne() throws Exception {
    TestModule module = new TestModule();
    AtomicInteger count = new AtomicInteger();
    AttestationVerifier verifier =
        new AttestationVerifier(
            module.anchor(),
            MeasurementPolicy.of(IMAGE),
            (key, message, signature) -> {
              count.incrementAndGet();
              CoseAlgorithm.ES384.verify(key, message, signature);
            });

    verifier.verify(module.sign(), EXPECTATION, NOW, MINUTE);
    assertThat(count).hasValue(5);
    verifier.verify(module.sign(), EXPECTATION, NOW, MINUTE);
    assertThat(count).hasValue(6);
  }

  @Test
  void namesTheRegistersThatDiffer() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    PcrValue other = PcrValue.of(TestModule.filled(48, 0x0f));
    Measurements expected = new Measurements(IMAGE.pcr0(), other, IMAGE.pcr2());
    Measurements farther = new Measurements(other, other, other);

    AttestationException refused =
        catchThrowableOfType(
            AttestationException.class,
            () ->
                new AttestationVerifier(module.anchor(), MeasurementPolicy.of(expected))
                    .verify(document, EXPECTATION, NOW, MINUTE));
    assertThat(refused)
        .hasMessage(
            "the document comes from another image: expected PCR1 "
                + "0f".repeat(48)
                + ", found PCR1 "
                + "a1".repeat(48));
    assertThat(refused.expected()).contains("PCR1 " + "0f".repeat(48));
    assertThat(refused.found()).contains("PCR1 " + "a1".repeat(48));

    assertThatThrownBy(() ->
            new AttestationVerifier(
                    module.anchor(), new MeasurementPolicy(List.of(farther, expected)))
                .verify(document, EXPECTATION, NOW, MINUTE))
        .hasMessageContaining("the closest of 2 allowed images")
        .hasMessageContaining("found PCR1 " + "a1".repeat(48));
  }

  @Test
  void registersOfSeveralAllowedImagesDoNotMix() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    PcrValue other = PcrValue.of(TestModule.filled(48, 0x0f));
    MeasurementPolicy policy =
        new MeasurementPolicy(
            List.of(
                new Measurements(IMAGE.pcr0(), IMAGE.pcr1(), other),
                new Measurements(other, IMAGE.pcr1(), IMAGE.pcr2())));

    AttestationException refused =
        catchThrowableOfType(
            AttestationException.class,
            () ->
                new AttestationVerifier(module.anchor(), policy)
                    .verify(document, EXPECTATION, NOW, MINUTE));
    assertThat(refused.reason()).isEqualTo(Reason.MEASUREMENTS);
  }

  private static byte[] tagged(byte[] document) throws Exception {
    return new CborTag(18, CborDecoder.decode(document, CborLimits.of(16_384, 4, 16))).encode();
  }
}
