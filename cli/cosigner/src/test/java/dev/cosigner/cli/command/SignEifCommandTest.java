package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing images by keys at hand and kept elsewhere, and verifying them. */
class SignEifCommandTest {
  private static final Path RESOURCES =
      Path.of("../../eif-build/src/test/resources/dev/cosigner/eif");

  @TempDir private Path directory;
  private Path image;

  @BeforeEach
  void copyImage() throws IOException {
    image = directory.resolve("image.eif");
    Files.copy(RESOURCES.resolve("aws/unsigned-two-ramdisks.eif"), image);
  }

  private static String key(String name) {
    return RESOURCES.resolve("signature/" + name).toString();
  }

  private static Ended run(Object... words) {
    String[] line = new String[words.length];
    for (int i = 0; i < line.length; i++) {
      line[i] = words[i].toString();
    }
    return CommandRun.bare().run(line);
  }

  private Ended sign(Object... more) {
    Object[] line = new Object[more.length + 2];
    line[0] = "sign-eif";
    line[1] = image;
    System.arraycopy(more, 0, line, 2, more.length);
    return run(line);
  }

  private Ended signBy(String name) {
    return sign("--certificate", key(name + ".pem"), "--private-key", key(name + ".key"));
  }

  @Test
  void anImageIsSignedInPlaceAndSignedAnew() {
    String pcr0 = run("pcr", "--eif", image, "--json").json().at("/Measurements/PCR0").asText();
    for (String name : new String[] {"p256", "p521", "p384"}) {
      Ended ended = signBy(name);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
      JsonNode told = run("describe-eif", image, "--json").json();
      assertThat(told.get("SignatureCheck").asBoolean()).isTrue();
      assertThat(told.get("CheckCRC").asBoolean()).isTrue();
      assertThat(told.at("/Measurements/PCR0").asText()).isEqualTo(pcr0);
      assertThat(told.at("/SigningCertificate/IssuerName/commonName").asText())
          .isEqualTo("Image signer " + name);
      assertThat(ended.out()).contains(told.at("/Measurements/PCR8").asText());
    }
  }

  @Test
  void aResultReplacesNothingThatItIsMadeFrom() throws IOException {
    Path certificate = Files.copy(Path.of(key("p384.pem")), directory.resolve("own.pem"));
    Path privateKey = Files.copy(Path.of(key("p384.key")), directory.resolve("own.key"));
    byte[] before = Files.readAllBytes(image);
    for (Path output : new Path[] {certificate, privateKey}) {
      byte[] kept = Files.readAllBytes(output);
      assertIsInput(
          sign(
              "--certificate",
              certificate,
              "--private-key",
              privateKey,
              "--output",
              output,
              "--json"));
      assertThat(output).hasBinaryContent(kept);
    }
    for (Path output : new Path[] {certificate, image}) {
      byte[] kept = Files.readAllBytes(output);
      assertIsInput(sign("--certificate", certificate, "--to-be-signed", output, "--json"));
      assertThat(output).hasBinaryContent(kept);
    }
    assertThat(image).hasBinaryContent(before);
  }

