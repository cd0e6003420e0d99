package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.recovery.SharedKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;

/** {@code cosigner recovery}: keys outside their enclaves. */
@CommandLine.Command(
    name = "recovery",
    description = {
      "Take a key out of its shares, or bring a key into shares.",
      "",
      "For a machine without a network, which nobody else uses: the whole private key is in its"
          + " memory. Shares are files, each sealed by its member's pass-phrase."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner recovery import --scheme frost-ed25519 --private-key seed.hex --folder shares",
      "  cosigner recovery check shares/member-1.share",
      "  cosigner recovery reconstruct --output key.hex shares/member-*.share"
    })
final class RecoveryCommand extends CommandGroup {
  RecoveryCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(
        new RecoveryImportCommand(invocation()),
        new RecoveryCheckCommand(invocation()),
        new RecoveryReconstructCommand(invocation()));
  }

  /** What is public of a key. */
  static Map<String, Object> tree(SharedKey key) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("scheme", key.scheme().label());
    tree.put("publicKey", key.publicKeys().groupPublicKey().toString());
    key.publicKeys().chainCode().ifPresent(code -> tree.put("chainCode", code.toString()));
    tree.put("members", key.publicKeys().members());
    return tree;
  }

  /** Refuses a key that is not the one that the operator named, if they named one. */
  static void requirePublicKey(SharedKey key, String expected) throws CosignerException {
    String found = key.publicKeys().groupPublicKey().toString();
    if (expected != null && !expected.toLowerCase(Locale.ROOT).equals(found)) {
      throw CosignerException.of(
              "public-key-differs", ExitCode.REFUSED, "this is not the key that was named")
          .expected(expected)
          .found(found)
          .hint("nothing was written; check which key the files are of")
          .build();
    }
  }
}
