package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cosigner help}: the help of a command by its name. */
@CommandLine.Command(
    name = "help",
    description = "Show the help of a command.",
    footer = {"", "Examples:", "  cosigner help", "  cosigner help help"})
final class Help extends Command {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command's words.")
  private List<String> words = new ArrayList<>();

  Help(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine next = command.getSubcommands().get(word);
      if (next == null) {
        throw CosignerException.of("unknown-command", ExitCode.USAGE, "there is no such command")
            .expected("one of " + String.join(", ", command.getSubcommands().keySet()))
            .found(word)
            .build();
      }
      command = next;
    }
    String usage = command.getUsageMessage(Ansi.OFF).stripTrailing();
    invocation().output().result(Map.of("usage", usage), usage);
    return ExitCode.DONE;
  }
}
