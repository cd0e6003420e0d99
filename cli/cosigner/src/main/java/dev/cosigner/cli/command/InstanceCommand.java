package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.ConfirmationOptions;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.Ec2Instances;
import dev.cosigner.cli.aws.Ec2Instances.Found;
import dev.cosigner.cli.aws.InstancePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner instance}: the EC2 instances that enclaves run on. */
@CommandLine.Command(
    name = "instance",
    description = "Plan, launch, list and terminate EC2 instances for enclaves.",
    footer = {
      "",
      "Examples:",
      "  cosigner instance list --region eu-central-1",
      "  cosigner instance terminate --region eu-central-1 i-0123456789abcdef0"
    })
final class InstanceCommand extends CommandGroup {
  InstanceCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(
        new Plan(invocation()),
        new Launch(invocation()),
        new ListInstances(invocation()),
        new Terminate(invocation()));
  }

  private static void requireRequestId(String requestId) throws CosignerException {
    if (!requestId.matches("[A-Za-z0-9._-]{1,64}")) {
      throw CosignerException.of(
              "invalid-value", ExitCode.USAGE, "the value of --request-id is not valid")
          .expected("1 to 64 letters, digits, dots, dashes and underscores")
          .found(requestId)
          .hint("leave it out to have one chosen and printed")
          .build();
    }
  }

  /** {@code cosigner instance plan}. */
  @CommandLine.Command(
      name = "plan",
      description = {
        "Show all that 'cosigner instance launch' would launch.",
        "",
        "Nothing is launched. EC2 is asked for the subnets' zones, and whether instances of the type"
            + " can run the enclaves."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner instance plan --subnet $A --subnet $B --ami $AMI --profile p --cosigner $URL --sha256 $D"
      })
  private static final class Plan extends Command {
    @Mixin private RegionOptions region;

    @Mixin private InstanceOptions options;

    @Option(
        names = "--request-id",
        paramLabel = "ID",
        description = "The request that it is for (default: plan).")
    private String requestId = "plan";

    Plan(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException {
      requireRequestId(requestId);
      try (Ec2Instances instances = region.open(invocation())) {
        InstancePlan plan = options.plan(instances, region.region(invocation()), requestId);
        invocation().output().result(InstanceReport.document(plan), InstanceReport.text(plan));
        return ExitCode.DONE;
      }
    }
  }

  /** {@code cosigner instance launch}. */
  @CommandLine.Command(
      name = "launch",
      description = {
        "Launch EC2 instances with enclaves enabled.",
        "",
        "Shows the plan and asks. Their metadata service takes version 2 alone, at one hop; on their"
            + " first boot they install the Nitro CLI and cosigner. The same request id again launches"
            + " what is missing and nothing twice."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner instance launch --subnet $A --ami $AMI --profile p --cosigner $URL --sha256 $D --yes"
      })
  private static final class Launch extends Command {
    @Mixin private RegionOptions region;

    @Mixin private InstanceOptions options;

    @Option(
        names = "--request-id",
        paramLabel = "ID",
        description = "Names the request, so that it can be repeated (default: a random one).")
    private String requestId = UUID.randomUUID().toString();

    @Mixin private ConfirmationOptions confirmation;

    Launch(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, InterruptedException {
      requireRequestId(requestId);
      try (Ec2Instances instances = region.open(invocation())) {
        InstancePlan plan = options.plan(instances, region.region(invocation()), requestId);
        invocation().output().progress("the plan:");
        invocation().output().details(InstanceReport.text(plan).lines().toList());
        invocation()
            .prompts()
            .confirm(
                "Launch %d instances of %s in %s?"
                    .formatted(plan.count(), plan.type(), plan.region()),
                confirmation.yes());
        List<Found> launched;
        String left =
            "instances of the request %s may have been launched; --request-id %s launches the rest"
                .formatted(requestId, requestId);
        try (var _ = invocation().interruption().leaving(() -> left)) {
          launched = instances.launch(plan);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("requestId", plan.requestId());
        document.put("plan", plan.digest());
        document.put("instances", launched.stream().map(InstanceReport::document).toList());
        invocation().output().result(document, InstanceReport.text(launched));
        return ExitCode.DONE;
      }
    }
  }

  /** {@code cosigner instance list}. */
  @CommandLine.Command(
      name = "list",
      description = {
        "List the EC2 instances that were launched for enclaves.",
        "",
        "Those with the tag " + InstancePlan.REQUEST_TAG + " that are not terminated."
      },
      footer = {"", "Examples:", "  cosigner instance list --region eu-central-1 --json"})
  private static final class ListInstances extends Command {
    @Mixin private RegionOptions region;

    ListInstances(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException {
      try (Ec2Instances instances = region.open(invocation())) {
        List<Found> all = instances.all();
        invocation()
            .output()
            .result(
                Map.of("instances", all.stream().map(InstanceReport::document).toList()),
                InstanceReport.text(all));
        return ExitCode.DONE;
      }
    }
  }

  /** {@code cosigner instance terminate}. */
  @CommandLine.Command(
      name = "terminate",
      description = {
        "Terminate EC2 instances that were launched for enclaves.",
        "",
        "Asks first. Their enclaves end with them, key shares included. Other instances are refused."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner instance terminate --region eu-central-1 i-0123456789abcdef0",
        "  cosigner instance terminate --region eu-central-1 --request-id providers-1 --yes"
      })
  private static final class Terminate extends Command {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "Instances, by id.")
    private List<String> ids = List.of();

    @Mixin private RegionOptions region;

    @Option(names = "--request-id", paramLabel = "ID", description = "All those of a request.")
    private String requestId;

    @Mixin private ConfirmationOptions confirmation;

    Terminate(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, InterruptedException {
      if (ids.isEmpty() == (requestId == null)) {
        throw CosignerException.of(
                "invalid-value", ExitCode.USAGE, "say which instances are to be terminated")
            .expected("either their ids or --request-id")
            .found(requestId == null ? "neither" : "both")
            .hint("'cosigner instance list' shows them")
            .build();
      }
      try (Ec2Instances instances = region.open(invocation())) {
        List<Found> chosen = chosen(instances.all());
        invocation().output().progress("to be terminated, with their enclaves:");
        invocation().output().details(InstanceReport.text(chosen).lines().toList());
        invocation()
            .prompts()
            .confirm("Terminate %d instances?".formatted(chosen.size()), confirmation.yes());
        List<String> chosenIds = chosen.stream().map(Found::id).toList();
        instances.terminate(chosenIds);
        invocation()
            .output()
            .result(Map.of("terminated", chosenIds), "terminated " + String.join(", ", chosenIds));
        return ExitCode.DONE;
      }
    }

    private List<Found> chosen(List<Found> all) throws CosignerException {
      List<Found> chosen =
          all.stream()
              .filter(found ->
                  requestId == null
                      ? ids.contains(found.id())
                      : found.requestId().equals(requestId))
              .toList();
      List<String> unknown =
          ids.stream()
              .filter(id -> chosen.stream().noneMatch(found -> found.id().equals(id)))
              .toList();
      if (chosen.isEmpty() || !unknown.isEmpty()) {
        throw CosignerException.of(
                "unknown-instance", ExitCode.BAD_INPUT, "there is no such instance")
            .expected("instances that cosigner launched in " + region.region(invocation()))
            .found(requestId == null ? String.join(", ", unknown) : "none of " + requestId)
            .hint("'cosigner instance list' shows them; others are not ended here")
            .build();
      }
      return chosen;
    }
  }
}
