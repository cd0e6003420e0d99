package dev.cosigner.cli;

import dev.cosigner.cli.command.Commands;
import dev.cosigner.cli.ui.JLineTerminal;
import dev.cosigner.cli.ui.Output;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The program: reads the command line, runs one command, reports how it ended. */
public final class Cosigner {
  private static final int HELP_WIDTH = 100;

  private Cosigner() {}

  /** Runs the command line and exits with an {@link ExitCode}. */
  public static void main(String[] args) {
    main(args, invocation -> Commands.needed(invocation, args));
  }

  static void main(String[] args, Function<Invocation, List<Command>> commands) {
    // Results are UTF-8 wherever the program runs: JSON has no other encoding.
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Interruption interruption = new Interruption();
    Invocation invocation =
        new Invocation(
            System.getenv(), new Output(out, err), new Prompts(JLineTerminal::open), interruption);
    AtomicBoolean ended = new AtomicBoolean();
    // The JVM answers SIGINT and SIGTERM by running this and exiting with 128 + the signal.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (ended.compareAndSet(false, true)) {
                    new Report(invocation, args).interrupted();
                  }
                },
                "interruption"));
    int code = run(args, invocation, commands.apply(invocation)).code();
    // Once the hook has begun it reports; the run waits for the exit that is under way.
    if (ended.compareAndSet(false, true)) {
      System.exit(code);
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** Runs a command line in this process and reports how it ended. */
  static ExitCode run(String[] args, Invocation invocation, List<Command> commands) {
    Report report = new Report(invocation, args);
    try {
      return report.ended(dispatch(args, commandLine(invocation, commands), invocation));
    } catch (ParameterException e) {
      return report.usage(e);
    } catch (InterruptedException e) {
      return report.interrupted();
    } catch (Throwable e) {
      return report.failed(e);
    }
  }

  private static ExitCode dispatch(String[] args, CommandLine commandLine, Invocation invocation)
      throws Exception {
    ParseResult parsed = commandLine.parseArgs(args);
    if (invocation.options().json()) {
      invocation.output().useJson();
    }
    if (parsed.isVersionHelpRequested()) {
      String version = Version.current();
      invocation.output().result(Map.of("version", version), "cosigner " + version);
      return ExitCode.DONE;
    }
    while (!parsed.isUsageHelpRequested() && parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    CommandSpec spec = parsed.commandSpec();
    if (parsed.isUsageHelpRequested()) {
      String usage = spec.commandLine().getUsageMessage(Ansi.OFF).stripTrailing();
      invocation.output().result(Map.of("usage", usage), usage);
      return ExitCode.DONE;
    }
    return ((Command) spec.userObject()).run();
  }

  /** The model of the whole command line. */
  static CommandLine commandLine(Invocation invocation, List<Command> commands) {
    CommandLine root = new CommandLine(new Root(invocation));
    root.addMixin("global", invocation.options());
    add(root, commands);
    root.setExpandAtFiles(false);
    root.setUsageHelpWidth(HELP_WIDTH);
    return root;
  }

  private static void add(CommandLine parent, List<Command> commands) {
    for (Command command : commands) {
      CommandLine child = new CommandLine(command);
      child
          .getCommandSpec()
          .usageMessage()
          .descriptionHeading("%n")
          .parameterListHeading("%nArguments:%n")
          .optionListHeading("%nOptions:%n")
          .commandListHeading("%nCommands:%n")
          .synopsisSubcommandLabel("COMMAND");
      add(child, command.subcommands());
      parent.addSubcommand(child);
    }
  }

  /** Whether the arguments ask for something by a flag, for lines that cannot be parsed. */
  static boolean asksFor(String flag, String[] args) {
    return Arrays.stream(args)
        .takeWhile(arg -> !arg.equals("--"))
        .anyMatch(arg -> arg.equals(flag) || arg.equals(flag + "=true"));
  }
}
