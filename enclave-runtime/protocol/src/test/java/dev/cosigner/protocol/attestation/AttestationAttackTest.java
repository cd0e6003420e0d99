package dev.cosigner.protocol.attestation;

import static dev.cosigner.protocol.attestation.TestModule.IMAGE;
import static dev.cosigner.protocol.attestation.TestModule.MINUTE;
import static dev.cosigner.protocol.attestation.TestModule.NONCE;
import static dev.cosigner.protocol.attestation.TestModule.NOW;
import static dev.cosigner.protocol.attestation.TestModule.USER_DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack changes one thing of a valid document and meets the refusal made for it. */
class AttestationAttackTest {
  static Stream<Attack> all() {
    return Stream.of(
            EnvelopeAttacks.envelopes(),
            PayloadAttacks.payloads(),
            BindingAttacks.bindings(),
            CertificateAttacks.certificates())
        .flatMap(attacks -> attacks);
  }

  @ParameterizedTest
  @MethodSource("all")
  void isRefusedByItsReason(Attack attack) throws Exception {
    TestModule module = new TestModule();
    byte[] document = attack.forgery().make(module);
    TrustAnchor anchor =
        attack.reason() == Reason.ROOT ? new TestModule().anchor() : module.anchor();
    AttestationVerifier verifier = new AttestationVerifier(anchor, MeasurementPolicy.of(IMAGE));
    Expectation expectation = Expectation.nothing().withNonce(NONCE).withUserData(USER_DATA);

    AttestationException refused =
        catchThrowableOfType(
            AttestationException.class,
            () -> verifier.verify(document, expectation, NOW, 5 * MINUTE));

    assertThat(refused).as("refusal of %s", attack).isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(attack.reason());
  }

  @Test
  void everyReasonHasAnAttack() {
    Set<Reason> attacked =
        all()
            .map(Attack::reason)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Reason.class)));
    assertThat(attacked).isEqualTo(EnumSet.allOf(Reason.class));
  }

  /** Amazon's root and a development root never stand for each other. */
  @Test
  void aDevelopmentDocumentIsRefusedUnderAmazonsRoot() throws Exception {
    byte[] document = new TestModule().sign();
    AttestationException refused =
        catchThrowableOfType(
            AttestationException.class,
            () ->
                new AttestationVerifier(TrustAnchor.aws(), MeasurementPolicy.of(IMAGE))
                    .verify(
                        document,
                        Expectation.nothing().withNonce(NONCE).withUserData(USER_DATA),
                        NOW,
                        MINUTE));
    assertThat(refused.reason()).isEqualTo(Reason.ROOT);
  }

  /** A field that the caller does not name must be null: a document stands for one purpose. */
  @Test
  void fieldsThatAreNotExpectedMustBeNull() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));

    assertThat(
            catchThrowableOfType(
                    AttestationException.class,
                    () -> verifier.verify(document, Expectation.nothing(), NOW, MINUTE))
                .reason())
        .isEqualTo(Reason.NONCE);
    assertThat(
            catchThrowableOfType(
                    AttestationException.class,
                    () ->
                        verifier.verify(
                            document, Expectation.nothing().withNonce(NONCE), NOW, MINUTE))
                .reason())
        .isEqualTo(Reason.USER_DATA);
  }
}
