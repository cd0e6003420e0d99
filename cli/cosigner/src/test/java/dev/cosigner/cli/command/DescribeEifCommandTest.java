package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Describing images, ours, AWS's and hostile ones; and the registers of what is no image. */
class DescribeEifCommandTest {
  private static final String PCR0 =
      "cfc385ad49306161345129a3b3ac9db45e823e3187596aee5851246cd13bb70e1385309bad2d170c9b146658244e98c1";

  private static Path resource(String name) {
    return Path.of("../../eif-build/src/test/resources/dev/cosigner/eif").resolve(name);
  }

  private static Ended run(String... args) {
    return CommandRun.bare().run(args);
  }

  @Test
  void whatNitroCliPrintsIsPrintedUnderItsNames() {
    Ended ended = run("describe-eif", resource("aws/signed-p384.eif").toString(), "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    JsonNode json = ended.json();
    assertThat(json.get("EifVersion").asInt()).isEqualTo(4);
    assertThat(json.at("/Measurements/HashAlgorithm").asText()).isEqualTo("Sha384 { ... }");
    assertThat(json.at("/Measurements/PCR0").asText()).isEqualTo(PCR0);
    assertThat(json.at("/Measurements/PCR8").asText()).startsWith("53f5b5e6b2744c642a02");
    assertThat(json.get("IsSigned").asBoolean()).isTrue();
    assertThat(json.get("CheckCRC").asBoolean()).isTrue();
    assertThat(json.get("SignatureCheck").asBoolean()).isTrue();
    assertThat(json.get("ImageName").asText()).isEqualTo("aws");
    assertThat(json.get("ImageVersion").asText()).isEqualTo("1");
    assertThat(json.at("/Metadata/BuildMetadata/BuildTool").asText()).isEqualTo("nitro-cli");
    assertThat(json.at("/Metadata/CustomMetadata").isNull()).isTrue();
    // As AWS's image format 0.8.1 told this very file.
    JsonNode certificate = json.get("SigningCertificate");
    assertThat(certificate.at("/IssuerName/commonName").asText()).isEqualTo("Image signer p384");
    assertThat(certificate.at("/IssuerName/countryName").asText()).isEqualTo("DE");
    assertThat(certificate.at("/IssuerName/organizationName").asText()).isEqualTo("Test");
    assertThat(certificate.get("Algorithm").asText()).isEqualTo("ecdsa-with-SHA384");
    assertThat(certificate.get("NotBefore").asText()).isEqualTo("Nov 24 18:42:20 2026 GMT");
    assertThat(certificate.get("NotAfter").asText()).isEqualTo("Oct 31 18:42:20 2126 GMT");
    assertThat(certificate.get("Signature").asText()).startsWith("30:65:02:31:00:D1:82:6A");
    assertThat(json.at("/Signature/SignedPCR0").asText()).isEqualTo(PCR0);
    assertThat(json.at("/Signature/IsSignedPCR0Computed").asBoolean()).isTrue();
    assertThat(json.at("/Sections/0/Offset").asInt()).isEqualTo(548);
    assertThat(json.at("/Sections/0/Size").asInt()).isEqualTo(6);
    assertThat(json.get("Sections")).hasSize(6);
  }

  @Test
  void peopleGetATable() {
    Ended ended = run("describe-eif", resource("aws/unsigned-two-ramdisks.eif").toString());
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out())
        .contains("PCR0          " + PCR0)
        .contains("Signature     none")
        .containsPattern("SECTION +OFFSET +SIZE +SHA-384\nkernel +548 +6 +[0-9a-f]{96}");
  }

  @Test
  void theFilesOfTheRamdisksAreListed() {
    String image = resource("corpus/ramdisk-xz.eif").toString();
    Ended ended = run("describe-eif", image, "--files");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out())
        .contains("Ramdisk 2: xz, ")
        .containsPattern("-rwsr-xr-x +7:8 +3000 +2023-11-14T22:13:20Z +/bin/data")
        .containsPattern("lrwxrwxrwx .* /bin/soft -> ../init")
        .containsPattern("crw-r--r-- .* 5:1 .* /dev/console");
    JsonNode files = run("describe-eif", image, "--files", "--json").json().at("/Ramdisks/1/Files");
    JsonNode data = null;
    for (JsonNode file : files) {
      if (file.get("Path").asText().equals("/bin/data")) {
        data = file;
      }
    }
    assertThat(data).isNotNull();
    assertThat(data.get("Mode").asText()).isEqualTo("4755");
    assertThat(data.get("Sha256").asText()).hasSize(64);
  }

  @TestFactory
  List<DynamicTest> theCorpusEndsWithItsVerdicts() throws IOException {
    return Files.readAllLines(resource("corpus/verdicts.tsv")).stream()
        .map(line -> line.split("\t"))
        .map(fields -> DynamicTest.dynamicTest(fields[0], () -> ended(fields[0], fields[1])))
        .toList();
  }

  private static void ended(String name, String exit) {
    String file = resource("corpus").resolve(name).toString();
    Ended text = run("describe-eif", file, "--files");
    assertThat(text.exit().code()).as(text.err()).isEqualTo(Integer.parseInt(exit));
    assertThat(text.err()).doesNotContain("Exception", "\tat ", "\u001b");
    assertThat(text.out()).doesNotContain("\u001b");
    Ended json = run("describe-eif", file, "--files", "--json");
    assertThat(json.exit()).isEqualTo(text.exit());
    if (exit.equals("3")) {
      assertThat(json.json().at("/error/id").asText()).isEqualTo("image-malformed");
      assertThat(json.json().at("/error/message").asText()).contains(name);
      assertThat(json.json().at("/error/found").asText()).isNotBlank();
    }
    if (exit.equals("1")) {
      assertThat(text.err()).startsWith("cosigner: warning: the ");
    }
  }

  @Test
  void theRegistersOfEverythingAreComputed() {
    assertThat(
            run("pcr", "--eif", resource("aws/signed-p256.eif").toString(), "--json")
                .json()
                .at("/Measurements/PCR8")
                .asText())
        .startsWith("fb0f110b720acc19003d");
    assertThat(run("pcr", "--certificate", resource("signature/p256.pem").toString()).out())
        .startsWith("fb0f110b720acc19003d");
    assertThat(run("pcr", "--role-arn", "arn:aws:iam::123456789012:role/Webserver").out())
        .isEqualTo(
            "78fce75db17cd4e0a3fb8dad3ad128ca5e77edbb2b2c7f75329dccd99aa5f6ef4fc1f1a452e315b9e98f9e312e6921e6\n");
    assertThat(
            run("pcr", "--instance-id", "i-0123456789abcdef0", "--json")
                .json()
                .get("PCR4")
                .asText())
        .hasSize(96);
    assertThat(run("pcr", "--file", resource("signature/p256.pem").toString()).out()).hasSize(97);
  }

  @Test
  void whatHasNoRegisterIsRefused() {
    assertThat(run("pcr").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run("pcr", "--role-arn", "arn:aws:iam::123456789012:instance-profile/x").exit())
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("pcr", "--role-arn", "a", "--instance-id", "b").exit())
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("pcr", "--instance-id", "i-123").exit()).isEqualTo(ExitCode.USAGE);
    Ended rsa = run("pcr", "--certificate", resource("signature/rsa.pem").toString());
    assertThat(rsa.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(rsa.err()).contains("P-256, P-384 or P-521");
    assertThat(run("pcr", "--eif", resource("corpus/eif-wrong-crc.eif").toString()).exit())
        .isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run("pcr", "--file", "/nonexistent").exit()).isEqualTo(ExitCode.BAD_INPUT);
  }
}
