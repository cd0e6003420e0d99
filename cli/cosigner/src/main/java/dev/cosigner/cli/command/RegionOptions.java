package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.Ec2Instances;
import dev.cosigner.cli.context.Setting;
import picocli.CommandLine.Option;

/** In which Region EC2 instances are: for the commands of {@code cosigner instance}. */
final class RegionOptions {
  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The Region (default: AWS_REGION, or the context's).")
  private String option;

  String region(Invocation invocation) throws CosignerException {
    return invocation
        .settings()
        .orElse(option, Setting.AWS_REGION)
        .orElseThrow(() ->
            CosignerException.of("missing-argument", ExitCode.USAGE, "no Region was given")
                .expected("--region, AWS_REGION, or one in the context in use")
                .found("none of them")
                .hint("give --region, such as eu-central-1")
                .build());
  }

  /** The instances there, by the AWS profile of the settings. */
  Ec2Instances open(Invocation invocation) throws CosignerException {
    return Ec2Instances.in(region(invocation), KeyPolicyFiles.profile(invocation));
  }
}
