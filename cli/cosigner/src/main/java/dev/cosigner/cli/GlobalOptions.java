package dev.cosigner.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, anywhere on the line. */
final class GlobalOptions {
  static final String JSON = "--json";
  static final String STACK_TRACE = "--stack-trace";

  @Option(
      names = JSON,
      scope = ScopeType.INHERIT,
      description = "Print one JSON document on standard output, for failures too.")
  private boolean json;

  @Option(
      names = "--home",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "Where cosigner keeps its state (default: $COSIGNER_HOME,"
              + " or cosigner under $XDG_STATE_HOME or ~/.local/state).")
  private Path home;

  @Option(
      names = STACK_TRACE,
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure arose (or set COSIGNER_STACKTRACE=1).")
  private boolean stackTrace;

  boolean json() {
    return json;
  }

  Optional<Path> home() {
    return Optional.ofNullable(home);
  }

  boolean stackTrace() {
    return stackTrace;
  }
}
