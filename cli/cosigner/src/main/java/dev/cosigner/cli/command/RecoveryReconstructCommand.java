package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.recovery.PrivateKeyText;
import dev.cosigner.cli.recovery.ShareFile;
import dev.cosigner.cli.recovery.SharedKey;
import dev.cosigner.mpc.curve.Scalar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner recovery reconstruct}: a private key from all of its shares. */
@CommandLine.Command(
    name = "reconstruct",
    description = {
      "Make the private key from the shares of all members.",
      "",
      "Whoever has the result has the key: it is written to a file that its owner alone may read,"
          + " and never shown. On secp256k1 it is the number, big-endian; for Ed25519 it is the scalar,"
          + " little-endian, as the seed cannot be had back."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner recovery reconstruct --output key.hex member-1.share member-2.share",
      "  cosigner recovery reconstruct --output key.hex --public-key 02c6... *.share"
    })
final class RecoveryReconstructCommand extends Command {
  @Parameters(arity = "1..*", paramLabel = "SHARE", description = "The share files of all members.")
  private List<Path> files;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "The new file with the private key.")
  private Path output;

  @Option(
      names = "--public-key",
      paramLabel = "HEX",
      description = "The key that is wanted: that of another is not made.")
  private String publicKey;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Where a pass-phrase is read from, instead of a prompt: once for each share, in their"
              + " order.")
  private List<Path> passphraseFiles = new ArrayList<>();

  RecoveryReconstructCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    NewSecretFile.requireNone(output);
    RecoveryImportCommand.requireOneEach(passphraseFiles, files.size(), "share");
    List<ShareFile> shares = new ArrayList<>();
    for (Path file : files) {
      byte[] content = BoundedFile.read(file, ShareFile.MAX_BYTES, "share");
      shares.add(ShareFile.read(file.toString(), content));
    }
    SharedKey key = requireAll(shares);
    RecoveryCommand.requirePublicKey(key, publicKey);
    SortedMap<Integer, Scalar> opened = new TreeMap<>();
    for (int i = 0; i < shares.size(); i++) {
      opened.put(shares.get(i).member(), open(i, shares.get(i)));
    }
    byte[] text = PrivateKeyText.write(key.privateKey(opened));
    try {
      NewSecretFile.write(output, text);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
    invocation()
        .output()
        .warning("the private key is in " + output + ": whoever reads it needs no member any more");
    Map<String, Object> tree = RecoveryCommand.tree(key);
    tree.put("file", output.toString());
    invocation()
        .output()
        .result(
            tree,
            "private key of %s (%s) in %s"
                .formatted(tree.get("publicKey"), tree.get("scheme"), output));
    return ExitCode.DONE;
  }

  private Scalar open(int place, ShareFile share)
      throws CosignerException, IOException, InterruptedException {
    String name = files.get(place).toString();
    char[] passphrase =
        OperatorOptions.passphrase(
            invocation(),
            passphraseFiles.isEmpty() ? null : passphraseFiles.get(place),
            "Pass-phrase of the share " + name + ":");
    try {
      return share.open(name, passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** Of one key, and all of them: found out before any pass-phrase is asked for. */
  private SharedKey requireAll(List<ShareFile> shares) throws CosignerException {
    SharedKey key = shares.getFirst().key();
    for (int i = 1; i < shares.size(); i++) {
      if (!shares.get(i).key().equals(key)) {
        throw CosignerException.of(
                "shares-differ", ExitCode.BAD_INPUT, "the shares are not of one group")
            .expected("a share of " + key.publicKeys() + " as in " + files.getFirst())
            .found(files.get(i) + ": of " + shares.get(i).key().publicKeys())
            .hint("shares of before a refresh do not go with those of after it")
            .build();
      }
    }
    List<Integer> members = shares.stream().map(ShareFile::member).sorted().toList();
    if (!members.equals(key.publicKeys().members())) {
      throw CosignerException.of(
              "shares-missing", ExitCode.BAD_INPUT, "the key takes one share of each member")
          .expected("shares of " + key.publicKeys().members())
          .found("shares of " + members)
          .hint("each member's share once: fewer say nothing of the key")
          .build();
    }
    return key;
  }
}
