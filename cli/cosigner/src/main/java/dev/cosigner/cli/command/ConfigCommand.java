package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.context.Context;
import dev.cosigner.cli.context.Contexts;
import dev.cosigner.cli.context.Setting;
import dev.cosigner.cli.context.Settings;
import dev.cosigner.cli.ui.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** {@code cosigner config}: the settings that hold. */
@CommandLine.Command(
    name = "config",
    description = "Show the settings that hold.",
    footer = {"", "Examples:", "  cosigner config explain"})
final class ConfigCommand extends CommandGroup {
  ConfigCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(new Explain(invocation()));
  }

  /** {@code cosigner config explain}. */
  @CommandLine.Command(
      name = "explain",
      description = {
        "Show each setting, its value, and where it comes from.",
        "",
        "The first of these that says something holds: an option of the command, the environment,"
            + " the context in use, settings.json in the state directory."
      },
      footer = {"", "Examples:", "  cosigner config explain", "  cosigner config explain --json"})
  private static final class Explain extends Command {
    Explain(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Settings settings = invocation().settings();
      Optional<Context> context = settings.context();
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("context", context.map(Context::name).orElse(null));
      document.put("kind", context.map(c -> Contexts.kind(c.kind())).orElse(null));
      Table table = Table.withHeadings("setting", "value", "from", "instead of");
      List<Map<String, Object>> trees = new ArrayList<>();
      for (Setting setting : Setting.values()) {
        List<Settings.Value> values = settings.all(setting);
        List<String> others =
            values.stream().skip(1).map(v -> v.text() + " (" + v.source() + ")").toList();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("setting", setting.label());
        tree.put("value", values.isEmpty() ? null : values.getFirst().text());
        tree.put("source", values.isEmpty() ? null : values.getFirst().source());
        tree.put("overridden", others);
        trees.add(tree);
        table.row(
            setting.label(),
            values.isEmpty() ? "not said" : values.getFirst().text(),
            values.isEmpty() ? "" : values.getFirst().source(),
            String.join(", ", others));
      }
      document.put("settings", trees);
      String head =
          context
              .map(c -> "context " + c.name() + ", for " + Contexts.kind(c.kind()))
              .orElse("no context is in use");
      invocation().output().result(document, head + "\n\n" + table);
      return ExitCode.DONE;
    }
  }
}
