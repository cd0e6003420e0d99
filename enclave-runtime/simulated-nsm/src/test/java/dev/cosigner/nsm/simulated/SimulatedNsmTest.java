package dev.cosigner.nsm.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.enclave.nsm.DocumentTime;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.attestation.VerifiedAttestation;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A module that its receivers cannot tell from AWS's, but for its root. */
class SimulatedNsmTest {
  private static final long MAX_AGE_MILLIS = 60_000;
  private static final CborLimits LIMITS = CborLimits.of(16_384, 4, 256);

  private static DevelopmentAuthority authority;

  private long now = System.currentTimeMillis();
  private Nsm nsm;

  @BeforeAll
  static void createAuthority() throws Exception {
    authority = DevelopmentAuthority.create();
  }

  @BeforeEach
  void provision() throws Exception {
    Provisioning provisioning = Provisioning.decode(authority.provisioning(Registers.IMAGE));
    nsm = new SimulatedNsm(provisioning, new MemoryBacking(provisioning.registers(), () -> now));
  }

  @Test
  void aDocumentVerifiesUnderTheDevelopmentRoot() throws Exception {
    byte[] userData = {1, 2};
    byte[] nonce = {3, 4, 5};
    byte[] publicKey = {6};

    byte[] document = nsm.attest(userData, nonce, publicKey);

    Expectation expectation =
        Expectation.nothing().withUserData(userData).withNonce(nonce).withPublicKey(publicKey);
    VerifiedAttestation verified = verifier().verify(document, expectation, now, MAX_AGE_MILLIS);
    assertThat(verified.moduleId()).isEqualTo(DevelopmentAuthority.MODULE_ID);
    assertThat(verified.timestampMillis()).isEqualTo(now);
  }

  @Test
  void aDocumentWithNothingVerifies() throws Exception {
    nsm.lockPcrs(Nsm.PCR_COUNT);
    byte[] document = nsm.attest(null, null, null);
    verifier().verify(document, Expectation.nothing(), now, MAX_AGE_MILLIS);
    assertThat(DocumentTime.millisOf(document)).isEqualTo(now);
  }

  @Test
  void aDocumentSpeaksOfLockedRegistersOnly() throws Exception {
    assertThat(pcrs(nsm.attest(null, null, null)).size()).isEqualTo(16);
    nsm.extendPcr(17, new byte[] {1});
    nsm.lockPcr(17);
    CborMap pcrs = pcrs(nsm.attest(null, null, null));
    assertThat(pcrs.size()).isEqualTo(17);
    assertThat(pcrs.get(4)).contains(Registers.register(5));
    assertThat(pcrs.get(5)).contains(Registers.register(0));
    assertThat(pcrs.get(17)).contains(CborValue.of(nsm.describePcr(17).value()));
  }

  @Test
  void theLeafHasTheFormOfAwss() throws Exception {
    X509CertificateHolder leaf = leaf(nsm.attest(null, null, null));

    assertThat(
            leaf.isSignatureValid(
                new JcaContentVerifierProviderBuilder().build(authority.instance())))
        .isTrue();
    assertThat(leaf.getIssuer().getEncoded())
        .isEqualTo(authority.instance().getSubject().getEncoded());
    assertThat(leaf.getSubject().toString())
        .isEqualTo(
            "C=US,ST=Washington,L=Seattle,O=Amazon,OU=AWS,CN=" + DevelopmentAuthority.MODULE_ID);
    Instant start = leaf.getNotBefore().toInstant();
    assertThat(start)
        .isEqualTo(Instant.ofEpochMilli(now).minusSeconds(3).truncatedTo(ChronoUnit.SECONDS));
    assertThat(Duration.between(start, leaf.getNotAfter().toInstant())).hasSeconds(3 * 3600 + 3);
    assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(127);
    assertThat(leaf.getExtensions().getExtensionOIDs())
        .containsExactly(Extension.basicConstraints, Extension.keyUsage);
    assertThat(BasicConstraints.fromExtensions(leaf.getExtensions()).isCA()).isFalse();
    assertThat(leaf.getExtension(Extension.basicConstraints).isCritical()).isTrue();
    assertThat(leaf.getExtension(Extension.keyUsage).isCritical()).isFalse();
    assertThat(KeyUsage.fromExtensions(leaf.getExtensions()))
        .isEqualTo(new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
  }

  @Test
  void aLeafIsUsedForHalfItsLifeAndThenReplaced() throws Exception {
    X509CertificateHolder first = leaf(nsm.attest(null, null, null));
    now += 5_399_999;
    assertThat(leaf(nsm.attest(null, null, null))).isEqualTo(first);

    now += 1;
    byte[] document = nsm.attest(null, null, null);

    assertThat(leaf(document)).isNotEqualTo(first);
    verifier().verify(document, Expectation.nothing(), now, MAX_AGE_MILLIS);
  }

  @Test
  void longFieldsAreRefused() {
    refused(
        () -> nsm.attest(new byte[513], null, null),
        Reason.INPUT_TOO_LARGE,
        "expected at most 512 bytes of user data, found 513");
    refused(
        () -> nsm.attest(null, new byte[513], null),
        Reason.INPUT_TOO_LARGE,
        "expected at most 512 bytes of nonce, found 513");
    refused(
        () -> nsm.attest(null, null, new byte[1025]),
        Reason.INPUT_TOO_LARGE,
        "expected at most 1024 bytes of public key, found 1025");
  }

  @Test
  void extendHashesTheOldValueWithTheData() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-384");
    digest.update(new byte[48]);
    byte[] expected = digest.digest(new byte[] {1, 2, 3});

    assertThat(nsm.extendPcr(16, new byte[] {1, 2, 3})).isEqualTo(expected);
    assertThat(nsm.describePcr(16).value()).isEqualTo(expected);
    assertThat(nsm.describePcr(16).locked()).isFalse();
  }

