package dev.cosigner.protocol.cose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.cose.CoseException.Reason;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoseSign1Test {
  private static final String SIGNATURE = "5860" + "11".repeat(96);
  private static final Set<CoseAlgorithm> ALL = EnumSet.allOf(CoseAlgorithm.class);
  private static final byte[] PAYLOAD = {7, 8, 9};

  @Test
  void signsEncodesParsesAndVerifies() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair key = generator.generateKeyPair();
    byte[] input = CoseSign1.signatureInput(CoseAlgorithm.ES384, PAYLOAD);
    byte[] signature = CoseAlgorithm.ES384.sign((ECPrivateKey) key.getPrivate(), input);

    byte[] encoded = CoseSign1.of(CoseAlgorithm.ES384, PAYLOAD, signature).encode();
    CoseSign1 parsed = CoseSign1.parse(encoded, 1024, ALL);

    parsed.verify((ECPublicKey) key.getPublic());
    CoseSign1 other = CoseSign1.of(CoseAlgorithm.ES384, new byte[] {7, 8, 8}, signature);
    assertThat(
            catchThrowableOfType(
                    CoseException.class, () -> other.verify((ECPublicKey) key.getPublic()))
                .reason())
        .isEqualTo(Reason.SIGNATURE);
    assertThat(parsed.payload()).isEqualTo(PAYLOAD);
    assertThat(parsed.signature()).isEqualTo(signature);
    assertThat(parsed.algorithm()).isEqualTo(CoseAlgorithm.ES384);
    assertThat(parsed.algorithm().identifier()).isEqualTo(-35);
    assertThat(parsed.encode()).isEqualTo(encoded);
  }

  /** The Sig_structure of RFC 9052, section 4.4, spelled out. */
  @Test
  void signsTheSigStructure() {
    assertThat(HexFormat.of().formatHex(CoseSign1.signatureInput(CoseAlgorithm.ES384, PAYLOAD)))
        .isEqualTo("84" + "6a5369676e617475726531" + "44a1013822" + "40" + "43070809");
  }

  @Test
  void theTagIsOptionalAndKept() throws Exception {
    for (String tag : new String[] {"", "d2"}) {
      byte[] encoded = HexFormat.of().parseHex(tag + "8444a1013822a043070809" + SIGNATURE);
      assertThat(CoseSign1.parse(encoded, 1024, ALL).encode()).isEqualTo(encoded);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', MALFORMED_CBOR",
    "8444a1013822a043070809, MALFORMED_CBOR",
    "d38444a1013822a043070809SIG, TAG",
    "db00000001000000128444a1013822a043070809SIG, TAG",
    "d2d28444a1013822a043070809SIG, STRUCTURE",
    "f6, STRUCTURE",
    "8344a1013822a043070809, STRUCTURE",
    "8544a1013822a043070809SIGf6, STRUCTURE",
    "84a1013822a043070809SIG, STRUCTURE",
    "8444a10138224043070809SIG, STRUCTURE",
    "8444a1013822a0f6SIG, STRUCTURE",
    "8444a1013822a043070809f6, STRUCTURE",
    "8440a043070809SIG, PROTECTED_HEADER",
    "8441a0a043070809SIG, PROTECTED_HEADER",
    "8443a10138a043070809SIG, PROTECTED_HEADER",
    "8443a10122a043070809SIG, PROTECTED_HEADER",
    "8446a20138220240a043070809SIG, PROTECTED_HEADER",
    "8445a101390022a043070809SIG, PROTECTED_HEADER",
    "8444a1021822a043070809SIG, PROTECTED_HEADER",
    "8444a1013822a1044043070809SIG, UNPROTECTED_HEADER",
    "8444a1013822a043070809585f, MALFORMED_CBOR",
    "8444a1013822a04307080940, SIGNATURE_LENGTH",
    "8444a1013822a0430708095840SHORT, SIGNATURE_LENGTH",
    "8443a10126a043070809SIG, SIGNATURE_LENGTH",
  })
  void refusesWithItsReason(String form, Reason reason) {
    String hex = form.replace("SIG", SIGNATURE).replace("SHORT", "11".repeat(64));
    assertThat(refusal(hex, 1024)).isEqualTo(reason);
  }

  /** An algorithm number that is -35 in 32 bits, and a label that is 1, are others. */
  @Test
  void refusesNumbersThatWrapIn32Bits() {
    assertThat(refusal("844ba1013b0000000100000022a043070809" + SIGNATURE, 1024))
        .isEqualTo(Reason.PROTECTED_HEADER);
    assertThat(refusal("844ca11b00000001000000013822a043070809" + SIGNATURE, 1024))
        .isEqualTo(Reason.PROTECTED_HEADER);
  }

  @Test
  void refusesAlgorithmsThatTheCallerDoesNotTake() {
    byte[] encoded = HexFormat.of().parseHex("8444a1013822a043070809" + SIGNATURE);
    CoseException refused =
        catchThrowableOfType(
            CoseException.class,
            () -> CoseSign1.parse(encoded, 1024, EnumSet.of(CoseAlgorithm.ES256)));
    assertThat(refused.reason()).isEqualTo(Reason.PROTECTED_HEADER);
    assertThat(refused).hasMessageContaining("one of [ES256], found a1013822");
  }

  @Test
  void refusesMoreBytesThanAllowed() {
    assertThat(refusal("8444a1013822a043070809" + SIGNATURE, 100)).isEqualTo(Reason.MALFORMED_CBOR);
  }

  @Test
  void refusesToMakeASignatureOfAnotherLength() {
    CoseException refused =
        catchThrowableOfType(
            CoseException.class, () -> CoseSign1.of(CoseAlgorithm.ES384, PAYLOAD, new byte[95]));
    assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE_LENGTH);
  }

  private static Reason refusal(String hex, int maxBytes) {
    CoseException refused =
        catchThrowableOfType(
            CoseException.class,
            () -> CoseSign1.parse(HexFormat.of().parseHex(hex), maxBytes, ALL));
    assertThat(refused).as("refusal of %s", hex).isNotNull();
    return refused.reason();
  }
}
