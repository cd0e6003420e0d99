package dev.cosigner.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * One command of the command line: its picocli annotations say what it takes and show examples, its
 * {@link #run} does it. Commands stay thin: they read options, call the room that does the work,
 * and print its result.
 */
public abstract class Command {
  @SuppressWarnings("UnusedVariable") // picocli sets it and acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private final Invocation invocation;

  protected Command(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Does the work. What it prints goes through {@link Invocation#output}.
   *
   * @return {@link ExitCode#DONE}, or {@link ExitCode#WAITING} after a result that holds the id
   * @throws CosignerException for every failure that can be foreseen
   * @throws IOException for files that cannot be read or written: reported with their path
   * @throws InterruptedException when the run is to stop: reported as an interruption
   */
  protected abstract ExitCode run() throws CosignerException, IOException, InterruptedException;

  /** The commands below this one; a command that has any is a mere group and does not run. */
  protected List<Command> subcommands() {
    return List.of();
  }

  protected final Invocation invocation() {
    return invocation;
  }
}
