package dev.cosigner.cli.completion;

import java.util.stream.Collectors;

/** Completion for zsh: one function for each command, over {@code _arguments}. */
final class ZshCompletion {
  private ZshCompletion() {}

  static String generate(CompletionModel program) {
    StringBuilder script =
        new StringBuilder(
            """
            #compdef cosigner
            # Completion of cosigner for zsh. Generated from the command line's model: do not edit.
            # Install: put this file as _cosigner into a folder of $fpath
            """);
    program.all().forEach(command -> script.append('\n').append(function(command)));
    return script.append("\n_cosigner \"$@\"\n").toString();
  }

  private static String function(CompletionModel command) {
    String options =
        command.options().stream()
            .map(option -> "    " + option(option) + " \\\n")
            .collect(Collectors.joining());
    StringBuilder body = new StringBuilder(functionName(command) + "() {\n");
    if (command.children().isEmpty()) {
      body.append("  _arguments \\\n").append(options);
      body.append(command.takesFiles() ? "    '*:file:_files'\n" : "    '*: :'\n");
      return body.append("}\n").toString();
    }
    body.append("  local curcontext=$curcontext state line\n  _arguments -C \\\n").append(options);
    body.append("    '1: :->command' \\\n    '*:: :->arguments'\n");
    body.append("  case $state in\n    command)\n      local -a commands=(\n");
    for (CompletionModel child : command.children()) {
      String described = child.name() + ":" + child.description();
      body.append("        ").append(quote(described)).append('\n');
    }
    body.append("      )\n      _describe command commands\n      ;;\n");
    body.append("    arguments)\n      case $words[1] in\n");
    for (CompletionModel child : command.children()) {
      body.append("        %s) %s ;;%n".formatted(child.name(), functionName(child)));
    }
    return body.append("      esac\n      ;;\n  esac\n}\n").toString();
  }

  private static String functionName(CompletionModel command) {
    return "_cosigner"
        + command.path().stream().map(word -> "_" + word).collect(Collectors.joining());
  }

  private static String option(CompletionModel.OptionModel option) {
    boolean bare = option.value().isEmpty();
    String tail = "[" + escape(option.description()) + "]" + (bare ? "" : value(option));
    String others = "(" + String.join(" ", option.names()) + ")";
    return option.names().stream()
        .map(name -> quote(others + name + (bare ? "" : joint(name)) + tail))
        .collect(Collectors.joining(" \\\n    "));
  }

  private static String value(CompletionModel.OptionModel option) {
    String choices =
        option.choices().isEmpty() ? " " : "(" + String.join(" ", option.choices()) + ")";
    return ":" + escape(option.value()) + ":" + (option.file() ? "_files" : choices);
  }

  /** How a value follows: {@code --name=VALUE}, or {@code -nVALUE}, or as the next word. */
  private static String joint(String name) {
    return name.startsWith("--") ? "=" : "+";
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
