package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.recovery.ShareFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner recovery check}: whether a share file is good. */
@CommandLine.Command(
    name = "check",
    description = {
      "Open a share file and check that it is a share of its key.",
      "",
      "The share is multiplied by the curve's generator and compared with its public point, and the"
          + " points of all members with the public key. Nothing secret is shown."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner recovery check member-1.share",
      "  cosigner recovery check --passphrase-file /dev/fd/3 member-1.share --json"
    })
final class RecoveryCheckCommand extends Command {
  @Parameters(paramLabel = "SHARE", description = "The share file.")
  private Path file;

  @Option(
      names = "--public-key",
      paramLabel = "HEX",
      description = "The key that it must be a share of.")
  private String publicKey;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Where the pass-phrase is read from, instead of a prompt; /dev/fd/3 works too.")
  private Path passphraseFile;

  RecoveryCheckCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    String name = file.toString();
    var share = ShareFile.read(name, BoundedFile.read(file, ShareFile.MAX_BYTES, "share"));
    RecoveryCommand.requirePublicKey(share.key(), publicKey);
    char[] passphrase =
        OperatorOptions.passphrase(
            invocation(), passphraseFile, "Pass-phrase of the share " + name + ":");
    try {
      share.open(name, passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
    Map<String, Object> tree = RecoveryCommand.tree(share.key());
    tree.put("member", share.member());
    invocation()
        .output()
        .result(
            tree,
            "%s is member %d's share of the %s key %s"
                .formatted(name, share.member(), tree.get("scheme"), tree.get("publicKey")));
    return ExitCode.DONE;
  }
}
