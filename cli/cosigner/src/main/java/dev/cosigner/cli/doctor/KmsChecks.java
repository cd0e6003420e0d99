package dev.cosigner.cli.doctor;

import dev.cosigner.cli.aws.AwsSettings;
import dev.cosigner.cli.context.Setting;
import java.util.List;
import java.util.Optional;

/** What managing KMS keys needs. Credentials are looked for as the commands do, and never shown. */
final class KmsChecks {
  private KmsChecks() {}

  static List<Check> of(Machine machine) {
    Optional<String> credentials =
        AwsSettings.credentialsSource(machine.settings().orElse(null, Setting.AWS_PROFILE));
    Optional<String> region =
        machine.settings().orElse(null, Setting.AWS_REGION).or(AwsSettings::region);
    return List.of(
        Check.of(
            "aws-credentials",
            Purpose.KMS,
            credentials.isPresent(),
            credentials.orElse("none"),
            "'aws configure sso' or 'aws configure', or give the instance a role"),
        Check.of(
            "aws-region",
            Purpose.KMS,
            region.isPresent(),
            region.orElse("none"),
            "set AWS_REGION, or a region in the profile"),
        ClockCheck.of(Purpose.KMS, machine));
  }
}
