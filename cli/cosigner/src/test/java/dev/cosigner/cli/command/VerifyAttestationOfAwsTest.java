package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.attestation.DocumentContents;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A document that AWS's hardware signed on 6 February 2026, published by its owner (in the tests of
 * Epsilon Data's nitro-verify, MIT licence), under Amazon's root.
 */
class VerifyAttestationOfAwsTest {
  private static final Path DOCUMENT =
      Path.of("src/test/resources/dev/cosigner/cli/command/attestation-of-aws.b64");
  private static final String AT = "2026-02-06T08:24:30Z";
  private static final String PCR0 =
      "6165855369654a587bdad59fa532f430d7defa38ecf57eeac6d29c7e87a32b62"
          + "1891862d04fb64423f6bb1e1626fc026";
  private static final HexFormat HEX = HexFormat.of();

  @TempDir private Path folder;
  private byte[] bytes;
  private DocumentContents contents;

  @BeforeEach
  void read() throws Exception {
    bytes = Base64.getMimeDecoder().decode(Files.readAllBytes(DOCUMENT));
    contents = DocumentContents.read(bytes);
  }

  private static Ended verify(Path document, String at, String... options) {
    List<String> line = new ArrayList<>(List.of("verify-attestation", document.toString()));
    line.addAll(List.of("--at", at));
    line.addAll(List.of(options));
    return CommandRun.bare().run(line.toArray(String[]::new));
  }

  private void fails(ExitCode exit, String id, Path document, String at, String... options) {
    List<String> json = new ArrayList<>(List.of(options));
    json.add("--json");
    Ended ended = verify(document, at, json.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo(id);
  }

  @Test
  void isAuthenticUnderAmazonsRoot() {
    Ended ended = verify(DOCUMENT, AT, "--pcr", "0=" + PCR0);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("authentic: signed at 2026-02-06T08:24:18.452Z under the aws root 641a0321")
        .contains("PCR0: as expected.");
    JsonNode json = verify(DOCUMENT, AT, "--json").json();
    assertThat(json.get("root").asText()).isEqualTo(TrustAnchor.aws().toString());
    assertThat(json.at("/document/certificates")).hasSize(5);
  }

  @Test
  void isAuthenticAlsoWhenAmazonsRootIsNamed() throws Exception {
    byte[] root = contents.certificates().getFirst();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(root)
            + "\n-----END CERTIFICATE-----\n";
    List<Path> files =
        List.of(
            Files.write(folder.resolve("root.der"), root),
            Files.writeString(folder.resolve("root.pem"), pem));
    for (Path file : files) {
      Ended ended = verify(DOCUMENT, AT, "--trust-root", file.toString(), "--pcr", "0=" + PCR0);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out()).contains("under the aws root");
    }
    Path two = Files.writeString(folder.resolve("two.pem"), pem + pem);
    fails(ExitCode.BAD_INPUT, "root-malformed", DOCUMENT, AT, "--trust-root", two.toString());
  }

  @Test
  void bindsItsNonceUserDataAndNoPublicKey() {
    String nonce = HEX.formatHex(contents.nonce().orElseThrow());
    String userData = HEX.formatHex(contents.userData().orElseThrow());
    Ended same = verify(DOCUMENT, AT, "--nonce", nonce, "--user-data", userData);
    assertThat(same.exit()).as(same.err()).isEqualTo(ExitCode.DONE);
    fails(ExitCode.REFUSED, "attestation-nonce", DOCUMENT, AT, "--nonce", userData);
    fails(ExitCode.REFUSED, "attestation-user-data", DOCUMENT, AT, "--user-data", nonce);
    fails(ExitCode.REFUSED, "attestation-public-key", DOCUMENT, AT, "--public-key", nonce);
  }

