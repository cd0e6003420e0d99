package dev.cosigner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.cli.command.Commands;
import dev.cosigner.cli.nitro.NitroInstance;
import dev.cosigner.cli.ui.Output;
import dev.cosigner.cli.ui.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A command line run in this process with its streams caught: {@code
 * CommandRun.withState(folder).answering("yes").run("wallet", "create")}.
 */
public final class CommandRun {
  private final Map<String, String> environment = new TreeMap<>();
  private final Deque<Supplier<String>> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private final Interruption interruption = new Interruption();
  private Function<Invocation, List<Command>> commands;
  private boolean terminal;
  private OutputStream broken;
  private NitroInstance nitro = NitroInstance.EC2;

  private CommandRun() {}

  /** A run without any environment, terminal or state. */
  public static CommandRun bare() {
    return new CommandRun();
  }

  /** A run that keeps its state in a folder. */
  public static CommandRun withState(java.nio.file.Path folder) {
    return bare().environment("COSIGNER_HOME", folder.toString());
  }

  public CommandRun environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Puts a terminal there whose person answers this, then closes the input. */
  public CommandRun answering(String... lines) {
    for (String line : lines) {
      answering(() -> line);
    }
    terminal = true;
    return this;
  }

  /** Puts a terminal there whose person finds the answer when they are asked. */
  public CommandRun answering(Supplier<String> line) {
    terminal = true;
    answers.add(line);
    return this;
  }

  CommandRun commands(Function<Invocation, List<Command>> others) {
    commands = others;
    return this;
  }

  CommandRun resultsTo(OutputStream stream) {
    broken = stream;
    return this;
  }

  /** Has Nitro Enclaves run on a stand-in for an EC2 instance. */
  public CommandRun nitro(NitroInstance other) {
    nitro = other;
    return this;
  }

  /** What the person at the terminal was asked. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** Runs the line to its end. */
  public Ended run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Invocation invocation =
        new Invocation(
            environment,
            new Output(stream(broken == null ? out : broken), stream(err)),
            new Prompts(this::open),
            interruption,
            nitro);
    List<Command> reached =
        commands == null ? Commands.needed(invocation, args) : commands.apply(invocation);
    ExitCode exit = Cosigner.run(args, invocation, reached);
    return new Ended(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(OutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private Terminal open() throws IOException {
    if (!terminal) {
      throw new IOException("no terminal");
    }
    return new Terminal() {
      @Override
      public String askLine(String question) throws IOException {
        asked.add(question);
        if (answers.isEmpty()) {
          throw new EOFException();
        }
        return answers.pop().get();
      }

      @Override
      public char[] askSecret(String question) throws IOException {
        return askLine(question).toCharArray();
      }

      @Override
      public void close() {}
    };
  }

  /**
   * How a run ended.
   *
   * @param exit its exit code
   * @param out standard output
   * @param err standard error
   */
  public record Ended(ExitCode exit, String out, String err) {
    /** The one document on standard output; fails if there is another or none. */
    public JsonNode json() {
      try (var values = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(out)) {
        List<JsonNode> documents = values.readAll();
        if (documents.size() != 1) {
          throw new AssertionError("expected one JSON document, found " + documents.size());
        }
        return documents.getFirst();
      } catch (IOException e) {
        throw new AssertionError("no JSON on standard output: " + out, e);
      }
    }
  }
}