  @Test
  void theFirstSixteenRegistersAreLockedFromTheStart() throws Exception {
    assertThat(nsm.describePcr(0).value()).isEqualTo(Registers.register(1).value());
    assertThat(nsm.describePcr(15).locked()).isTrue();
    assertThat(nsm.describe().lockedPcrs()).hasSize(16).contains(0, 15).doesNotContain(16);
    refused(
        () -> nsm.extendPcr(15, new byte[] {1}),
        Reason.READ_ONLY_INDEX,
        "expected an unlocked register, found 15 locked");
  }

  @Test
  void aLockedRegisterStaysLocked() throws Exception {
    nsm.lockPcr(20);
    refused(
        () -> nsm.extendPcr(20, new byte[] {1}),
        Reason.READ_ONLY_INDEX,
        "expected an unlocked register, found 20 locked");
    refused(
        () -> nsm.lockPcr(20),
        Reason.READ_ONLY_INDEX,
        "expected an unlocked register, found 20 locked");
  }

  @Test
  void allRegistersAreLockedAtOnce() throws Exception {
    nsm.lockPcrs(32);
    assertThat(nsm.describe().lockedPcrs()).hasSize(32);
    refused(
        () -> nsm.extendPcr(31, new byte[] {1}),
        Reason.READ_ONLY_INDEX,
        "expected an unlocked register, found 31 locked");
  }

  @Test
  void thereAreThirtyTwoRegisters() {
    refused(
        () -> nsm.describePcr(32),
        Reason.INVALID_INDEX,
        "expected a register from 0 to 31, found 32");
    refused(
        () -> nsm.lockPcr(-1), Reason.INVALID_INDEX, "expected a register from 0 to 31, found -1");
    refused(
        () -> nsm.lockPcrs(33),
        Reason.INVALID_ARGUMENT,
        "expected 1 to 32 registers to lock, found 33");
  }

  @Test
  void randomBytesDiffer() throws Exception {
    assertThat(nsm.getRandom()).hasSize(256).isNotEqualTo(nsm.getRandom());
  }

  @Test
  void overADeviceRegistersAndTimeAreTheDevices() throws Exception {
    Provisioning provisioning = Provisioning.decode(authority.provisioning(null));
    Nsm above = new SimulatedNsm(provisioning, new DeviceBacking(nsm));
    now += 1234;

    byte[] document = above.attest(null, null, null);

    verifier().verify(document, Expectation.nothing(), now, 0);
    above.lockPcrs(32);
    assertThat(nsm.describePcr(31).locked()).isTrue();
  }

  private static AttestationVerifier verifier() throws Exception {
    return new AttestationVerifier(authority.anchor(), Registers.policy());
  }

  private static void refused(ThrowingCallable call, Reason reason, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(NsmException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(message);
  }

  private static X509CertificateHolder leaf(byte[] document) throws Exception {
    return new X509CertificateHolder(
        payload(document).require("payload", "certificate").asBytes("certificate", 1, 2048));
  }

  private static CborMap pcrs(byte[] document) throws Exception {
    return payload(document).require("payload", "pcrs").asMap("pcrs");
  }

  private static CborMap payload(byte[] document) throws Exception {
    byte[] payload =
        CborDecoder.decode(document, LIMITS)
            .asArrayOf("document", 4)
            .get(2)
            .asBytes("payload", 1, 16_384);
    return CborDecoder.decode(payload, LIMITS).asMap("payload");
  }
}