  /** Its leaf lives from 3 seconds before it was signed for 3 hours and 3 seconds. */
  @Test
  void isValidWhileItsCertificatesAre() {
    assertThat(verify(DOCUMENT, "2026-02-06T11:24:18Z").exit()).isEqualTo(ExitCode.DONE);
    fails(ExitCode.REFUSED, "attestation-certificate-expired", DOCUMENT, "2026-02-06T11:24:19Z");
    fails(ExitCode.REFUSED, "attestation-from-the-future", DOCUMENT, "2026-02-06T08:23:40Z");
    Ended now = CommandRun.bare().run("verify-attestation", DOCUMENT.toString(), "--json");
    assertThat(now.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(now.json().at("/error/id").asText()).isEqualTo("attestation-certificate-expired");
    assertThat(now.json().at("/error/hint").asText()).contains("--at names the time");
  }

  /** One byte is changed in each of what the chain rests on. */
  @Test
  void aChangeIsRefusedWithItsReason() throws Exception {
    byte[] last = bytes.clone();
    last[bytes.length - 1] ^= 1;
    fails(ExitCode.REFUSED, "attestation-document-signature", write(last), AT);
    int nonce = indexOf(contents.nonce().orElseThrow());
    fails(ExitCode.REFUSED, "attestation-document-signature", write(flipped(nonce)), AT);
    byte[] root = contents.certificates().getFirst();
    fails(
        ExitCode.REFUSED, "attestation-root", write(flipped(indexOf(root) + root.length - 1)), AT);
    byte[] zone = contents.certificates().get(2);
    fails(
        ExitCode.REFUSED,
        "attestation-certificate-signature",
        write(flipped(indexOf(zone) + zone.length - 1)),
        AT);
    int pcr0 = indexOf(HEX.parseHex(PCR0));
    fails(ExitCode.REFUSED, "attestation-document-signature", write(flipped(pcr0)), AT);
    fails(ExitCode.BAD_INPUT, "attestation-malformed", write(flipped(0)), AT);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    fails(ExitCode.BAD_INPUT, "attestation-malformed", write(longer), AT);
  }

  /** Whatever the bytes: a refusal, which shows nothing of the program's inside. */
  @Test
  void hostileBytesAreRefusedAndExplained() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] hostile;
      if (i % 3 == 0) {
        hostile = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        hostile = flipped(random.nextInt(bytes.length));
        hostile[random.nextInt(bytes.length)] = (byte) (i % 3 == 1 ? 0 : random.nextInt(256));
      }
      Ended ended = verify(write(hostile), AT, "--explain");
      assertThat(ended.exit())
          .as("change " + i + ": " + ended.err())
          .isIn(ExitCode.REFUSED, ExitCode.BAD_INPUT);
      assertThat(ended.err())
          .contains("expected: ")
          .contains("found: ")
          .contains("hint: ")
          .doesNotContain("Exception", "\tat ");
      assertThat(ended.out().chars().filter(c -> c < 32 && c != '\n')).isEmpty();
    }
  }

  @Test
  void isExplainedWithItsChain() {
    String out = verify(DOCUMENT, AT, "--explain").out();
    assertThat(out)
        .contains("i-0761a4cbcc7632aef-enc019c320cb32f6b7a")
        .contains("Nonce       " + HEX.formatHex(contents.nonce().orElseThrow()))
        .contains("Public key  none")
        .contains("Certificate  root", "authority 1", "authority 2", "authority 3", "module")
        .contains("sha256", TrustAnchor.aws().hex())
        .contains("2026-02-06T11:24:18Z")
        .contains("PCR5        zeros");
    assertThat(out.indexOf("root")).isLessThan(out.indexOf("authority 1"));
  }

  private int indexOf(byte[] part) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    return all.indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }

  private byte[] flipped(int index) {
    byte[] changed = bytes.clone();
    changed[index] ^= 1;
    return changed;
  }

  private Path write(byte[] content) throws Exception {
    return Files.write(folder.resolve("document"), content);
  }
}
