package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.Invocation;
import java.util.List;
import picocli.CommandLine;

/** {@code cosigner release}: independent rebuilders vouch for an image. */
@CommandLine.Command(
    name = "release",
    description = {
      "Have independent rebuilders vouch for an image.",
      "",
      "Each builds the image on a machine of their own and signs what it measures to; a pipeline"
          + " goes on only if enough of them measured the same."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner release approve cosigner.eif --operator-key alice.pem",
      "  cosigner release verify cosigner.eif --quorum 2 --rebuilders rebuilders.txt"
    })
final class ReleaseCommand extends CommandGroup {
  ReleaseCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(new ReleaseApproveCommand(invocation()), new ReleaseVerifyCommand(invocation()));
  }
}
