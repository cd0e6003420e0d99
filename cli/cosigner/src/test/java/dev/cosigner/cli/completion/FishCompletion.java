package dev.cosigner.cli.completion;

import java.util.stream.Collectors;

/** Completion for fish: one {@code complete} line for each command and option. */
final class FishCompletion {
  private FishCompletion() {}

  static String generate(CompletionModel program) {
    StringBuilder script =
        new StringBuilder(
            """
            # Completion of cosigner for fish. Generated from the command line's model: do not edit.
            # Install: cp cosigner.fish ~/.config/fish/completions/
            complete -c cosigner -f
            """);
    for (CompletionModel command : program.all()) {
      String condition = condition(command);
      for (CompletionModel child : command.children()) {
        script.append(
            "complete -c cosigner -n %s -a %s -d %s%n"
                .formatted(quote(condition), child.name(), quote(child.description())));
      }
      for (CompletionModel.OptionModel option : command.options()) {
        script.append(option(condition, option)).append('\n');
      }
      if (command.takesFiles()) {
        script.append("complete -c cosigner -n %s -F%n".formatted(quote(condition)));
      }
    }
    return script.toString();
  }

  private static String option(String condition, CompletionModel.OptionModel option) {
    StringBuilder line = new StringBuilder("complete -c cosigner");
    line.append(" -n ").append(quote(condition));
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (!option.value().isEmpty()) {
      line.append(option.file() ? " -r -F" : " -x");
      if (!option.choices().isEmpty()) {
        line.append(" -a ").append(quote(String.join(" ", option.choices())));
      }
    }
    return line.append(" -d ").append(quote(option.description())).toString();
  }

  private static String condition(CompletionModel command) {
    String here =
        command.path().stream()
            .map(word -> "__fish_seen_subcommand_from " + word)
            .collect(Collectors.joining("; and "));
    String below =
        command.children().stream().map(CompletionModel::name).collect(Collectors.joining(" "));
    if (below.isEmpty()) {
      return here;
    }
    return (here.isEmpty() ? "" : here + "; and ") + "not __fish_seen_subcommand_from " + below;
  }

  private static String quote(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
