package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.launch.EnclaveDescription;
import dev.cosigner.cli.launch.Enclaves;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.LaunchedEnclave.State;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code cosigner inspect}: asks an enclave what it is, and verifies its answer. */
@CommandLine.Command(
    name = "inspect",
    description = {
      "Ask an enclave what it is, and verify it.",
      "",
      "Its attestation document over a fresh nonce must say that it is what the image holds. Shows"
          + " its registers, version, uptime and instance."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner inspect provider-1",
      "  cosigner inspect 0123456789ab --json"
    })
final class InspectCommand extends Command {
  @Parameters(paramLabel = "ID", description = "The enclave's id or name.")
  private String id;

  InspectCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    Enclaves enclaves = new Enclaves(invocation());
    LaunchedEnclave enclave = enclaves.find(id);
    State state = enclave.state();
    if (state == State.DEAD) {
      throw CosignerException.of(
              "enclave-dead", ExitCode.ENVIRONMENT, "the enclave " + enclave.name() + " has ended")
          .expected("an enclave that runs")
          .found("its processes are gone; its console is " + enclave.run().console())
          .hint("'cosigner terminate " + enclave.id() + "' removes what is left of it")
          .build();
    }
    EnclaveDescription description = enclaves.describe(enclave);
    Map<String, Object> document = EnclaveReport.document(enclave, state);
    EnclaveReport.add(document, description);
    invocation()
        .output()
        .result(document, EnclaveReport.table(enclave, state, description), invocation().colours());
    return ExitCode.DONE;
  }
}
