package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.launch.Enclaves;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.LaunchedEnclave.State;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** {@code cosigner list}: the enclaves that were launched here. */
@CommandLine.Command(
    name = "list",
    description = {
      "List the enclaves that were launched here.",
      "",
      "Each is starting, running, abandoned (whoever launched it was cut short) or dead. They are not"
          + " asked anything; 'cosigner inspect' does that."
    },
    footer = {"", "Examples:", "  cosigner list", "  cosigner list --json"})
final class ListCommand extends Command {
  ListCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    List<LaunchedEnclave> enclaves = new Enclaves(invocation()).all();
    Table table = Table.withHeadings("id", "name", "state", "backend", "started", "image");
    List<Map<String, Object>> documents = new ArrayList<>();
    for (LaunchedEnclave enclave : enclaves) {
      State state = enclave.state();
      documents.add(EnclaveReport.document(enclave, state));
      String[] row = {
        enclave.id(),
        enclave.name(),
        EnclaveReport.name(state),
        EnclaveReport.backend(enclave),
        enclave.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        enclave.image().toString()
      };
      if (enclave.isDebug()) {
        table.alarmingRow(row);
      } else {
        table.row(row);
      }
    }
    Map<String, Object> document = Map.of("enclaves", documents);
    if (enclaves.isEmpty()) {
      invocation().output().result(document, "no enclaves");
    } else {
      invocation().output().result(document, table, invocation().colours());
    }
    return ExitCode.DONE;
  }
}
