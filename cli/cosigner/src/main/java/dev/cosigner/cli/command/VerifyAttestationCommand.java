package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.DocumentContents;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner verify-attestation}: whether a document proves which enclave made it. */
@CommandLine.Command(
    name = "verify-attestation",
    description = {
      "Verify an attestation document, and compare it with what you expect.",
      "",
      "Reads a document of the Nitro Security Module, binary, Base64 or hexadecimal. Fields that no"
          + " option names are not compared. Exits 1 if registers differ from those expected; 3 if"
          + " the bytes are no document; 5 if it is not authentic or not valid at the time, comes"
          + " from an enclave in debug mode, or has another nonce, user data or public key."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner verify-attestation doc.bin --measurements approved.json --nonce 4e4e",
      "  cosigner verify-attestation doc.b64 --eif cosigner.eif",
      "  cosigner verify-attestation doc.bin --at 2026-09-21T14:13:20Z --explain"
    })
final class VerifyAttestationCommand extends Command {
  private static final int MAX_TEXT = 4 * AttestationDocument.MAX_BYTES;
  private static final int MAX_FIELD = 4096;
  private static final int MAX_CERTIFICATE = 16 * 1024;

  @Parameters(paramLabel = "DOC", description = "The document.")
  private Path file;

  @ArgGroup private Expected expected = new Expected();

  /** The registers that the document is compared with. */
  private static final class Expected {
    @Option(
        names = "--measurements",
        paramLabel = "M.json",
        description = "The registers of the image that is expected.")
    private Path measurements;

    @Option(names = "--eif", paramLabel = "F", description = "The image that is expected.")
    private Path eif;
  }

  @Option(
      names = "--pcr",
      paramLabel = "N=HEX",
      description = "A register that is expected, alone or beside those of an image. Repeatable.")
  private List<String> pcrs = new ArrayList<>();

  @Option(names = "--nonce", paramLabel = "HEX", description = "The nonce that is expected.")
  private String nonce;

  @Option(names = "--user-data", paramLabel = "HEX", description = "The user data expected.")
  private String userData;

