package dev.cosigner.cli;

import picocli.CommandLine.Option;

/** For commands that ask before they act: {@code @Mixin ConfirmationOptions confirmation}. */
public final class ConfirmationOptions {
  @Option(
      names = {"-y", "--yes"},
      description = "Agree to what the command would ask.")
  private boolean yes;

  /** Whether the operator agreed on the command line. */
  public boolean yes() {
    return yes;
  }
}
