package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.launch.Enclaves;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner logs}: what an enclave and its launcher wrote. */
@CommandLine.Command(
    name = "logs",
    description = {
      "Show the end of what was written about an enclave.",
      "",
      "Its console, where it has one that can be read, and what the programs wrote that run it:"
          + " QEMU's vsock device, the Nitro CLI."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner logs provider-1",
      "  cosigner logs 0123456789ab --lines 1000 --json"
    })
final class LogsCommand extends Command {
  @Parameters(paramLabel = "ID", description = "The enclave's id or name.")
  private String id;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "100",
      description = "Lines of each, at most 10000 (default: ${DEFAULT-VALUE}).")
  private int lines;

  LogsCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    if (lines < 1 || lines > LogTail.MOST_LINES) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, "invalid value for --lines")
          .expected("1 to " + LogTail.MOST_LINES)
          .found(Integer.toString(lines))
          .hint("the files themselves hold everything: 'cosigner inspect --json' shows where")
          .build();
    }
    LaunchedEnclave enclave = new Enclaves(invocation()).find(id);
    List<Map<String, Object>> documents = new ArrayList<>();
    List<String> text = new ArrayList<>();
    for (Path log : enclave.run().logs()) {
      List<String> end = LogTail.of(log, lines);
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", log.toString());
      document.put("lines", end);
      documents.add(document);
      text.add("==> " + log + " <==");
      end.forEach(line -> text.add(Printable.of(line)));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("id", enclave.id());
    result.put("name", enclave.name());
    result.put("logs", documents);
    invocation()
        .output()
        .result(result, text.isEmpty() ? "nothing was written" : String.join("\n", text));
    return ExitCode.DONE;
  }
}
