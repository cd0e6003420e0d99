package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.aws.Ec2Instances;
import dev.cosigner.cli.aws.InstancePlan;
import dev.cosigner.cli.aws.UserData;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** What instances are to be like: for {@code instance plan} and {@code instance launch}. */
final class InstanceOptions {
  private static final int MAX_MEMORY_MIB = 1 << 20;
  private static final int MAX_CPUS = 128;

  @Option(
      names = "--subnet",
      required = true,
      paramLabel = "ID",
      description = "A subnet; instances go to them in turn. Repeatable: one for each zone.")
  private List<String> subnets = new ArrayList<>();

  @Option(
      names = "--ami",
      required = true,
      paramLabel = "ID",
      description = "The machine image: Amazon Linux 2023 for x86_64.")
  private String ami;

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "NAME",
      description = "The instance profile, whose role the KMS keys' policies name.")
  private String profile;

  @Option(
      names = "--cosigner",
      required = true,
      paramLabel = "URL",
      description = "Where the archive with cosigner is: https or s3, a gzipped tar.")
  private String archive;

  @Option(
      names = "--sha256",
      required = true,
      paramLabel = "HEX",
      description = "The archive's SHA-256: an instance installs no other.")
  private String sha256;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "The instance type (default: ${DEFAULT-VALUE}).",
      defaultValue = "m7i.xlarge")
  private String type;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many (default: one for each subnet).")
  private Integer count;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What to call them, with a number each (default: ${DEFAULT-VALUE}).",
      defaultValue = "cosigner")
  private String name;

  @Option(
      names = "--security-group",
      paramLabel = "ID",
      description = "A security group. Repeatable (default: the VPC's own).")
  private List<String> securityGroups = new ArrayList<>();

  @Option(
      names = "--enclave-memory",
      paramLabel = "MIB",
      description = "Memory reserved for enclaves (default: ${DEFAULT-VALUE}).",
      defaultValue = "4096")
  private int enclaveMemory;

  @Option(
      names = "--enclave-cpus",
      paramLabel = "N",
      description = "Processors reserved for enclaves (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private int enclaveCpus;

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A further tag. Repeatable.")
  private Map<String, String> tags = new TreeMap<>();

  /** The plan, with what EC2 says of its subnets and its type. */
  InstancePlan plan(Ec2Instances instances, String region, String requestId)
      throws CosignerException {
    check();
    InstancePlan plan =
        new InstancePlan(
            region,
            requestId,
            name,
            count == null ? subnets.size() : count,
            instances.subnets(subnets),
            type,
            ami,
            profile,
            securityGroups,
            tags,
            new UserData(enclaveMemory, enclaveCpus, URI.create(archive), sha256));
    instances.requireFit(plan);
    return plan;
  }

  private void check() throws CosignerException {
    for (String subnet : subnets) {
      require("--subnet", subnet, "subnet-[0-9a-f]{8,32}", "subnet-ID");
    }
    require("--ami", ami, "ami-[0-9a-f]{8,32}", "ami-ID");
    require("--profile", profile, "[A-Za-z0-9_+=,.@-]{1,128}", "an instance profile's name");
    require("--type", type, "[a-z0-9-]{1,20}\\.[a-z0-9-]{1,20}", "a type such as m7i.xlarge");
    require("--name", name, "[A-Za-z0-9._-]{1,64}", "letters, digits, dots, dashes");
    require("--sha256", sha256, "[0-9a-f]{64}", "64 hexadecimal digits in lower case");
    for (String group : securityGroups) {
      require("--security-group", group, "sg-[0-9a-f]{8,32}", "sg-ID");
    }
    if (!UserData.isAddress(archive)) {
      throw invalid("--cosigner", "https://... or s3://..., without quotes and spaces", archive);
    }
    requireRange("--count", count == null ? 1 : count, InstancePlan.MOST);
    requireRange("--enclave-memory", enclaveMemory, MAX_MEMORY_MIB);
    requireRange("--enclave-cpus", enclaveCpus, MAX_CPUS);
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      boolean ours = tag.getKey().startsWith("cosigner:") || tag.getKey().equals("Name");
      if (ours || !tag.getKey().matches("[\\w .:/=+@-]{1,127}")) {
        throw invalid(
            "--tag", "a key of EC2's characters, not Name and not cosigner:...", tag.getKey());
      }
      require("--tag", tag.getValue(), "[\\w .:/=+@-]{0,255}", "a value of EC2's characters");
    }
  }

  private static void requireRange(String option, int value, int most) throws CosignerException {
    if (value < 1 || value > most) {
      throw invalid(option, "1 to " + most, Integer.toString(value));
    }
  }

  private static void require(String option, String value, String pattern, String expected)
      throws CosignerException {
    if (!value.matches(pattern)) {
      throw invalid(option, expected, value);
    }
  }

  private static CosignerException invalid(String option, String expected, String found) {
    return CosignerException.of(
            "invalid-value", ExitCode.USAGE, "the value of " + option + " is not valid")
        .expected(expected)
        .found(found)
        .hint("'cosigner instance launch --help' shows what it takes")
        .build();
  }
}
