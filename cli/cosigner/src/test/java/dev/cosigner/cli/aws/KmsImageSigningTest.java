package dev.cosigner.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** {@code sign-eif --kms-key} against a server that makes keys and signs by them. */
@Timeout(120)
class KmsImageSigningTest {
  private static final Path IMAGES =
      Path.of("../../eif-build/src/test/resources/dev/cosigner/eif/aws");

  private static MotoServer moto;

  @TempDir private Path folder;
  private Path image;

  @BeforeAll
  static void start() throws Exception {
    moto = MotoServer.start();
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @BeforeEach
  void copyImage() throws Exception {
    image = Files.copy(IMAGES.resolve("unsigned-two-ramdisks.eif"), folder.resolve("image.eif"));
  }

  private static KmsClient client() {
    return KmsClient.builder()
        .region(Region.EU_CENTRAL_1)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static String key(KeySpec spec, KeyUsageType usage) {
    try (KmsClient client = client()) {
      return client.createKey(request -> request.keySpec(spec).keyUsage(usage)).keyMetadata().arn();
    }
  }

  /** A certificate of a key in KMS, as an authority issues it: the key itself need not sign it. */
  private Path certificateOf(String arn) throws Exception {
    try (KmsClient client = client()) {
      return certificate(
          client.getPublicKey(request -> request.keyId(arn)).publicKey().asByteArray());
    }
  }

  private Path certificate(byte[] publicKey) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair authority = generator.generateKeyPair();
    Instant now = Instant.now();
    byte[] der =
        new X509v3CertificateBuilder(
                new X500Name("CN=Authority"),
                BigInteger.ONE,
                Date.from(now.minusSeconds(60)),
                Date.from(now.plusSeconds(3600)),
                new X500Name("CN=Signer in KMS"),
                SubjectPublicKeyInfo.getInstance(publicKey))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()))
            .getEncoded();
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        folder.resolve("signer.pem"),
        "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
  }

  private Ended sign(String arn, Path certificate) {
    return CommandRun.bare()
        .run(
            "sign-eif",
            image.toString(),
            "--certificate",
            certificate.toString(),
            "--kms-key",
            arn,
            "--json");
  }

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256, ES256", "ECC_NIST_P384, ES384", "ECC_NIST_P521, ES512"})
  void aKeyInKmsSigns(KeySpec spec, String algorithm) throws Exception {
    String arn = key(spec, KeyUsageType.SIGN_VERIFY);
    Path certificate = certificateOf(arn);
    Ended ended = sign(arn, certificate);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    JsonNode told = CommandRun.bare().run("describe-eif", image.toString(), "--json").json();
    assertThat(told.get("SignatureCheck").asBoolean()).isTrue();
    assertThat(told.at("/Signature/Algorithm").asText()).isEqualTo(algorithm);
    assertThat(ended.json().at("/Measurements/PCR8").asText())
        .isEqualTo(
            CommandRun.bare().run("pcr", "--certificate", certificate.toString()).out().strip());
  }

  @Test
  void theCertificateOfAnotherKeySignsNothing() throws Exception {
    byte[] before = Files.readAllBytes(image);
    String arn = key(KeySpec.ECC_NIST_P384, KeyUsageType.SIGN_VERIFY);
    String another = key(KeySpec.ECC_NIST_P384, KeyUsageType.SIGN_VERIFY);
    assertDiffers(sign(arn, certificateOf(another)), "another public key");
    String smaller = key(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
    assertDiffers(sign(arn, certificateOf(smaller)), "one for [ECDSA_SHA_384]");
    String rsa = key(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
    assertDiffers(sign(rsa, certificateOf(smaller)), "one for [RSASSA_P");
    assertThat(image).hasBinaryContent(before);
  }

  private static void assertDiffers(Ended ended, String found) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo("signing-key-differs");
    assertThat(ended.json().at("/error/found").asText()).startsWith(found);
  }

  @Test
  void onlyAKeysOwnNameIsTaken() throws Exception {
    String arn = key(KeySpec.ECC_NIST_P384, KeyUsageType.SIGN_VERIFY);
    Path certificate = certificateOf(arn);
    for (String name :
        new String[] {
          arn.substring(arn.lastIndexOf('/') + 1),
          arn.substring(0, arn.lastIndexOf(':') + 1) + "alias/signer",
          "key"
        }) {
      Ended ended = sign(name, certificate);
      assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(ended.err()).contains("--kms-key");
    }
    Ended missing = sign(arn.substring(0, arn.lastIndexOf('/') + 1) + "0-0", certificate);
    assertThat(missing.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(missing.json().at("/error/id").asText()).isEqualTo("key-not-found");
    Ended two =
        CommandRun.bare()
            .run(
                "sign-eif",
                image.toString(),
                "--certificate",
                certificate.toString(),
                "--kms-key",
                arn,
                "--private-key",
                certificate.toString());
    assertThat(two.exit()).isEqualTo(ExitCode.USAGE);
  }
}
