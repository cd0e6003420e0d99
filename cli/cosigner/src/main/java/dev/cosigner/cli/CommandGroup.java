package dev.cosigner.cli;

/** A command that only gathers others, such as {@code wallet} in {@code wallet create}. */
public abstract class CommandGroup extends Command {
  protected CommandGroup(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected final ExitCode run() throws CosignerException {
    String name = getClass().getAnnotation(picocli.CommandLine.Command.class).name();
    String words = name.equals("cosigner") ? name : "cosigner " + name;
    throw CosignerException.of("missing-command", ExitCode.USAGE, "no command was given")
        .expected(words + " COMMAND")
        .hint("'" + words + " --help' lists the commands")
        .build();
  }
}
