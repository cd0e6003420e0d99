package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.attestation.SignedDocument;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.protocol.attestation.DocumentContents;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifying a document of AWS's form under a root of its own: each refusal has its reason. */
class VerifyAttestationCommandTest {
  private static final Path DOCUMENT =
      Path.of(
          "../../enclave-runtime/protocol/src/test/resources/dev/cosigner/protocol/attestation",
          "AttestationDocumentFuzzTestInputs/documentsParseOrAreRefused/document");
  private static final String AT = "2026-09-21T14:14:00Z";
  private static final HexFormat HEX = HexFormat.of();

  @TempDir private Path folder;
  private byte[] bytes;
  private DocumentContents contents;
  private Path root;

  @BeforeEach
  void trustItsRoot() throws Exception {
    bytes = Files.readAllBytes(DOCUMENT);
    contents = DocumentContents.read(bytes);
    root = write("root.der", contents.certificates().getFirst());
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private Ended verify(Path document, String... options) {
    List<String> line = new ArrayList<>(List.of("verify-attestation", document.toString()));
    line.addAll(List.of("--at", AT, "--trust-root", root.toString()));
    line.addAll(List.of(options));
    return CommandRun.bare().run(line.toArray(String[]::new));
  }

  private void fails(ExitCode exit, String id, Path document, String... options) {
    List<String> json = new ArrayList<>(List.of(options));
    json.add("--json");
    Ended ended = verify(document, json.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo(id);
    assertThat(ended.json().at("/error/hint").asText()).isNotBlank();
  }

  private String pcr(int index) {
    return index + "=" + contents.pcrs().get(index);
  }

  @Test
  void withoutExpectedRegistersNothingIsCompared() {
    Ended ended = verify(DOCUMENT);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains("No registers were expected: nothing was compared.");
    assertThat(ended.err())
        .contains("warning: no register was compared")
        .contains("warning: Amazon's root is not trusted here, but the development root ");
  }

  @Test
  void registersAreCompared() throws Exception {
    Ended same = verify(DOCUMENT, "--pcr", pcr(0), "--pcr", pcr(8), "--json");
    assertThat(same.exit()).as(same.err()).isEqualTo(ExitCode.DONE);
    assertThat(same.json().get("registersCompared")).hasSize(2);
    assertThat(same.err()).doesNotContain("no register");

    Path file = measurements(contents.pcrs().get(2).hex());
    assertThat(verify(DOCUMENT, "--measurements", file.toString()).out())
        .contains("PCR0, PCR1, PCR2: as expected.");
    file = measurements("ab".repeat(48));
    fails(ExitCode.CHECK_FAILED, "measurements-differ", DOCUMENT, "--measurements", "" + file);
    fails(ExitCode.CHECK_FAILED, "measurements-differ", DOCUMENT, "--pcr", "8=" + "ab".repeat(48));
    fails(ExitCode.CHECK_FAILED, "measurements-differ", DOCUMENT, "--pcr", "31=" + "ab".repeat(48));
    Path eif = Path.of("../../eif-build/src/test/resources/dev/cosigner/eif/aws/signed-p384.eif");
    fails(ExitCode.CHECK_FAILED, "measurements-differ", DOCUMENT, "--eif", eif.toString());
  }

  private Path measurements(String pcr2) throws IOException {
    String json =
        """
        {"Measurements": {"HashAlgorithm": "Sha384 { ... }", "PCR0": "%s", "PCR1": "%s", "PCR2": "%s"}}
        """
            .formatted(contents.pcrs().get(0), contents.pcrs().get(1), pcr2);
    return Files.writeString(folder.resolve("m.json"), json);
  }

  @Test
  void textFormsAreRead() throws Exception {
    for (String text :
        List.of(
            HEX.formatHex(bytes) + "\n",
            Base64.getEncoder().encodeToString(bytes),
            Base64.getMimeEncoder().encodeToString(bytes))) {
      assertThat(verify(Files.writeString(folder.resolve("text"), text)).exit())
          .isEqualTo(ExitCode.DONE);
    }
  }

  @Test
  void whatBindsADocumentIsCompared() throws Exception {
    String nonce = HEX.formatHex(contents.nonce().orElseThrow());
    String userData = HEX.formatHex(contents.userData().orElseThrow());
    assertThat(verify(DOCUMENT, "--nonce", nonce, "--user-data", userData).exit())
        .isEqualTo(ExitCode.DONE);
    fails(ExitCode.REFUSED, "attestation-nonce", DOCUMENT, "--nonce", "00");
    fails(ExitCode.REFUSED, "attestation-user-data", DOCUMENT, "--user-data", "00");
    fails(ExitCode.REFUSED, "attestation-public-key", DOCUMENT, "--public-key", "00");
    String key = write("key.der", new byte[] {1}).toString();
    fails(ExitCode.REFUSED, "attestation-public-key", DOCUMENT, "--public-key", key);
  }

  @Test
  void whatIsNotAuthenticIsRefused() throws Exception {
    byte[] tampered = bytes.clone();
    tampered[tampered.length - 1] ^= 1;
    Path file = write("tampered", tampered);
    fails(ExitCode.REFUSED, "attestation-document-signature", file);
    Ended expired =
        CommandRun.bare()
            .run("verify-attestation", DOCUMENT.toString(), "--trust-root", root.toString());
    assertThat(expired.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(expired.err()).contains("certificate: ").contains("hint: fetch a new document");
    Ended leaf =
        CommandRun.bare()
            .run(
                "verify-attestation",
                DOCUMENT.toString(),
                "--trust-root",
                root.toString(),
                "--at",
                "2026-09-21T17:13:21Z");
    assertThat(leaf.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(leaf.err()).contains("module certificate").contains("hint: fetch a new document");
    Ended otherRoot =
        CommandRun.bare().run("verify-attestation", DOCUMENT.toString(), "--at", AT, "--json");
    assertThat(otherRoot.json().at("/error/id").asText()).isEqualTo("attestation-root");
  }

  @Test
  void whatIsMalformedIsRefused() throws Exception {
    fails(ExitCode.BAD_INPUT, "attestation-malformed", write("empty", new byte[0]));
    fails(
        ExitCode.BAD_INPUT,
        "attestation-malformed",
        write("text", "abc".getBytes(StandardCharsets.US_ASCII)));
    fails(
        ExitCode.BAD_INPUT,
        "attestation-malformed",
        write("words", "no document!".getBytes(StandardCharsets.US_ASCII)));
    fails(ExitCode.BAD_INPUT, "file-too-large", write("large", new byte[65_537]));
    fails(ExitCode.USAGE, "invalid-value", DOCUMENT, "--nonce", "0");
    fails(ExitCode.USAGE, "invalid-value", DOCUMENT, "--pcr", "32=" + "ab".repeat(48));
    fails(ExitCode.USAGE, "invalid-value", DOCUMENT, "--pcr", "0=ab");
    fails(
        ExitCode.USAGE,
        "invalid-value",
        DOCUMENT,
        "--pcr",
        pcr(0),
        "--measurements",
        measurements("ab".repeat(48)).toString());
    root = write("no-root", "none".getBytes(StandardCharsets.US_ASCII));
    fails(ExitCode.BAD_INPUT, "root-malformed", DOCUMENT);
  }

  /** Documents of registers and keys of our choice, whose root is given as PEM. */
  @Test
  void whatOptionsExpectIsFound() throws Exception {
    SignedDocument signer = new SignedDocument();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(signer.root())
            + "\n-----END CERTIFICATE-----\n";
    Path pemRoot = Files.writeString(folder.resolve("root.pem"), pem);
    Path eif = Path.of("../../eif-build/src/test/resources/dev/cosigner/eif/aws/signed-p384.eif");
    Map<Integer, PcrValue> registers = SignedDocument.registers(ImageFile.measure(eif).registers());
    byte[] key = {(byte) 0x30, 1, 2};
    Path document = write("document", signer.of(registers, key));
    String keyFile = write("key.der", key).toString();
    for (String publicKey : List.of("300102", keyFile)) {
      Ended ended =
          CommandRun.bare()
              .run(
                  "verify-attestation",
                  document.toString(),
                  "--at",
                  SignedDocument.NOW.toString(),
                  "--trust-root",
                  pemRoot.toString(),
                  "--eif",
                  eif.toString(),
                  "--public-key",
                  publicKey);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
      assertThat(ended.out()).contains("PCR0, PCR1, PCR2: as expected.");
      assertThat(ended.err()).contains("Amazon's root is not trusted here");
    }
  }

  @Test
  void anEnclaveInDebugModeIsRefusedThoughItsDocumentIsSigned() throws Exception {
    SignedDocument signer = new SignedDocument();
    PcrValue zeros = PcrValue.ofHex("00".repeat(48));
    Path document = write("document", signer.of(Map.of(0, zeros, 1, zeros, 2, zeros), null));
    Ended ended =
        CommandRun.bare()
            .run(
                "verify-attestation",
                document.toString(),
                "--at",
                SignedDocument.NOW.toString(),
                "--trust-root",
                write("own.der", signer.root()).toString(),
                "--pcr",
                "0=" + zeros.hex(),
                "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo("attestation-debug-mode");
    assertThat(ended.json().at("/error/hint").asText()).contains("without debug mode");
  }

  @Test
  void aTimeThatIsNoneIsRefused() {
    Ended ended = CommandRun.bare().run("verify-attestation", DOCUMENT.toString(), "--at", "noon");
    assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theDocumentIsExplained() throws Exception {
    Ended ended = verify(DOCUMENT, "--explain");
    assertThat(ended.out())
        .contains(contents.moduleId(), "keyCertSign", "digitalSignature", "CN=aws.nitro-enclaves")
        .contains("PCR0        " + contents.pcrs().get(0))
        .containsPattern("sha256 +[0-9a-f]{64}");
    JsonNode chain = verify(DOCUMENT, "--json").json().at("/document/certificates");
    assertThat(chain).hasSize(contents.certificates().size());
    byte[] tampered = bytes.clone();
    tampered[tampered.length - 1] ^= 1;
    Ended refused = verify(write("tampered", tampered), "--explain");
    assertThat(refused.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.out()).contains(contents.moduleId()).doesNotContain("is authentic");
  }

  @Test
  void zerosAreMarkedAsDebugMode() throws Exception {
    String pcr0 = contents.pcrs().get(0).hex();
    byte[] debug = HEX.parseHex(HEX.formatHex(bytes).replace(pcr0, "0".repeat(96)));
    assertThat(verify(write("debug", debug), "--explain").out())
        .contains("PCR0        zeros: DEBUG MODE, nothing was measured");
  }
}