  private static void assertIsInput(Ended ended) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo("output-is-input");
  }

  @Test
  void noOtherFileIsReplacedUnlessAskedFor() throws IOException {
    Path out = Files.writeString(directory.resolve("kept"), "kept");
    String[] byKey = {
      "--certificate", key("p384.pem"), "--private-key", key("p384.key"), "--output", out.toString()
    };
    String[] toBeSigned = {"--certificate", key("p384.pem"), "--to-be-signed", out.toString()};
    for (String[] words : new String[][] {byKey, toBeSigned}) {
      Files.writeString(out, "kept");
      Ended refused = sign((Object[]) words);
      assertThat(refused.exit()).as(refused.err()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err()).contains("--replace");
      assertThat(out).hasContent("kept");
      Object[] asked = java.util.Arrays.copyOf(words, words.length + 1, Object[].class);
      asked[words.length] = "--replace";
      assertThat(sign(asked).exit()).isEqualTo(ExitCode.DONE);
      assertThat(Files.size(out)).isGreaterThan(100);
    }
    // The same bytes again are no other content.
    assertThat(sign((Object[]) toBeSigned).exit()).isEqualTo(ExitCode.DONE);
    // Signed in its place by another name, the image is what is replaced.
    assertThat(
            sign(
                    "--certificate",
                    key("p384.pem"),
                    "--private-key",
                    key("p384.key"),
                    "--output",
                    directory.resolve("../" + directory.getFileName() + "/image.eif"))
                .exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(run("describe-eif", image, "--json").json().get("IsSigned").asBoolean()).isTrue();
  }

  @Test
  void theImageThatALinkLeadsToIsSigned() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link.eif"), image);
    Ended ended =
        run("sign-eif", link, "--certificate", key("p384.pem"), "--private-key", key("p384.key"));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(link).isSymbolicLink();
    assertThat(run("describe-eif", image, "--json").json().get("IsSigned").asBoolean()).isTrue();
  }

  @Test
  void whatIsToBeSignedGoesIntoPipesAndDevicesToo() {
    assertThat(sign("--certificate", key("p384.pem"), "--to-be-signed", "/dev/null").exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(Path.of("/dev/null")).exists();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    Ended device =
        sign(
            "--certificate",
            key("p384.pem"),
            "--private-key",
            key("p384.key"),
            "--output",
            "/dev/null");
    assertThat(device.exit()).isEqualTo(ExitCode.ENVIRONMENT);
    assertThat(device.err()).contains("expected a file, found a device");
  }

  @Test
  void aNameCannotDriveTheTerminalOrAddALine() throws IOException {
    String hostile = "image\u001b[2J\nimage.eif is verified \u202e.eif";
    Path named = Files.copy(image, directory.resolve(hostile));
    for (Ended ended :
        new Ended[] {
          run("verify-eif", named),
          run("describe-eif", named),
          run("diff-eif", image, named),
          run("sign-eif", named, "--certificate", key("p384.pem"), "--to-be-signed", named),
          run("verify-eif", named + "x"),
          run("pcr", "--eif", named + "x")
        }) {
      assertThat(ended.out() + ended.err())
          .doesNotContain("\u001b", "\u202e", "\nimage.eif is verified");
    }
    Ended json = run("verify-eif", named + "x", "--json");
    assertThat(json.out()).doesNotContain("\u001b", "\u202e");
    assertThat(json.json().at("/error/message").asText()).contains("\u202e");
  }

  @Test
  void aCertificateForAnotherUseIsNoSigner() {
    assertThat(signBy("issued").exit()).isEqualTo(ExitCode.DONE);
    Ended ended = run("verify-eif", image, "--certificate-authority", key("uses-authority.pem"));
    assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(ended.out()).contains("passed  signature").contains("FAILED  signer");
  }

  @Test
  void theOriginalStaysWhereAnotherFileIsNamed() throws IOException {
    byte[] before = Files.readAllBytes(image);
    Path out = directory.resolve("signed.eif");
    assertThat(
            sign(
                    "--certificate",
                    key("p384.pem"),
                    "--private-key",
                    key("p384.key"),
                    "--output",
                    out)
                .exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(image).hasBinaryContent(before);
    assertThat(run("verify-eif", out).exit()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @CsvSource({
    "p256, SHA256withECDSA",
    "p384, SHA384withECDSA",
    "p521, SHA512withECDSA",
    "p384, SHA384withECDSAinP1363Format"
  })
  void aKeyKeptElsewhereSignsInTwoSteps(String name, String algorithm) throws Exception {
    Path toBeSigned = directory.resolve("to-be-signed");
    String certificate = key(name + ".pem");
    Ended first = sign("--certificate", certificate, "--to-be-signed", toBeSigned, "--json");
    assertThat(first.exit()).isEqualTo(ExitCode.DONE);
    assertThat(first.json().get("algorithm").asText()).isEqualTo("ES" + algorithm.substring(3, 6));

    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(privateKey(name));
    signer.update(Files.readAllBytes(toBeSigned));
    Path signature = directory.resolve("signature");
    byte[] bytes = signer.sign();
    Files.write(signature, bytes);
    Ended second = sign("--certificate", certificate, "--signature", signature);
    assertThat(second.exit()).as(second.err()).isEqualTo(ExitCode.DONE);
    assertThat(run("verify-eif", image).exit()).isEqualTo(ExitCode.DONE);

    bytes[bytes.length - 1] ^= 1;
    Files.write(signature, bytes);
    Ended forged = sign("--certificate", certificate, "--signature", signature);
    assertThat(forged.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(forged.err()).contains("the signature is not that of this image");
  }

  private static PrivateKey privateKey(String name) throws Exception {
    String pem = Files.readString(Path.of(key(name + ".key")));
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  @Test
  void anEncryptedKeyTakesItsPassphraseFromAFileOrAPrompt() throws Exception {
    String encrypted = key("p384-encrypted.key");
    Path passphrase = directory.resolve("passphrase");
    Files.writeString(passphrase, "correct horse\n");
    assertThat(
            sign(
                    "--certificate",
                    key("p384.pem"),
                    "--private-key",
                    encrypted,
                    "--passphrase-file",
                    passphrase)
                .exit())
        .isEqualTo(ExitCode.DONE);
    Ended asked =
        CommandRun.bare()
            .answering("correct horse")
            .run(
                "sign-eif",
                image.toString(),
                "--certificate",
                key("p384.pem"),
                "--private-key",
                encrypted);
    assertThat(asked.exit()).isEqualTo(ExitCode.DONE);
    Files.writeString(passphrase, "wrong");
    Ended wrong =
        sign(
            "--certificate",
            key("p384.pem"),
            "--private-key",
            encrypted,
            "--passphrase-file",
            passphrase);
    assertThat(wrong.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(wrong.err()).contains("stays shut").doesNotContain("wrong\n");
  }

  @Test
  void whatOpensslWritesByDefaultIsReadToo() {
    assertThat(sign("--certificate", key("p384.pem"), "--private-key", key("p384-sec1.key")).exit())
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void whatCannotSignIsRefused() throws IOException {
    byte[] before = Files.readAllBytes(image);
    Ended pair = sign("--certificate", key("p384.pem"), "--private-key", key("issued.key"));
    assertThat(pair.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(pair.err()).contains("the certificate is not that of the private key");
    assertThat(sign("--certificate", key("p384.pem"), "--private-key", key("p256.key")).exit())
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(sign("--certificate", key("rsa.pem"), "--private-key", key("p256.key")).exit())
        .isEqualTo(ExitCode.BAD_INPUT);
    Path junk = directory.resolve("junk");
    Files.writeString(junk, "junk");
    Ended noKey = sign("--certificate", key("p384.pem"), "--private-key", junk);
    assertThat(noKey.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(noKey.err()).contains("no private key in it");
    assertThat(sign("--certificate", key("p384.pem")).exit()).isEqualTo(ExitCode.USAGE);
    Files.write(junk, "x".repeat(100).getBytes(StandardCharsets.US_ASCII));
    assertThat(sign("--certificate", key("p384.pem"), "--signature", junk).exit())
        .isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(image).hasBinaryContent(before);
    Ended malformed =
        run(
            "sign-eif",
            RESOURCES.resolve("corpus/eif-wrong-crc.eif"),
            "--certificate",
            key("p384.pem"),
            "--private-key",
            key("p384.key"));
    assertThat(malformed.exit()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void anExpiredCertificateIsWarnedOf() {
    Ended ended = sign("--certificate", key("expired.pem"), "--private-key", key("p384.key"));
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.err()).contains("warning: the signing certificate is valid from 2020-01-01");
    Ended verified = run("verify-eif", image);
    assertThat(verified.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(verified.out()).contains("FAILED  signature").contains("is NOT verified");
  }

  @Test
  void anAuthorityVouchesForTheSigner() {
    Ended unsigned = run("verify-eif", image, "--certificate-authority", key("authority.pem"));
    assertThat(unsigned.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(unsigned.out()).contains("not signed, so no authority vouches for it");
    assertThat(signBy("issued").exit()).isEqualTo(ExitCode.DONE);
    JsonNode verified =
        run("verify-eif", image, "--certificate-authority", key("authority.pem"), "--json").json();
    assertThat(verified.get("verified").asBoolean()).isTrue();
    assertThat(verified.at("/checks/3/check").asText()).isEqualTo("signer");
    Ended other = run("verify-eif", image, "--certificate-authority", key("another-authority.pem"));
    assertThat(other.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(other.out()).contains("FAILED  signer");
    assertThat(run("verify-eif", image, "--certificate-authority", key("p256.key")).exit())
        .isEqualTo(ExitCode.BAD_INPUT);
  }
}
