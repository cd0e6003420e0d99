package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.policy.AbiFile;
import dev.cosigner.transaction.ethereum.ContractAbi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code cosigner policy abi}: what of an ABI a policy binds, and the hash to bind it by. */
@CommandLine.Command(
    name = "abi",
    description = {
      "Print the functions of a contract's ABI, and the hash that a policy names it by.",
      "",
      "Functions that change nothing, events and errors are left out. The hash is the SHA-256 of the"
          + " printed lines; order, spaces and further members of the JSON do not change it."
    },
    footer = {"", "Examples:", "  cosigner policy abi vault.abi.json"})
final class PolicyAbiCommand extends Command {
  @Parameters(paramLabel = "FILE", description = "The ABI, in the JSON of Solidity's compiler.")
  private Path file;

  PolicyAbiCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    ContractAbi abi = AbiFile.read(file);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("hash", abi.hash());
    tree.put("functions", abi.functions());
    invocation()
        .output()
        .result(tree, "hash " + abi.hash() + "\n" + String.join("\n", abi.functions()));
    return ExitCode.DONE;
  }
}
