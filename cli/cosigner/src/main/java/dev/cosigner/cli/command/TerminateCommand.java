package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.launch.Enclaves;
import dev.cosigner.host.LaunchedEnclave;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner terminate}: ends enclaves and removes what is left of them. */
@CommandLine.Command(
    name = "terminate",
    description = {
      "End an enclave and remove what is left of it.",
      "",
      "Also of one that has died. What it kept in its memory is gone then, key shares included."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner terminate provider-1",
      "  cosigner terminate 0123456789ab --json",
      "  cosigner terminate --all"
    })
final class TerminateCommand extends Command {
  @Parameters(arity = "0..1", paramLabel = "ID", description = "The enclave's id or name.")
  private String id;

  @Option(names = "--all", description = "End all enclaves that were launched here.")
  private boolean all;

  TerminateCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    if ((id == null) == !all) {
      throw CosignerException.of(
              "invalid-value", ExitCode.USAGE, "say which enclave is to be terminated")
          .expected("either ID or --all")
          .found(all ? "both" : "neither")
          .hint("'cosigner list' shows the enclaves")
          .build();
    }
    Enclaves enclaves = new Enclaves(invocation());
    List<LaunchedEnclave> chosen = all ? enclaves.all() : List.of(enclaves.find(id));
    List<String> ended = new ArrayList<>();
    for (LaunchedEnclave enclave : chosen) {
      enclaves.terminate(enclave);
      ended.add(enclave.id());
    }
    String text = ended.isEmpty() ? "no enclaves" : "terminated " + String.join(", ", ended);
    invocation().output().result(Map.of("terminated", ended), text);
    return ExitCode.DONE;
  }
}
