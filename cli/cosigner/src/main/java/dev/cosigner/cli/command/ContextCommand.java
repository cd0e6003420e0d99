package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.attestation.CertificateFile;
import dev.cosigner.cli.context.Context;
import dev.cosigner.cli.context.Contexts;
import dev.cosigner.cli.context.Setting;
import dev.cosigner.cli.context.Settings;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner context}: the installations that an operator works with. */
@CommandLine.Command(
    name = "context",
    description = {
      "Choose among the installations that you work with.",
      "",
      "A context holds a host, an AWS profile and Region, the trusted attestation root, the approved"
          + " measurements and the operator's key; options and the environment go before it. It is"
          + " for production or for development, and refuses what is for the other."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner context create treasury --kind production --aws-region eu-central-1",
      "  cosigner context use treasury",
      "  cosigner context list"
    })
final class ContextCommand extends CommandGroup {
  ContextCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(
        new ListAll(invocation()),
        new Use(invocation()),
        new Show(invocation()),
        new Create(invocation()));
  }

  private static Map<String, Object> tree(Context context) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", context.name());
    tree.put("kind", Contexts.kind(context.kind()));
    for (Setting setting : Setting.values()) {
      tree.put(setting.label(), context.values().get(setting));
    }
    return tree;
  }

  private static String text(Context context) {
    Table fields = Table.ofFields();
    fields.row("context", context.name());
    fields.row("kind", Contexts.kind(context.kind()));
    for (Setting setting : Setting.values()) {
      fields.row(setting.label(), context.values().getOrDefault(setting, "not said"));
    }
    return fields.toString();
  }

  /** {@code cosigner context list}. */
  @CommandLine.Command(
      name = "list",
      description = "List the contexts; a star marks the one in use.",
      footer = {"", "Examples:", "  cosigner context list", "  cosigner context list --json"})
  private static final class ListAll extends Command {
    ListAll(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Contexts contexts = new Contexts(invocation().state());
      // Not by the settings: a context that is gone must not keep the others from being shown.
      Optional<String> used = Settings.contextName(invocation().environment(), contexts);
      List<Map<String, Object>> trees = new ArrayList<>();
      Table table = Table.withHeadings("", "name", "kind", "host", "aws-region");
      for (String name : contexts.names()) {
        Context context = contexts.read(name);
        boolean inUse = used.equals(Optional.of(name));
        table.row(
            inUse ? "*" : " ",
            name,
            Contexts.kind(context.kind()),
            context.values().getOrDefault(Setting.HOST, ""),
            context.values().getOrDefault(Setting.AWS_REGION, ""));
        Map<String, Object> tree = tree(context);
        tree.put("inUse", inUse);
        trees.add(tree);
      }
      invocation()
          .output()
          .result(Map.of("contexts", trees), trees.isEmpty() ? "no contexts" : table.toString());
      return ExitCode.DONE;
    }
  }

  /** {@code cosigner context use}. */
  @CommandLine.Command(
      name = "use",
      description = {
        "Choose the context of the commands to come.",
        "",
        "COSIGNER_CONTEXT chooses one for a shell or a run instead."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner context use treasury",
        "  cosigner context use --none"
      })
  private static final class Use extends Command {
    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    /** A context or none. */
    private static final class Choice {
      @Parameters(paramLabel = "NAME", description = "The context.")
      private String name;

      @Option(names = "--none", description = "Use no context.")
      private boolean none;
    }

    Use(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Contexts contexts = new Contexts(invocation().state());
      if (choice.none) {
        contexts.useNone();
        invocation().output().result(Map.of(), "no context is in use");
      } else {
        Context context = contexts.use(choice.name);
        invocation().output().result(tree(context), text(context));
      }
      return ExitCode.DONE;
    }
  }

  /** {@code cosigner context show}. */
  @CommandLine.Command(
      name = "show",
      description = "Show what a context holds.",
      footer = {
        "",
        "Examples:",
        "  cosigner context show",
        "  cosigner context show treasury --json"
      })
  private static final class Show extends Command {
    @Parameters(
        arity = "0..1",
        paramLabel = "NAME",
        description = "The context (default: the one in use).")
    private String name;

    Show(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Context context =
          name != null
              ? new Contexts(invocation().state()).read(name)
              : invocation().settings().context().orElseThrow(Show::none);
      invocation().output().result(tree(context), text(context));
      return ExitCode.DONE;
    }

    private static CosignerException none() {
      return CosignerException.of("no-context", ExitCode.BAD_INPUT, "no context is in use")
          .expected("the name of a context, or one in use")
          .found("neither")
          .hint("'cosigner context list' shows them; 'cosigner context use' chooses one")
          .build();
    }
  }

  /** {@code cosigner context create}. */
  @CommandLine.Command(
      name = "create",
      description = {
        "Make a context.",
        "",
        "It is written to contexts/NAME.json in the state directory, and may be edited there. Paths"
            + " are absolute; none of the values is a secret."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner context create treasury --kind production --aws-profile t --trust-root aws",
        "  cosigner context create trial --kind development --operator-key /home/alice/a.pem"
      })
  private static final class Create extends Command {
    @Parameters(paramLabel = "NAME", description = "What to call it.")
    private String name;

    @Option(
        names = "--kind",
        required = true,
        paramLabel = "KIND",
        description = "production: Amazon's root alone. development: development roots alone.")
    private String kind;

    @Option(names = "--host", paramLabel = "H", description = "Where the enclaves run.")
    private String host;

    @Option(names = "--aws-profile", paramLabel = "P", description = "The AWS profile.")
    private String awsProfile;

    @Option(names = "--aws-region", paramLabel = "R", description = "The AWS Region.")
    private String awsRegion;

    @Option(
        names = "--trust-root",
        paramLabel = "F",
        description = "The root certificate to trust, PEM or DER, or aws.")
    private String trustRoot;

    @Option(
        names = "--measurements",
        paramLabel = "M.json",
        description = "The registers of the approved image.")
    private String measurements;

    @Option(names = "--operator-key", paramLabel = "FILE", description = "The operator's key.")
    private String operatorKey;

    Create(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Map<Setting, String> values = new EnumMap<>(Setting.class);
      put(values, Setting.HOST, host);
      put(values, Setting.AWS_PROFILE, awsProfile);
      put(values, Setting.AWS_REGION, awsRegion);
      put(values, Setting.TRUST_ROOT, trustRoot);
      put(values, Setting.MEASUREMENTS, measurements);
      put(values, Setting.OPERATOR_KEY, operatorKey);
      AnchorKind anchor =
          switch (kind) {
            case "production" -> AnchorKind.AWS;
            case "development" -> AnchorKind.DEVELOPMENT;
            default -> throw KeyPolicyFiles.invalid("--kind", "production or development", kind);
          };
      Context context = new Context(name, anchor, values);
      Contexts contexts = new Contexts(invocation().state());
      contexts.requireNew(context);
      if (trustRoot != null) {
        AnchorKind root =
            trustRoot.equals(Setting.AWS)
                ? AnchorKind.AWS
                : CertificateFile.anchor(Path.of(trustRoot)).kind();
        context.requireKind(root, "the trust root " + trustRoot);
      }
      contexts.create(context);
      invocation().output().result(tree(context), text(context));
      return ExitCode.DONE;
    }

    private static void put(Map<Setting, String> values, Setting setting, String value) {
      if (value != null) {
        values.put(setting, value);
      }
    }
  }
}
