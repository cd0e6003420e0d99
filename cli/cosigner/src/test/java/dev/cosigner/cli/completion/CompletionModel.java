package dev.cosigner.cli.completion;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as completion scripts see it.
 *
 * @param path its words after {@code cosigner}; empty for the program itself
 * @param description one line
 * @param options in the order of the help
 * @param takesFiles whether a positional argument is a path
 * @param children the commands below it
 */
record CompletionModel(
    List<String> path,
    String description,
    List<OptionModel> options,
    boolean takesFiles,
    List<CompletionModel> children) {

  /**
   * An option.
   *
   * @param names such as {@code -h} and {@code --help}
   * @param description one line
   * @param value the label of its value, or empty if it takes none
   * @param file whether the value is a path
   * @param choices what the value may be, if that is a short list
   */
  record OptionModel(
      List<String> names, String description, String value, boolean file, List<String> choices) {}

  static CompletionModel of(CommandLine command) {
    return of(command.getCommandSpec(), List.of());
  }

  private static CompletionModel of(CommandSpec spec, List<String> path) {
    List<CompletionModel> children = new ArrayList<>();
    spec.subcommands()
        .forEach((name, child) -> {
          if (!child.getCommandSpec().usageMessage().hidden()) {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            children.add(of(child.getCommandSpec(), List.copyOf(longer)));
          }
        });
    return new CompletionModel(
        path,
        line(spec.usageMessage().description()),
        spec.options().stream().filter(o -> !o.hidden()).map(CompletionModel::option).toList(),
        spec.positionalParameters().stream().anyMatch(CompletionModel::isFile),
        children);
  }

  private static OptionModel option(OptionSpec option) {
    List<String> choices = new ArrayList<>();
    if (option.completionCandidates() != null) {
      option.completionCandidates().forEach(choices::add);
    }
    return new OptionModel(
        List.of(option.names()),
        line(option.description()),
        option.arity().max() == 0 ? "" : option.paramLabel(),
        isFile(option),
        choices);
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.type() == Path.class
        || argument.type() == File.class
        || argument.auxiliaryTypes()[0] == Path.class;
  }

  /** The first sentence without its full stop. */
  private static String line(String[] description) {
    String text = String.join(" ", description);
    int end = text.indexOf(". ");
    return (end < 0 ? text : text.substring(0, end)).replaceAll("\\.$", "");
  }

  /** This command and all below it. */
  List<CompletionModel> all() {
    List<CompletionModel> all = new ArrayList<>(List.of(this));
    children.forEach(child -> all.addAll(child.all()));
    return all;
  }

  String name() {
    return path.isEmpty() ? "cosigner" : path.getLast();
  }
}
