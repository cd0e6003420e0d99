package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.image.ImageFile;
import dev.cosigner.cli.image.ReleaseApproval;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner release verify}: whether enough rebuilders measured the same. */
@CommandLine.Command(
    name = "verify",
    description = {
      "Check that enough rebuilders measured an image to the same.",
      "",
      "The rebuilders' file holds the public keys of those who count, one a line. Approvals are the"
          + " files F.*.approval beside the image, or those given. Exits 0 if the quorum is reached,"
          + " 1 if not. A file that is no approval, forged, or for another image does not count and"
          + " stops nothing; it is named."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner release verify cosigner.eif --quorum 2 --rebuilders rebuilders.txt",
      "  cosigner release verify cosigner.eif --quorum 1 --rebuilders rebuilders.txt"
          + " --approval alice.approval --json"
    })
final class ReleaseVerifyCommand extends Command {
  /** Files that do not count, of which as many are named. */
  private static final int MAX_NAMED = 16;

  private static final int MAX_REBUILDERS_BYTES = 64 * 1024;

  @Parameters(paramLabel = "F", description = "The image.")
  private Path image;

  @Option(
      names = "--quorum",
      required = true,
      paramLabel = "N",
      description = "How many rebuilders have to agree, at least 1.")
  private int quorum;

  @Option(
      names = "--rebuilders",
      required = true,
      paramLabel = "FILE",
      description = "Public keys in hexadecimal, one a line; # begins a comment.")
  private Path rebuilders;

  @Option(
      names = "--approval",
      paramLabel = "A",
      description = "An approval; give it once for each (default: F.*.approval).")
  private List<Path> approvals;

  private final Set<ByteString> agreeing = new LinkedHashSet<>();
  private final List<String> others = new ArrayList<>();
  private int unnamed;

  ReleaseVerifyCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    Set<ByteString> known = knownRebuilders();
    if (quorum < 1 || quorum > known.size()) {
      throw CosignerException.of(
              "invalid-value", ExitCode.USAGE, "this quorum can never be what you want")
          .expected("1 to %d, as many rebuilders as %s names".formatted(known.size(), rebuilders))
          .found(Integer.toString(quorum))
          .hint("name more rebuilders, or ask for fewer")
          .build();
    }
    Measurements measurements = ImageFile.measure(image);
    if (approvals != null) {
      for (Path file : approvals) {
        count(file, known, measurements);
      }
    } else {
      countBesides(known, measurements);
    }
    if (unnamed > 0) {
      others.add("and %d more files that do not count".formatted(unnamed));
    }
    requireQuorum();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("quorum", quorum);
    document.put("rebuilders", agreeing.stream().map(ByteString::hex).toList());
    document.put("notCounted", others);
    document.putAll(MeasurementsFile.document(measurements));
    invocation()
        .output()
        .result(
            document,
            "%d rebuilders measured the same, of %d needed:\n".formatted(agreeing.size(), quorum)
                + agreeing.stream().map(key -> "  " + key.hex()).collect(Collectors.joining("\n")));
    others.forEach(invocation().output()::warning);
    return ExitCode.DONE;
  }

  /** Counts one file; whatever is in it must not keep others from being counted. */
  private void count(Path file, Set<ByteString> known, Measurements measurements)
      throws IOException {
    ReleaseApproval approval;
    try {
      approval =
          ReleaseApproval.parse(
              file.toString(), BoundedFile.read(file, ReleaseApproval.MAX_FILE_BYTES, "approval"));
    } catch (CosignerException e) {
      doesNotCount(e.getMessage() + e.found().map(found -> ": " + found).orElse(""));
      return;
    }
    if (!known.contains(approval.rebuilder())) {
      doesNotCount(file + " is by " + approval.rebuilder().hex() + ", who does not count");
    } else if (!approval.measurements().equals(measurements)) {
      doesNotCount(
          "%s is for another image, PCR0 %s".formatted(file, approval.measurements().pcr0()));
    } else {
      agreeing.add(approval.rebuilder());
    }
  }

  private void doesNotCount(String why) {
    if (others.size() < MAX_NAMED) {
      others.add(Printable.of(why));
    } else {
      unnamed++;
    }
  }

  /** Counts all that lie beside the image; whoever puts files there cannot stop it. */
  private void countBesides(Set<ByteString> known, Measurements measurements) throws IOException {
    Path folder = image.toAbsolutePath().getParent();
    String start = image.getFileName() + ".";
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            folder,
            file -> {
              String name = file.getFileName().toString();
              return name.startsWith(start) && name.endsWith(".approval");
            })) {
      for (Path file : found) {
        // A pipe would never end.
        if (!Files.isRegularFile(file)) {
          doesNotCount(file + " is no file");
        } else {
          try {
            count(file, known, measurements);
          } catch (IOException e) {
            doesNotCount(file + " cannot be read");
          }
        }
      }
    }
  }

  private void requireQuorum() throws CosignerException {
    if (agreeing.size() >= quorum) {
      return;
    }
    List<String> found = new ArrayList<>();
    found.add(agreeing.size() + " that count");
    found.addAll(others);
    throw CosignerException.of(
            "quorum-not-reached",
            ExitCode.CHECK_FAILED,
            "not enough rebuilders have measured " + image + " to the same")
        .expected("approvals by " + quorum + " rebuilders of " + rebuilders)
        .found(String.join("\n", found))
        .hint("'cosigner diff-eif' tells why two rebuilt images are not the same")
        .build();
  }

  private Set<ByteString> knownRebuilders() throws CosignerException, IOException {
    byte[] content = BoundedFile.read(rebuilders, MAX_REBUILDERS_BYTES, "list of rebuilders");
    Set<ByteString> known = new LinkedHashSet<>();
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      String key = line.replaceFirst("#.*", "").strip();
      if (!key.isEmpty()) {
        if (!key.matches("[0-9a-fA-F]{64}")) {
          throw CosignerException.of(
                  "rebuilders-malformed", ExitCode.BAD_INPUT, rebuilders + " lists no public keys")
              .expected("64 hexadecimal digits a line, as 'cosigner operator create' prints them")
              .found(key)
              .hint("put comments behind #")
              .build();
        }
        known.add(ByteString.fromHex(key.toLowerCase(java.util.Locale.ROOT)));
      }
    }
    return known;
  }
}
