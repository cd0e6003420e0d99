package dev.cosigner.cli.aws.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An Amazon Resource Name, {@code arn:partition:service:region:account:resource} (IAM User Guide,
 * "Identify AWS resources with ARNs").
 *
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}...
 * @param service such as {@code iam}, {@code sts} or {@code kms}
 * @param region empty for IAM and STS
 * @param account twelve digits, or empty
 * @param resource everything after the account, such as {@code role/Name}
 */
public record Arn(
    String partition, String service, String region, String account, String resource) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final int PARTS = 6;

  /** Reads an ARN; none for anything that lacks a part. */
  public static Optional<Arn> parse(String text) {
    String[] parts = text.split(":", PARTS);
    if (parts.length < PARTS || !parts[0].equals("arn") || parts[5].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]));
  }

  static boolean isAccount(String text) {
    return ACCOUNT.matcher(text).matches();
  }

  /** What kind of resource it is: the resource up to its first slash. */
  public String kind() {
    int slash = resource.indexOf('/');
    return slash < 0 ? resource : resource.substring(0, slash);
  }

  /** The resource's last part: a role's or user's name without its path, a session's name. */
  public String name() {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
