package dev.cosigner.cli.ui;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a run prints: its one result on standard output, messages on standard error. With {@code
 * --json} the result is one JSON document, and so is a failure.
 */
public final class Output {
  private static final String PROGRAM = "cosigner: ";

  private final PrintStream results;
  private final PrintStream messages;
  private boolean json;
  private Object document;

  /**
   * @param results standard output, in UTF-8
   * @param messages standard error, in UTF-8
   */
  public Output(PrintStream results, PrintStream messages) {
    this.results = results;
    this.messages = messages;
  }

  /** From now on results and failures are JSON documents. */
  public void useJson() {
    json = true;
  }

  /** Whether the operator asked for JSON. */
  public boolean isJson() {
    return json;
  }

  /**
   * The result of the command. With {@code --json} the document is held back until the command has
   * ended, so that a failure after it leaves one document all the same.
   *
   * @param value the result as a tree of records, maps, lists, strings, numbers and booleans
   * @param text the same for people: lines without a newline at the end
   * @throws IllegalStateException if a JSON document is there already
   */
  public void result(Object value, String text) {
    if (json) {
      keep(value);
    } else {
      print(results, text);
    }
  }

  /**
   * The result of the command as a table for people, whose cells are printable already.
   *
   * @param colours whether to show alarming rows in red
   * @throws IllegalStateException if a JSON document is there already
   */
  public void result(Object value, Table table, boolean colours) {
    if (json) {
      keep(value);
    } else {
      results.println(table.toString(colours));
    }
  }

  private void keep(Object value) {
    if (document != null) {
      throw new IllegalStateException("a command has one result");
    }
    document = value;
  }

  /**
   * A line of a longer story for people as it unfolds, such as a step of the demo: on standard
   * output, or on standard error with {@code --json}.
   */
  public void narrate(String line) {
    PrintStream stream = json ? messages : results;
    print(stream, line);
    stream.flush();
  }

  /** A message about work in progress. */
  public void progress(String message) {
    print(messages, PROGRAM + message);
    messages.flush();
  }

  /** A message about something that the operator should look at, though the command goes on. */
  public void warning(String message) {
    print(messages, PROGRAM + "warning: " + message);
    messages.flush();
  }

  /**
   * Ends a run that succeeded.
   *
   * @return whether everything could be written
   */
  public boolean finish() {
    if (json) {
      results.println(Json.write(document == null ? Map.of() : document));
    }
    return !results.checkError();
  }

  /**
   * Ends a run that failed.
   *
   * @param failure what is reported
   */
  public void fail(Failure failure) {
    results.flush();
    messages.println(PROGRAM + "error: " + Printable.of(failure.message()));
    line("expected", failure.expected());
    line("found", failure.found());
    line("hint", failure.hint());
    messages.flush();
    if (json) {
      results.println(Json.write(Map.of("error", failure.tree())));
      results.flush();
    }
  }

  /** Lines after a failure: what is left, where it arose. */
  public void details(List<String> lines) {
    lines.forEach(line -> print(messages, line));
    messages.flush();
  }

  /** Lines without what would drive the terminal: names of files and peers' words are in them. */
  private static void print(PrintStream stream, String text) {
    for (String line : text.split("\n", -1)) {
      // Tabs only move to the right: stack traces have them.
      stream.println(
          Arrays.stream(line.split("\t", -1)).map(Printable::of).collect(Collectors.joining("\t")));
    }
  }

  private void line(String name, String text) {
    if (text != null) {
      messages.println(
          name + ": " + text.lines().map(Printable::of).collect(Collectors.joining("\n  ")));
    }
  }

  /**
   * A failure as it is printed.
   *
   * @param id stable name for scripts
   * @param exit exit code
   * @param message what happened
   * @param expected what was needed, or null
   * @param found what was there, or null
   * @param hint what to do, or null
   */
  public record Failure(
      String id, int exit, String message, String expected, String found, String hint) {

    private Map<String, Object> tree() {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("id", id);
      tree.put("exit", exit);
      tree.put("message", message);
      tree.put("expected", expected);
      tree.put("found", found);
      tree.put("hint", hint);
      return tree;
    }
  }
}
