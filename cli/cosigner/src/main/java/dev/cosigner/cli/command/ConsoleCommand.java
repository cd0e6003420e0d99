package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.launch.EnclaveConsole;
import dev.cosigner.cli.launch.Enclaves;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.host.LaunchedEnclave;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner console}: follows what an enclave writes on its console. */
@CommandLine.Command(
    name = "console",
    description = {
      "Follow an enclave's console until it ends.",
      "",
      "The output of a process enclave, the serial console of an emulated machine, or, by the Nitro"
          + " CLI, the console of a Nitro Enclave in debug mode. Other Nitro Enclaves have none."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner console provider-1",
      "  cosigner console provider-1 --no-follow"
    })
final class ConsoleCommand extends Command {
  @Parameters(paramLabel = "ID", description = "The enclave's id or name.")
  private String id;

  @Option(names = "--no-follow", description = "Show what is there, and do not wait for more.")
  private boolean once;

  ConsoleCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    LaunchedEnclave enclave = new Enclaves(invocation()).find(id);
    long lines =
        new EnclaveConsole(enclave, invocation().nitro())
            .show(!once, line -> invocation().output().narrate(Printable.of(line)));
    if (invocation().output().isJson()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("id", enclave.id());
      result.put("name", enclave.name());
      result.put("lines", lines);
      result.put("state", EnclaveReport.name(enclave.state()));
      invocation().output().result(result, "");
    } else if (!once) {
      invocation().output().progress("the enclave " + enclave.name() + " has ended");
    }
    return ExitCode.DONE;
  }
}
