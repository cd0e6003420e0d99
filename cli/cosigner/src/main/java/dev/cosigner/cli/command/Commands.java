package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.Invocation;
import java.util.List;

/** Every command of the command line, in the order in which {@code cosigner --help} lists them. */
public final class Commands {
  private Commands() {}

  /** The commands of one run. */
  public static List<Command> all(Invocation invocation) {
    return List.of(
        new DemoCommand(invocation),
        new BuildEifCommand(invocation),
        new LaunchCommand(invocation),
        new ListCommand(invocation),
        new InspectCommand(invocation),
        new TerminateCommand(invocation),
        new OperatorCommand(invocation),
        new EnrolCommand(invocation),
        new WalletCommand(invocation),
        new OnboardDeviceCommand(invocation),
        new SignCommand(invocation),
        new VerifyTranscriptCommand(invocation),
        new Help(invocation));
  }
}
