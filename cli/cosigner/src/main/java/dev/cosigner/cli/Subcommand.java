package dev.cosigner.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.cli.command.Commands;
import dev.cosigner.cli.context.Settings;
import dev.cosigner.cli.ui.Output;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a command of the same command line in this process, as a script would with --json. */
public final class Subcommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Invocation parent;
  private final Path home;

  /**
   * Commands of a run.
   *
   * @param home the state directory that they work in
   */
  public Subcommand(Invocation parent, Path home) {
    this.parent = parent;
    this.home = home;
  }

  /** The state directory that the commands work in. */
  public Path home() {
    return home;
  }

  /**
   * Runs a command.
   *
   * @param words the command with its options, without --json and --home
   * @return its result
   * @throws CosignerException the command's failure
   */
  public JsonNode run(String... words) throws CosignerException {
    List<String> arguments = new ArrayList<>(Arrays.asList(words));
    arguments.addAll(List.of("--json", "--home", home.toString()));
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    Output output =
        new Output(
            new PrintStream(results, false, StandardCharsets.UTF_8),
            new PrintStream(messages, false, StandardCharsets.UTF_8));
    Invocation child =
        new Invocation(
            Settings.withoutSettings(parent.environment()),
            output,
            parent.prompts(),
            parent.interruption(),
            parent.nitro());
    String[] line = arguments.toArray(String[]::new);
    ExitCode exit = Cosigner.run(line, child, Commands.needed(child, line));
    JsonNode document = parse(words[0], results);
    if (exit == ExitCode.DONE) {
      return document;
    }
    JsonNode error = document.path("error");
    throw CosignerException.of(
            error.path("id").asText("internal-error"), exit, error.path("message").asText())
        .expected(error.path("expected").textValue())
        .found(error.path("found").textValue())
        .hint(error.path("hint").textValue())
        .build();
  }

  private static JsonNode parse(String name, ByteArrayOutputStream results)
      throws CosignerException {
    try {
      return JSON.readTree(results.toString(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw CosignerException.of(
              "internal-error", ExitCode.ENVIRONMENT, name + " printed no JSON document")
          .cause(e)
          .build();
    }
  }
}