  @Option(
      names = "--public-key",
      paramLabel = "HEX|FILE",
      description = "The public key that is expected, or a file that holds its bytes.")
  private String publicKey;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "For an archived document: when it must have been valid (default: now).")
  private String at;

  @Option(
      names = "--trust-root",
      paramLabel = "F",
      description = "Trust this root certificate, PEM or DER, instead of Amazon's.")
  private Path trustRoot;

  @Option(
      names = "--explain",
      description = "Print what the document says and its certificates, also if it is refused.")
  private boolean explain;

  VerifyAttestationCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    SortedMap<Integer, PcrValue> registers = expectedRegisters();
    Optional<byte[]> wantedNonce = hex(nonce, "--nonce");
    Optional<byte[]> wantedUserData = hex(userData, "--user-data");
    Optional<byte[]> wantedKey = key();
    Instant time = time();
    TrustAnchor anchor = anchor();
    DocumentContents contents = contents();
    AttestationReport report = new AttestationReport(contents);
    if (explain && !invocation().output().isJson()) {
      invocation().output().result(Map.of(), report.text() + "\n");
    }
    try {
      contents.requireAuthentic(anchor, time.toEpochMilli());
    } catch (AttestationException e) {
      throw refused(e);
    }
    requireSame("nonce", wantedNonce, contents.nonce());
    requireSame("user data", wantedUserData, contents.userData());
    requireSame("public key", wantedKey, contents.publicKey());
    requireRegisters(registers, contents.pcrs());
    finish(registers, anchor, time, report);
    return ExitCode.DONE;
  }

  private void finish(
      SortedMap<Integer, PcrValue> registers,
      TrustAnchor anchor,
      Instant time,
      AttestationReport report) {
    List<String> compared = registers.keySet().stream().map(index -> "PCR" + index).toList();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("authentic", true);
    tree.put("root", anchor.toString());
    tree.put("validAt", time.toString());
    tree.put("registersCompared", compared);
    tree.put("document", report.tree());
    String verdict =
        "The document is authentic: signed at %s under the %s.%n%s"
            .formatted(
                report.time(),
                anchor,
                compared.isEmpty()
                    ? "No registers were expected: nothing was compared."
                    : String.join(", ", compared) + ": as expected.");
    invocation().output().result(tree, verdict);
    if (compared.isEmpty()) {
      invocation()
          .output()
          .warning("no register was compared: any enclave could have made this document");
    }
  }

  private DocumentContents contents() throws CosignerException, IOException {
    byte[] bytes = BoundedFile.read(file, MAX_TEXT, "attestation document");
    try {
      return DocumentContents.read(binary(bytes));
    } catch (AttestationException | IllegalArgumentException e) {
      throw CosignerException.of(
              "attestation-malformed",
              ExitCode.BAD_INPUT,
              file + " does not hold an attestation document")
          .expected("a document of the Nitro Security Module: binary, Base64 or hexadecimal")
          .found(e.getMessage())
          .hint("fetch it anew, and check that no program changed it on the way")
          .cause(e)
          .build();
    }
  }

  /** A document begins with a byte that is no ASCII: a tag or an array. */
  private static byte[] binary(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] < 0) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[ \t\r\n]", "");
    return text.matches("[0-9a-fA-F]*")
        ? HexFormat.of().parseHex(text)
        : Base64.getDecoder().decode(text);
  }

  private SortedMap<Integer, PcrValue> expectedRegisters() throws CosignerException, IOException {
    SortedMap<Integer, PcrValue> registers = new TreeMap<>();
    if (expected.measurements != null || expected.eif != null) {
      Measurements image =
          expected.eif == null
              ? KeyPolicyFiles.measurements(expected.measurements)
              : ImageFile.measure(expected.eif);
      for (int i = 0; i < image.registers().size(); i++) {
        registers.put(i, image.registers().get(i));
      }
    }
    for (Map.Entry<String, String> pair : KeyPolicyFiles.pairs(pcrs, "--pcr").entrySet()) {
      try {
        if (!pair.getKey().matches("[0-9]|[12][0-9]|3[01]")) {
          throw new IllegalArgumentException("no register " + pair.getKey());
        }
        PcrValue value = PcrValue.ofHex(pair.getValue());
        if (registers.put(Integer.parseInt(pair.getKey()), value) != null) {
          throw new IllegalArgumentException("expected twice: register " + pair.getKey());
        }
      } catch (IllegalArgumentException e) {
        throw KeyPolicyFiles.invalid(
            "--pcr", "N=HEX, N from 0 to 31 and once, HEX of 96 digits", pair.toString());
      }
    }
    return registers;
  }

  private static Optional<byte[]> hex(String text, String option) throws CosignerException {
    try {
      return Optional.ofNullable(text).map(HexFormat.of()::parseHex);
    } catch (IllegalArgumentException e) {
      throw KeyPolicyFiles.invalid(option, "an even number of hexadecimal digits", text);
    }
  }

  private Optional<byte[]> key() throws CosignerException, IOException {
    if (publicKey != null && !publicKey.matches("[0-9a-fA-F]*")) {
      return Optional.of(BoundedFile.read(Path.of(publicKey), MAX_FIELD, "public key"));
    }
    return hex(publicKey, "--public-key");
  }

  private Instant time() throws CosignerException {
    try {
      Instant time = at == null ? Instant.now() : Instant.parse(at);
      if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("2100-01-01T00:00:00Z"))) {
        throw KeyPolicyFiles.invalid("--at", "a time from 1970 to 2100", at);
      }
      return time;
    } catch (DateTimeParseException e) {
      throw KeyPolicyFiles.invalid("--at", "a time such as 2026-09-21T14:13:20Z", at);
    }
  }

  private TrustAnchor anchor() throws CosignerException, IOException {
    if (trustRoot == null) {
      return TrustAnchor.aws();
    }
    byte[] bytes = BoundedFile.read(trustRoot, MAX_CERTIFICATE, "root certificate");
    byte[] digest;
    try {
      digest =
          AttestationReport.sha256(
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(bytes))
                  .getEncoded());
    } catch (CertificateException e) {
      throw CosignerException.of(
              "root-malformed", ExitCode.BAD_INPUT, trustRoot + " does not hold a certificate")
          .expected("one X.509 certificate, PEM or DER")
          .found(e.getMessage())
          .hint("leave --trust-root out to trust Amazon's root")
          .cause(e)
          .build();
    }
    if (Arrays.equals(digest, TrustAnchor.aws().rootSha256())) {
      return TrustAnchor.aws();
    }
    TrustAnchor anchor = TrustAnchor.development(digest);
    invocation()
        .output()
        .warning("Amazon's root is not trusted here, but the " + anchor + ", by --trust-root");
    return anchor;
  }

  private static CosignerException refused(AttestationException e) {
    String reason = e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String hint =
        switch (e.reason()) {
          case CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, FROM_THE_FUTURE ->
              "fetch a new document; for an archived one, --at names the time it was received";
          case ROOT -> "--trust-root names another root, such as that of a simulated module";
          case DEBUG_MODE -> "start the enclave without debug mode";
          default -> "do not trust who sent it; --explain shows what it claims";
        };
    return CosignerException.of(
            "attestation-" + reason,
            ExitCode.REFUSED,
            "the attestation document is refused: " + e.getMessage())
        .expected(e.expected().orElse("an authentic document"))
        .found(e.found().orElse(reason))
        .hint(hint)
        .cause(e)
        .build();
  }

  private static void requireSame(String what, Optional<byte[]> wanted, Optional<byte[]> found)
      throws CosignerException {
    if (wanted.isEmpty() || Arrays.equals(wanted.get(), found.orElse(null))) {
      return;
    }
    throw CosignerException.of(
            "attestation-" + what.replace(' ', '-'),
            ExitCode.REFUSED,
            "the attestation document is refused: another " + what)
        .expected(HexFormat.of().formatHex(wanted.get()))
        .found(found.map(HexFormat.of()::formatHex).orElse("none"))
        .hint("it was made for another purpose, or is replayed: ask for a new one")
        .build();
  }

  private static void requireRegisters(
      SortedMap<Integer, PcrValue> wanted, SortedMap<Integer, PcrValue> found)
      throws CosignerException {
    List<String> expectedLines = new ArrayList<>();
    List<String> foundLines = new ArrayList<>();
    wanted.forEach((index, value) -> {
      PcrValue other = found.get(index);
      if (!value.equals(other)) {
        expectedLines.add("PCR" + index + " " + value);
        foundLines.add("PCR" + index + " " + (other == null ? "absent" : other));
      }
    });
    if (!expectedLines.isEmpty()) {
      throw CosignerException.of(
              "measurements-differ",
              ExitCode.CHECK_FAILED,
              "the document is authentic, but of another enclave than expected")
          .expected(String.join("\n", expectedLines))
          .found(String.join("\n", foundLines))
          .hint("'cosigner diff-eif' tells why two images differ")
          .build();
    }
  }
}
