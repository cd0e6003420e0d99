package dev.cosigner.cli;

import dev.cosigner.cli.command.Commands;
import dev.cosigner.cli.ui.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/** The picocli model of the whole command line, for tests that look at it without running it. */
public final class CommandModel {
  private CommandModel() {}

  public static CommandLine current() {
    Invocation invocation = invocation();
    return Cosigner.commandLine(invocation, Commands.all(invocation));
  }

  /** The model that a run of this line makes. */
  static CommandLine neededBy(String... line) {
    Invocation invocation = invocation();
    return Cosigner.commandLine(invocation, Commands.needed(invocation, line));
  }

  private static Invocation invocation() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Invocation(
        Map.of(),
        new Output(nowhere, nowhere),
        new Prompts(() -> {
          throw new IOException("no terminal");
        }),
        new Interruption());
  }
}
