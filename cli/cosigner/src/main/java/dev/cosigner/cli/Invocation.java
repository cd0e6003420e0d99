package dev.cosigner.cli;

import dev.cosigner.cli.context.Settings;
import dev.cosigner.cli.nitro.NitroInstance;
import dev.cosigner.cli.ui.Output;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One run of {@code cosigner}: where it prints, whom it can ask, and what surrounds it. Commands
 * reach the outside through this alone, so that tests run them in process.
 */
public final class Invocation {
  private final Map<String, String> environment;
  private final Output output;
  private final Prompts prompts;
  private final Interruption interruption;
  private final NitroInstance nitro;
  private final GlobalOptions options = new GlobalOptions();
  private Settings settings;

  /**
   * @param environment the environment variables of the run; they never carry secrets
   * @param output where results and messages go
   * @param prompts how a person is asked
   * @param interruption what is said when the run is cut short
   */
  public Invocation(
      Map<String, String> environment, Output output, Prompts prompts, Interruption interruption) {
    this(environment, output, prompts, interruption, NitroInstance.EC2);
  }

  /** A run on another machine than an ordinary EC2 instance. */
  Invocation(
      Map<String, String> environment,
      Output output,
      Prompts prompts,
      Interruption interruption,
      NitroInstance nitro) {
    this.nitro = nitro;
    this.environment = Map.copyOf(environment);
    this.output = output;
    this.prompts = prompts.beginningWith(() -> settings().promptPrefix());
    this.interruption = interruption;
  }

  /** Environment variables of this run. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Results, progress and warnings. */
  public Output output() {
    return output;
  }

  /** Questions to the person at the terminal. */
  public Prompts prompts() {
    return prompts;
  }

  /** What is left behind if the run is interrupted now. */
  public Interruption interruption() {
    return interruption;
  }

  /** Where this machine keeps what Nitro Enclaves need. */
  public NitroInstance nitro() {
    return nitro;
  }

  /**
   * Whether results may be coloured: on a terminal, unless NO_COLOR or TERM=dumb is set;
   * CLICOLOR_FORCE has them coloured wherever they go.
   */
  public boolean colours() {
    String forced = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!forced.isEmpty() && !forced.equals("0")) {
      return true;
    }
    boolean unwanted =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "dumb").equals("dumb");
    Console console = unwanted ? null : System.console();
    return console != null && console.isTerminal();
  }

  /**
   * Where this operator's state is kept; made on first use.
   *
   * @throws CosignerException if no place can be told or it is open to other users
   */
  public StateDirectory state() throws CosignerException {
    return StateDirectory.locate(options.home(), environment);
  }

  /**
   * The settings of this run; read on first use.
   *
   * @throws CosignerException if the context in use is not there or malformed
   */
  public Settings settings() throws CosignerException {
    if (settings == null) {
      try {
        settings = Settings.of(environment, StateDirectory.existing(options.home(), environment));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return settings;
  }

  /**
   * The folder that the build made: {@code lib}, {@code kernel}, {@code platform}, {@code runtime},
   * {@code runtime-development} and {@code inputs.lock.json}.
   *
   * @throws CosignerException if the program was started in another way than by its launcher
   */
  public Path distribution() throws CosignerException {
    String home = System.getProperty("cosigner.home");
    if (home == null || !Files.isDirectory(Path.of(home))) {
      throw CosignerException.of(
              "distribution-missing", ExitCode.ENVIRONMENT, "the distribution was not found")
          .expected("the system property cosigner.home to name the folder that the build made")
          .found(home == null ? "no such property" : home)
          .hint("start the program by its launcher, ./cosigner")
          .build();
    }
    return Path.of(home);
  }

  GlobalOptions options() {
    return options;
  }
}
