package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.ceremony.TranscriptFile;
import dev.cosigner.cli.ceremony.WalletStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner verify-transcript}. */
@CommandLine.Command(
    name = "verify-transcript",
    description = {
      "Verify the transcript of an onboarding.",
      "",
      "Checks the wallet's genesis, the operators' approvals, the signature and attestation of every"
          + " member of both groups, and the new group's proof under the wallet's key. Exits 1 where"
          + " it does not verify."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner verify-transcript group.cbor --wallet treasury",
      "  cosigner verify-transcript group.cbor --wallet treasury --json"
    })
final class VerifyTranscriptCommand extends CeremonyCommand {
  @Parameters(paramLabel = "FILE", description = "The transcript.")
  private Path file;

  @Option(names = "--wallet", required = true, description = "Name, or the beginning of the id.")
  private String wallet;

  VerifyTranscriptCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    WalletStore.Stored stored = store(fleet()).find(wallet);
    TranscriptFile verified =
        TranscriptFile.open(
            file.toString(),
            BoundedFile.read(file, TranscriptFile.MAX_BYTES, "transcript"),
            stored.file());
    var plan = verified.transcript().plan();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verified", true);
    tree.put("wallet", plan.walletId().hex());
    tree.put("group", plan.groupId().hex());
    tree.put("approvals", verified.transcript().approvals().size());
    tree.put("attestations", verified.certificate().attestations().size());
    invocation()
        .output()
        .result(
            tree,
            "verified: group "
                + plan.groupId()
                + ", "
                + verified.transcript().approvals().size()
                + " approvals, "
                + verified.certificate().attestations().size()
                + " attestations, proof under the wallet's key");
    return ExitCode.DONE;
  }
}
