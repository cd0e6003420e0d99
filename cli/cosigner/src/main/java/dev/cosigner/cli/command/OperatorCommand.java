package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.OperatorKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final int MIN_PASSPHRASE = 8;

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
      // Before anyone thinks of a pass-phrase; that nothing is overwritten is certain only below.
      if (Files.exists(output)) {
        throw exists(null);
      }
      char[] passphrase =
          OperatorOptions.passphrase(
              invocation(), passphraseFile, "Pass-phrase for the new key " + output + ":");
      OperatorKey key;
      try {
        requireStrong(passphrase);
        if (passphraseFile == null) {
          requireRepeated(passphrase);
        }
        key = OperatorKey.generate();
        write(key.seal(passphrase));
      } finally {
        Arrays.fill(passphrase, '\0');
      }
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("publicKey", key.publicKey().hex());
      tree.put("file", output.toString());
      invocation().output().result(tree, "operator key " + key.publicKey().hex() + " in " + output);
      return ExitCode.DONE;
    }

    private CosignerException exists(FileAlreadyExistsException cause) {
      return CosignerException.of("file-exists", ExitCode.BAD_INPUT, output + " exists")
          .expected("a name that no file has")
          .found(output.toString())
          .hint("a key is never overwritten; choose another name")
          .cause(cause)
          .build();
    }

    private static void requireStrong(char[] passphrase) throws CosignerException {
      if (passphrase.length < MIN_PASSPHRASE) {
        throw CosignerException.of(
                "passphrase-short", ExitCode.BAD_INPUT, "the pass-phrase is too short")
            .expected("at least " + MIN_PASSPHRASE + " characters")
            .found(passphrase.length + " characters")
            .hint("nothing was written; choose a longer one")
            .build();
      }
    }

    private void requireRepeated(char[] passphrase) throws CosignerException, InterruptedException {
      char[] again =
          invocation().prompts().secret("The same pass-phrase again:", "give --passphrase-file");
      boolean same = Arrays.equals(passphrase, again);
      Arrays.fill(again, '\0');
      if (!same) {
        throw CosignerException.of(
                "passphrase-differs", ExitCode.BAD_INPUT, "the two pass-phrases differ")
            .expected("the same twice")
            .found("two")
            .hint("nothing was written; begin again")
            .build();
      }
    }

    private void write(byte[] pem) throws CosignerException, IOException {
      try (var channel =
          Files.newByteChannel(
              output,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer buffer = ByteBuffer.wrap(pem);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      } catch (NoSuchFileException e) {
        throw OperatorOptions.noFolder(output, e);
      } catch (FileAlreadyExistsException e) {
        throw exists(e);
      }
    }
  }
}
