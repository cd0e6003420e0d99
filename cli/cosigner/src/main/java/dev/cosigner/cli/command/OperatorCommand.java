package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.OperatorKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code cosigner operator}: the keys by which people approve. */
@CommandLine.Command(
    name = "operator",
    description = "Make the keys by which people approve.",
    footer = {
      "",
      "Examples:",
      "  cosigner operator create --output alice.pem",
      "  cosigner operator create --output alice.pem --passphrase-file /dev/fd/3"
    })
final class OperatorCommand extends CommandGroup {
  OperatorCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(new Create(invocation()));
  }

  /** {@code cosigner operator create}: an encrypted Ed25519 key. */
  @CommandLine.Command(
      name = "create",
      description = {
        "Make an operator's key, encrypted with a pass-phrase.",
        "",
        "The file is PEM (PKCS #8, PBES2) and readable by OpenSSL. Its public key is printed: plans"
            + " name their operators by it."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner operator create --output alice.pem",
        "  cosigner operator create --output alice.pem --passphrase-file /dev/fd/3 --json"
      })
  private static final class Create extends Command {
    @Option(names = "--output", required = true, paramLabel = "FILE", description = "The new file.")
    private Path output;

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "Where the pass-phrase is read from, instead of a prompt.")
    private Path passphraseFile;

    Create(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException, InterruptedException {
      NewSecretFile.requireNone(output);
      char[] passphrase =
          NewPassphrase.ask(
              invocation(), passphraseFile, "Pass-phrase for the new key " + output + ":");
      OperatorKey key;
      try {
        key = OperatorKey.generate();
        NewSecretFile.write(output, key.seal(passphrase));
      } finally {
        Arrays.fill(passphrase, '\0');
      }
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("publicKey", key.publicKey().hex());
      tree.put("file", output.toString());
      invocation().output().result(tree, "operator key " + key.publicKey().hex() + " in " + output);
      return ExitCode.DONE;
    }
  }
}
