package dev.cosigner.cli.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who sends a request.
 *
 * @param kind what sort of identity it is
 * @param partition the ARN's partition, {@code aws} for services
 * @param account twelve digits; empty for services
 * @param name the user's or role's name without path, the federated user's name, the service's
 *     name; empty for the root user
 * @param session a role session's name; empty for a role of which any session is meant
 * @param text the ARN, or the service's name
 */
public record Caller(
    Kind kind, String partition, String account, String name, String session, String text) {
  /** Sorts of identities. */
  public enum Kind {
    ROOT("Account"),
    USER("User"),
    ROLE("AssumedRole"),
    FEDERATED_USER("FederatedUser"),
    SERVICE("Service");

    private final String principalType;

    Kind(String principalType) {
      this.principalType = principalType;
    }
  }

  /**
   * Reads the ARN of a root user, user, role, role session or federated user, or a service's name;
   * none for anything else.
   */
  public static Optional<Caller> parse(String text) {
    if (text.matches("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?")) {
      return Optional.of(new Caller(Kind.SERVICE, "aws", "", text, "", text));
    }
    Optional<Arn> parsed = Arn.parse(text);
    if (parsed.isEmpty()
        || !Arn.isAccount(parsed.get().account())
        || !parsed.get().region().isEmpty()
        || parsed.get().name().isEmpty()) {
      return Optional.empty();
    }
    Arn arn = parsed.get();
    String[] parts = arn.resource().split("/", -1);
    return switch (arn.service() + ":" + arn.kind()) {
      case "iam:root" -> parts.length == 1 ? of(Kind.ROOT, arn, "", "", text) : Optional.empty();
      case "iam:user" ->
          parts.length > 1 ? of(Kind.USER, arn, arn.name(), "", text) : Optional.empty();
      case "iam:role" ->
          parts.length > 1 ? of(Kind.ROLE, arn, arn.name(), "", text) : Optional.empty();
      case "sts:assumed-role" ->
          parts.length == 3 ? of(Kind.ROLE, arn, parts[1], parts[2], text) : Optional.empty();
      case "sts:federated-user" ->
          parts.length == 2 ? of(Kind.FEDERATED_USER, arn, parts[1], "", text) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Caller> of(Kind kind, Arn arn, String name, String session, String text) {
    return Optional.of(new Caller(kind, arn.partition(), arn.account(), name, session, text));
  }

  /** The role of a session; everyone else as they are. */
  public Caller withoutSession() {
    if (session.isEmpty()) {
      return this;
    }
    String arn = "arn:" + partition + ":iam::" + account + ":role/" + name;
    return new Caller(kind, partition, account, name, "", arn);
  }

  /**
   * The condition keys that follow from who calls, in lower case (IAM User Guide, "AWS global
   * condition context keys"; KMS Developer Guide, "kms:CallerAccount"). A session's {@code
   * aws:PrincipalArn} is its role's ARN.
   */
  Map<String, List<String>> contextKeys() {
    Map<String, List<String>> keys = new TreeMap<>();
    keys.put("aws:principalisawsservice", List.of(kind == Kind.SERVICE ? "true" : "false"));
    if (kind == Kind.SERVICE) {
      keys.put("aws:principalservicename", List.of(name));
      return keys;
    }
    keys.put("aws:principalarn", List.of(withoutSession().text()));
    keys.put("aws:principalaccount", List.of(account));
    keys.put("kms:calleraccount", List.of(account));
    keys.put("aws:principaltype", List.of(kind.principalType));
    if (kind == Kind.USER) {
      keys.put("aws:username", List.of(name));
    }
    return keys;
  }

  /** The condition keys that a caller decides, present or not. */
  static boolean decides(String lowerCaseKey) {
    return switch (lowerCaseKey) {
      case "aws:principalisawsservice",
          "aws:principalservicename",
          "aws:principalarn",
          "aws:principalaccount",
          "kms:calleraccount",
          "aws:principaltype",
          "aws:username" ->
          true;
      default -> false;
    };
  }
}
