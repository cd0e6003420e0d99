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
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.wallet.Scheme;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code cosigner recovery import}: an existing key, dealt to the members of a group. */
@CommandLine.Command(
    name = "import",
    description = {
      "Deal an existing private key to the members of a group, a sealed share for each.",
      "",
      "Each file has every member's public point, so that 'recovery check' proves the share and the"
          + " public key to its member. The key stays wherever it was: whoever has a copy of it needs"
          + " no member."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner recovery import --scheme frost-ed25519 --private-key seed.hex --folder shares",
      "  cosigner recovery import --scheme frost-bip340 --private-key /dev/fd/3 --folder shares --json"
    })
final class RecoveryImportCommand extends Command {
  @Option(
      names = "--scheme",
      required = true,
      paramLabel = "SCHEME",
      converter = SchemeName.class,
      completionCandidates = SchemeName.class,
      description = "What the group signs by: ${COMPLETION-CANDIDATES}.")
  private Scheme scheme;

  @Option(
      names = "--private-key",
      required = true,
      paramLabel = "FILE",
      description = "64 hexadecimal digits; /dev/fd/3 works too.")
  private Path privateKey;

  @Option(
      names = "--scalar",
      description = "An Ed25519 key's digits are its scalar, little-endian, and not its seed.")
  private boolean scalar;

  @Option(
      names = "--members",
      split = ",",
      paramLabel = "N",
      description = "The members' numbers (default: 1,2,3).")
  private List<Integer> members = List.of(1, 2, 3);

  @Option(
      names = "--chain-code",
      paramLabel = "HEX",
      description = "What children of a secp256k1 key are derived from (default: a fresh one).")
  private String chainCode;

  @Option(
      names = "--public-key",
      paramLabel = "HEX",
      description = "The public key that the private one must have.")
  private String publicKey;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "FOLDER",
      description = "Where member-N.share of each member is written.")
  private Path folder;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Where a new pass-phrase is read from, instead of a prompt: once for each member, in"
              + " ascending order.")
  private List<Path> passphraseFiles = new ArrayList<>();

  RecoveryImportCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    requireOneEach(passphraseFiles, members.size(), "member");
    Map<Integer, Path> files = files();
    SharedKey.Split split = split();
    RecoveryCommand.requirePublicKey(split.key(), publicKey);
    Map<Integer, byte[]> sealed = new LinkedHashMap<>();
    for (int member : files.keySet()) {
      sealed.put(member, seal(split, member, sealed.size()));
    }
    for (Map.Entry<Integer, Path> file : files.entrySet()) {
      NewSecretFile.write(file.getValue(), sealed.get(file.getKey()));
    }
    Map<String, Object> tree = RecoveryCommand.tree(split.key());
    tree.put("files", files.values().stream().map(Path::toString).toList());
    invocation()
        .output()
        .result(
            tree,
            "%d shares of %s (%s) in %s"
                .formatted(files.size(), tree.get("publicKey"), tree.get("scheme"), folder));
    return ExitCode.DONE;
  }

  /** The new files, of which none exists. */
  private Map<Integer, Path> files() throws CosignerException {
    Map<Integer, Path> files = new TreeMap<>();
    for (int member : members) {
      files.put(member, folder.resolve("member-" + member + ".share"));
    }
    for (Path file : files.values()) {
      NewSecretFile.requireNone(file);
    }
    return files;
  }

  private SharedKey.Split split() throws CosignerException, IOException {
    Optional<Bytes32> code = chainCode();
    byte[] text = BoundedFile.read(privateKey, PrivateKeyText.MAX_BYTES, "private key");
    boolean seed = scheme == Scheme.FROST_ED25519 && !scalar;
    Scalar key = PrivateKeyText.read(privateKey.toString(), text, scheme, seed);
    try {
      return SharedKey.split(scheme, key, members, code, new SecureRandom());
    } catch (IllegalArgumentException e) {
      throw CosignerException.of("members-unsuitable", ExitCode.USAGE, "these are no members")
          .expected("2 to " + SharedKey.MAX_MEMBERS + " different numbers from 1 to 65535")
          .found(members.toString())
          .hint("give --members 1,2,3")
          .build();
    }
  }

  private Optional<Bytes32> chainCode() throws CosignerException {
    if (scheme == Scheme.FROST_ED25519) {
      if (chainCode != null) {
        throw unsuitableChainCode("none for " + scheme.label() + ", whose keys have no children");
      }
      return Optional.empty();
    }
    byte[] code = new byte[Bytes32.LENGTH];
    if (chainCode == null) {
      new SecureRandom().nextBytes(code);
      return Optional.of(Bytes32.of(code));
    }
    try {
      code = HexFormat.of().parseHex(chainCode);
    } catch (IllegalArgumentException e) {
      throw unsuitableChainCode("64 hexadecimal digits");
    }
    if (code.length != Bytes32.LENGTH) {
      throw unsuitableChainCode("64 hexadecimal digits");
    }
    return Optional.of(Bytes32.of(code));
  }

  private CosignerException unsuitableChainCode(String expected) {
    return CosignerException.of("chain-code-unsuitable", ExitCode.USAGE, "this is no chain code")
        .expected(expected)
        .found(chainCode)
        .hint("without --chain-code a fresh one is drawn where the scheme has one")
        .build();
  }

  private byte[] seal(SharedKey.Split split, int member, int place)
      throws CosignerException, IOException, InterruptedException {
    char[] passphrase =
        NewPassphrase.ask(
            invocation(),
            passphraseFiles.isEmpty() ? null : passphraseFiles.get(place),
            "New pass-phrase of member " + member + ":");
    try {
      return ShareFile.seal(split.key(), member, split.shares().get(member), passphrase);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** All by files, or all by prompts. */
  static void requireOneEach(List<Path> passphraseFiles, int count, String of)
      throws CosignerException {
    if (!passphraseFiles.isEmpty() && passphraseFiles.size() != count) {
      throw CosignerException.of(
              "passphrases-missing", ExitCode.USAGE, "there is not one pass-phrase for each " + of)
          .expected(count + " times --passphrase-file, or none and a terminal")
          .found(passphraseFiles.size() + " times")
          .hint("each share has a pass-phrase of its own; name the files in the " + of + "s' order")
          .build();
    }
  }
}
