package dev.cosigner.eif.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.signature.ImageSignatureException.Reason;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import dev.cosigner.protocol.cose.CoseSign1;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signature sections: made, read in both encodings, and attacked in one place each. */
class ImageSignatureTest {
  private static final PcrValue PCR0 = PcrValue.of(filled(1));
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private static byte[] filled(int value) {
    byte[] bytes = new byte[48];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Reason refusal(ThrowingCallable action) {
    ImageSignatureException e = catchThrowableOfType(ImageSignatureException.class, action);
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).isNotBlank();
    return e.reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"p256", "p384", "p521"})
  void aSignatureByEveryCurveIsReadBackAndVerified(String name) throws Exception {
    ImageSignature signature = TestSigner.sign(name, name, PCR0);
    ImageSignature read = ImageSignature.parse(signature.encode());
    read.verify(PCR0);
    assertThat(read.pcr0()).isEqualTo(PCR0);
    assertThat(read.certificate().pem()).isEqualTo(TestSigner.resource(name + ".pem"));
    assertThat(read.encode()).isEqualTo(signature.encode());
  }

  @Test
  void bothValuesAreArraysOfIntegersAsAwsWritesThem() throws Exception {
    byte[] section = TestSigner.sign("p384", "p384", PCR0).encode();
    CborMap entry = entry(section);
    assertThat(entry.entries())
        .extracting(field -> field.key().toString())
        .map(key -> key.replaceAll(".*value=|[\\]\"]", ""))
        .containsExactly("signing_certificate", "signature");
    assertThat(entry.entries()).allMatch(field -> field.value() instanceof CborArray);
  }

  private static CborMap entry(byte[] section) throws Exception {
    return CborDecoder.decode(section, CborLimits.of(32768, 4, 32768))
        .asArrayOf("section", 1)
        .getFirst()
        .asMap("entry");
  }

  private static byte[] bytes(CborValue integers) throws Exception {
    List<CborValue> items = integers.asArray("bytes", 0, 32768);
    byte[] bytes = new byte[items.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) items.get(i).asInteger("byte", 0, 255);
    }
    return bytes;
  }

  private static byte[] section(CborValue certificate, CborValue signature) {
    return CborValue.array(
            CborValue.map(
                CborMap.entry("signing_certificate", certificate),
                CborMap.entry("signature", signature)))
        .encode();
  }

  @Test
  void byteStringsAreReadToo() throws Exception {
    CborMap entry = entry(TestSigner.sign("p256", "p256", PCR0).encode());
    byte[] section =
        section(
            CborValue.of(bytes(entry.get("signing_certificate").orElseThrow())),
            CborValue.of(bytes(entry.get("signature").orElseThrow())));
    ImageSignature.parse(section).verify(PCR0);
  }

  @Test
  void anotherImageIsNotTheSignedOne() throws Exception {
    ImageSignature signature = TestSigner.sign("p384", "p384", PCR0);
    assertThat(refusal(() -> signature.verify(PcrValue.of(filled(2))))).isEqualTo(Reason.PCR0);
  }

  @Test
  void anotherKeyOrAChangedBitIsNoSignature() throws Exception {
    assertThat(refusal(() -> TestSigner.sign("issued", "p384", PCR0))).isEqualTo(Reason.SIGNATURE);
    SigningCertificate certificate = TestSigner.certificate("p384");
    assertThat(refusal(() -> ImageSignature.of(certificate, PCR0, new byte[96])))
        .isEqualTo(Reason.SIGNATURE);
    assertThat(refusal(() -> ImageSignature.of(certificate, PCR0, new byte[64])))
        .isEqualTo(Reason.SIGNATURE);
    CborMap entry = entry(TestSigner.sign("p384", "p384", PCR0).encode());
    byte[] cose = bytes(entry.get("signature").orElseThrow());
    cose[cose.length - 1] ^= 1;
    ImageSignature forged =
        ImageSignature.parse(
            section(entry.get("signing_certificate").orElseThrow(), CborValue.of(cose)));
    assertThat(refusal(() -> forged.verify(PCR0))).isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void theCertificateOfAnotherCurveIsRefused() throws Exception {
    CborMap entry = entry(TestSigner.sign("p384", "p384", PCR0).encode());
    byte[] other = TestSigner.resource("p256.pem");
    ImageSignature forged =
        ImageSignature.parse(section(CborValue.of(other), entry.get("signature").orElseThrow()));
    assertThat(refusal(() -> forged.verify(PCR0))).isEqualTo(Reason.KEY);
    assertThat(refusal(() -> TestSigner.certificate("rsa"))).isEqualTo(Reason.KEY);
  }

  @Test
  void anotherPayloadIsRefused() throws Exception {
    SigningCertificate certificate = TestSigner.certificate("p384");
    CborValue register = CborValue.of(filled(1));
    CborValue[] payloads = {
      CborValue.map(
          CborMap.entry("register_index", CborValue.of(1)),
          CborMap.entry("register_value", register)),
      CborValue.map(
          CborMap.entry("register_index", CborValue.of(0)),
          CborMap.entry("register_value", CborValue.of(new byte[47]))),
      CborValue.map(CborMap.entry("register_value", register)),
      CborValue.map(
          CborMap.entry("register_index", CborValue.of(0)),
          CborMap.entry("register_value", register),
          CborMap.entry("more", register)),
      register
    };
    for (CborValue payload : payloads) {
      byte[] cose = CoseSign1.of(CoseAlgorithm.ES384, payload.encode(), new byte[96]).encode();
      assertThat(
              refusal(() ->
                  ImageSignature.parse(
                      section(CborValue.of(certificate.pem()), CborValue.of(cose)))))
          .isEqualTo(Reason.PAYLOAD);
    }
  }

  @Test
  void malformedSectionsAreRefused() throws Exception {
    byte[] good = TestSigner.sign("p256", "p256", PCR0).encode();
    CborMap entry = entry(good);
    CborValue certificate = entry.get("signing_certificate").orElseThrow();
    CborValue cose = entry.get("signature").orElseThrow();
    assertThat(refusal(() -> ImageSignature.parse(new byte[32769]))).isEqualTo(Reason.TOO_LARGE);
    for (String hex : List.of("", "80", "81a0", "a0", "8200", "9b7fffffffffffffff", "81")) {
      assertThat(refusal(() -> ImageSignature.parse(HexFormat.of().parseHex(hex))))
          .as(hex)
          .isEqualTo(Reason.STRUCTURE);
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertThat(refusal(() -> ImageSignature.parse(longer))).isEqualTo(Reason.STRUCTURE);
    byte[] two = CborValue.array(entry, entry).encode();
    assertThat(refusal(() -> ImageSignature.parse(two))).isEqualTo(Reason.STRUCTURE);
    byte[] notBytes = section(CborValue.array(CborValue.of(256)), cose);
    assertThat(refusal(() -> ImageSignature.parse(notBytes))).isEqualTo(Reason.STRUCTURE);
    byte[] noCertificate = section(CborValue.of(new byte[10]), cose);
    assertThat(refusal(() -> ImageSignature.parse(noCertificate))).isEqualTo(Reason.CERTIFICATE);
    byte[] noCose = section(certificate, CborValue.of(new byte[10]));
    assertThat(refusal(() -> ImageSignature.parse(noCose))).isEqualTo(Reason.COSE);
    Set<Reason> malformed =
        EnumSet.of(
            Reason.TOO_LARGE, Reason.STRUCTURE, Reason.CERTIFICATE, Reason.COSE, Reason.PAYLOAD);
    for (Reason reason : Reason.values()) {
      assertThat(new ImageSignatureException(reason, "x").isMalformed())
          .isEqualTo(malformed.contains(reason));
    }
  }

  @Test
  void certificatesThatAreNoneAreRefused() throws Exception {
    String good =
        new String(TestSigner.resource("p384.pem"), java.nio.charset.StandardCharsets.US_ASCII);
    String[] bad = {
      "",
      "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
      good.replace("MII", "AAA"),
      good.replace("\n-----END", "AAAA\n-----END"),
      good.repeat(9),
      "x".repeat(40_000)
    };
    for (String pem : bad) {
      byte[] bytes = pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      assertThat(refusal(() -> SigningCertificate.parse(bytes)))
          .as(pem)
          .isEqualTo(Reason.CERTIFICATE);
    }
  }

  @Test
  void whatOtherReadersMayTakeForACertificateIsRefused() throws Exception {
    String good =
        new String(TestSigner.resource("p384.pem"), java.nio.charset.StandardCharsets.US_ASCII);
    String other =
        new String(TestSigner.resource("p256.pem"), java.nio.charset.StandardCharsets.US_ASCII);
    String[] bad = {
      other.replace("CERTIFICATE", "X509 CERTIFICATE") + good,
      other.replace("CERTIFICATE", "TRUSTED CERTIFICATE") + good,
      "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n" + good,
      " " + other + good,
      "text\r" + other + good,
      good.replace("-----END CERTIFICATE", "-----END X509 CERTIFICATE"),
      good.replaceFirst("-----END[^\n]*\n", ""),
      good + good.replaceFirst("-----BEGIN[^\n]*\n", "")
    };
    for (String pem : bad) {
      byte[] bytes = pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      assertThat(refusal(() -> SigningCertificate.parse(bytes)))
          .as(pem)
          .isEqualTo(Reason.CERTIFICATE);
    }
    // What 'openssl x509 -text' prints in front, and files from Windows.
    for (String pem : List.of("Certificate:\n    Data:\n" + good, good.replace("\n", "\r\n"))) {
      assertThat(
              SigningCertificate.parse(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                  .pcr8())
          .isEqualTo(TestSigner.certificate("p384").pcr8());
    }
  }

  @Test
  void aCertificateForAnotherUseSignsNoImages() throws Exception {
    var authority = SigningCertificate.certificates(TestSigner.resource("uses-authority.pem"));
    TestSigner.certificate("used-for-code").requireIssuedBy(authority, NOW);
    for (String name : List.of("used-for-tls", "used-for-agreement")) {
      SigningCertificate certificate = TestSigner.certificate(name);
      assertThat(refusal(() -> certificate.requireIssuedBy(authority, NOW))).isEqualTo(Reason.USE);
      assertThat(refusal(() -> certificate.requireIssuedBy(List.of(certificate.leaf()), NOW)))
          .isEqualTo(Reason.USE);
    }
  }

  @Test
  void aCertificateIsValidForItsTimeAlone() throws Exception {
    SigningCertificate expired = TestSigner.certificate("expired");
    assertThat(refusal(() -> expired.requireValid(NOW))).isEqualTo(Reason.VALIDITY);
    assertThat(refusal(() -> expired.requireValid(Instant.parse("2019-12-31T23:59:59Z"))))
        .isEqualTo(Reason.VALIDITY);
    assertThatCode(() -> expired.requireValid(Instant.parse("2020-06-01T00:00:00Z")))
        .doesNotThrowAnyException();
  }

  @Test
  void anAuthorityVouchesForWhatItIssued() throws Exception {
    SigningCertificate issued = TestSigner.certificate("issued");
    var authority = SigningCertificate.certificates(TestSigner.resource("authority.pem"));
    var another = SigningCertificate.certificates(TestSigner.resource("another-authority.pem"));
    issued.requireIssuedBy(authority, NOW);
    issued.requireIssuedBy(List.of(another.getFirst(), authority.getFirst()), NOW);
    issued.requireIssuedBy(List.of(issued.leaf()), NOW);
    assertThat(refusal(() -> issued.requireIssuedBy(another, NOW))).isEqualTo(Reason.CHAIN);
    List<java.security.cert.X509Certificate> noAuthority =
        List.of(TestSigner.certificate("p256").leaf());
    // Self-signed by openssl's default, it says that it is an authority, but issued nothing.
    assertThat(refusal(() -> issued.requireIssuedBy(noAuthority, NOW))).isEqualTo(Reason.CHAIN);
    assertThat(
            refusal(() -> issued.requireIssuedBy(authority, Instant.parse("2020-01-01T00:00:00Z"))))
        .isEqualTo(Reason.VALIDITY);
    SigningCertificate chained =
        SigningCertificate.parse(
            (new String(
                        TestSigner.resource("issued.pem"),
                        java.nio.charset.StandardCharsets.US_ASCII)
                    + new String(
                        TestSigner.resource("authority.pem"),
                        java.nio.charset.StandardCharsets.US_ASCII))
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    chained.requireIssuedBy(authority, NOW);
    assertThat(chained.pcr8()).isEqualTo(issued.pcr8());
  }
}
