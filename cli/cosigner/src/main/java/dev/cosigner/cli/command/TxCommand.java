package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.TransactionRefusal;
import dev.cosigner.cli.policy.PolicyFile;
import dev.cosigner.cli.transaction.ByteForm;
import dev.cosigner.cli.transaction.TransactionInput;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner tx}: transactions on the workstation, without a wallet or an enclave. */
@CommandLine.Command(
    name = "tx",
    description = "Decode transactions, and convert their bytes.",
    footer = {
      "",
      "Examples:",
      "  cosigner tx decode payment.txt",
      "  cosigner tx convert payment.txt --to hex"
    })
final class TxCommand extends CommandGroup {
  TxCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(new Decode(invocation()), new Convert(invocation()));
  }

  /** {@code cosigner tx decode}. */
  @CommandLine.Command(
      name = "decode",
      description = {
        "Show what a transaction does, as an enclave reads it.",
        "",
        "What is not understood in full is refused. With a policy, amounts are in its units, and what"
            + " it says of look-up tables and functions is known."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner tx decode payment.txt",
        "  cosigner tx decode - --network solana --policy treasury.json --json"
      })
  private static final class Decode extends Command {
    @Parameters(paramLabel = "FILE", description = "The transaction, or - for standard input.")
    private String file;

    @Option(names = "--policy", paramLabel = "FILE", description = "Whose assets name amounts.")
    private Path policy;

    @Mixin private TransactionOptions options;

    Decode(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      ReferenceData references =
          policy == null ? ReferenceData.NONE : PolicyFile.read(policy).references();
      try {
        DecodedTransaction transaction = options.read(file).decode(references);
        WalletContext wallet = options.wallet(transaction);
        List<Effect> effects = transaction.effects(wallet);
        Rendering rendering = transaction.render(wallet);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("network", transaction.network().id());
        tree.put("chain", wallet.chain().toString());
        tree.put("wallet", wallet.address());
        tree.put("title", rendering.title());
        tree.put("lines", rendering.lines());
        tree.put("warnings", rendering.warnings());
        tree.put("effects", EffectReport.tree(effects));
        invocation()
            .output()
            .result(
                tree, rendering.text() + "\n" + EffectReport.table(effects, references.assets()));
        return ExitCode.DONE;
      } catch (TransactionException e) {
        throw TransactionRefusal.of(e);
      }
    }
  }

  /** {@code cosigner tx convert}. */
  @CommandLine.Command(
      name = "convert",
      description = {
        "Write bytes in another form.",
        "",
        "Text that can be read in several forms is refused unless --from tells which it is."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner tx convert payment.txt --to hex",
        "  cosigner tx convert - --from base58 --to binary --out payment.bin"
      })
  private static final class Convert extends Command {
    @Parameters(paramLabel = "FILE", description = "The bytes, or - for standard input.")
    private String file;

    @Option(
        names = "--from",
        converter = ByteFormName.class,
        completionCandidates = ByteFormName.class,
        paramLabel = "FORM",
        description =
            "The form of the file: ${COMPLETION-CANDIDATES} (default: the one that fits).")
    private ByteForm from;

    @Option(
        names = "--to",
        converter = ByteFormName.class,
        completionCandidates = ByteFormName.class,
        required = true,
        paramLabel = "FORM",
        description = "The form to write: ${COMPLETION-CANDIDATES}.")
    private ByteForm to;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "Where to write (default: standard output); binary needs it.")
    private Path out;

    @Mixin private ResultOptions results;

    Convert(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      if (to == ByteForm.BINARY && out == null) {
        throw CosignerException.of(
                "output-missing", ExitCode.USAGE, "binary is not written to standard output")
            .expected("a file to write")
            .hint("name it with --out")
            .build();
      }
      byte[] bytes =
          ByteForm.read(
              file.equals("-") ? "standard input" : file,
              TransactionInput.read(file, "transaction"),
              Optional.ofNullable(from));
      String text = to == ByteForm.BINARY ? null : to.encode(bytes);
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("bytes", bytes.length);
      tree.put("form", to.id());
      if (out == null) {
        tree.put("text", text);
        invocation().output().result(tree, text);
        return ExitCode.DONE;
      }
      byte[] content = text == null ? bytes : (text + "\n").getBytes(StandardCharsets.UTF_8);
      if (file.equals("-")) {
        results.write(out, content);
      } else {
        results.write(out, content, Path.of(file));
      }
      tree.put("file", out.toString());
      invocation().output().result(tree, bytes.length + " bytes written to " + out);
      return ExitCode.DONE;
    }
  }
}
