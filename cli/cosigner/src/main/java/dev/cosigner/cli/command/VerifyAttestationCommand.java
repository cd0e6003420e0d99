package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.attestation.AttestationFile;
import dev.cosigner.cli.attestation.AttestationReport;
import dev.cosigner.cli.attestation.ExpectedAttestation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.context.Setting;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.DocumentContents;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
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
          + " option names are not compared. How old it is does not matter while its certificates"
          + " are valid, about three hours: --nonce shows that it is fresh. Without registers on the"
          + " command line those of the context in use are expected. Exits 1 if registers differ from those expected; 3 if"
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
  private static final int MAX_FIELD = 4096;

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
      description = "Trust this root certificate, PEM or DER, instead of Amazon's (aws).")
  private String trustRoot;

  @Option(
      names = "--explain",
      description =
          "Print what the document says and its certificates, also if it is refused (with --json"
              + " a result has them always).")
  private boolean explain;

  VerifyAttestationCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    ExpectedAttestation wanted =
        new ExpectedAttestation(
            expectedRegisters(), hex(nonce, "--nonce"), hex(userData, "--user-data"), key());
    Instant time = time();
    TrustAnchor anchor = anchor();
    DocumentContents contents = AttestationFile.read(file);
    AttestationReport report = new AttestationReport(contents);
    if (explain && !invocation().output().isJson()) {
      invocation().output().result(Map.of(), report.text() + "\n");
    }
    wanted.require(contents, anchor, time);
    finish(wanted.registers(), anchor, time, report);
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

  private SortedMap<Integer, PcrValue> expectedRegisters() throws CosignerException, IOException {
    SortedMap<Integer, PcrValue> registers = new TreeMap<>();
    Path measurements = expected.measurements;
    if (measurements == null && expected.eif == null && pcrs.isEmpty()) {
      measurements =
          invocation().settings().orElse(null, Setting.MEASUREMENTS).map(Path::of).orElse(null);
    }
    if (measurements != null || expected.eif != null) {
      Measurements image =
          expected.eif == null
              ? KeyPolicyFiles.measurements(measurements)
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
    Optional<TrustAnchor> named = invocation().settings().trustRoot(trustRoot);
    TrustAnchor anchor = named.orElse(TrustAnchor.aws());
    if (named.isEmpty()) {
      invocation().settings().requireKind(anchor.kind(), "Amazon's root");
    }
    if (anchor.kind() == AnchorKind.DEVELOPMENT) {
      invocation()
          .output()
          .warning("Amazon's root is not trusted here, but the " + anchor + ", as you said");
    }
    return anchor;
  }
}
