package dev.cosigner.cli.aws.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * KMS's evaluation once more, written from AWS's documentation without looking at the one it
 * checks: straight over the JSON tree, regular expressions for wildcards, strings for everything.
 */
final class NaiveEvaluation {
  private static final Set<String> ACROSS_ACCOUNTS =
      Set.of(
          "CreateGrant",
          "Decrypt",
          "DeriveSharedSecret",
          "DescribeKey",
          "Encrypt",
          "GenerateDataKey",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateMac",
          "GetKeyRotationStatus",
          "GetPublicKey",
          "ListGrants",
          "ReEncryptFrom",
          "ReEncryptTo",
          "RetireGrant",
          "RevokeGrant",
          "Sign",
          "Verify",
          "VerifyMac");

  private final JsonNode policy;
  private final String caller;
  private final String action;
  private final String keyAccount;
  private final Map<String, List<String>> context;

  /**
   * One question.
   *
   * @param context all condition keys in lower case
   */
  NaiveEvaluation(
      String policy,
      String caller,
      String action,
      String keyAccount,
      Map<String, List<String>> context)
      throws IOException {
    this.policy = new ObjectMapper().readTree(policy);
    this.caller = caller;
    this.action = action;
    this.keyAccount = keyAccount;
    this.context = context;
  }

  String verdict() {
    if (action.equals("RetireGrant")) {
      return "denied";
    }
    boolean foreign = !service() && !account().equals(keyAccount);
    if (foreign && !ACROSS_ACCOUNTS.contains(action)) {
      return "denied";
    }
    String best = "denied";
    List<JsonNode> statements = list(policy.get("Statement"));
    for (JsonNode statement : statements) {
      if (!concerns(statement)) {
        continue;
      }
      boolean byName = named(statement);
      boolean byAccount = ofNamedAccount(statement);
      if (!byName && !byAccount) {
        continue;
      }
      if (statement.get("Effect").asText().equals("Deny")) {
        return "denied";
      }
      if (byName && !foreign) {
        best = "allowed";
      } else if (!best.equals("allowed")) {
        best = "left-to-iam";
      }
    }
    return best;
  }

  private boolean service() {
    return !caller.startsWith("arn:");
  }

  private String account() {
    return service() ? "" : caller.split(":", -1)[4];
  }

  private boolean concerns(JsonNode statement) {
    return actionFits(statement) && resourceFits(statement) && conditionsHold(statement);
  }

  private boolean actionFits(JsonNode statement) {
    if (statement.has("NotAction")) {
      return !anyFits(statement.get("NotAction"), "kms:" + action, true);
    }
    return statement.has("Action") && anyFits(statement.get("Action"), "kms:" + action, true);
  }

  private static boolean resourceFits(JsonNode statement) {
    // The key's ARN is not told: everything that looks like a key is it.
    if (statement.has("NotResource")) {
      return list(statement.get("NotResource")).stream().noneMatch(NaiveEvaluation::isKey);
    }
    return statement.has("Resource")
        && list(statement.get("Resource")).stream().anyMatch(NaiveEvaluation::isKey);
  }

  private static boolean isKey(JsonNode resource) {
    String text = resource.asText();
    return text.equals("*") || (text.contains(":kms:") && text.contains(":key/"));
  }

  private static boolean anyFits(JsonNode patterns, String text, boolean ignoreCase) {
    return list(patterns).stream().anyMatch(p -> fits(p.asText(), text, ignoreCase));
  }

  private static boolean fits(String pattern, String text, boolean ignoreCase) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    int flags = Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
    return Pattern.compile(regex.toString(), flags).matcher(text).matches();
  }

  // Principals.

  private boolean named(JsonNode statement) {
    if (statement.has("NotPrincipal")) {
      return !spared(statement.get("NotPrincipal"));
    }
    return statement.has("Principal")
        && principals(statement.get("Principal")).stream().anyMatch(this::isCaller);
  }

  private boolean ofNamedAccount(JsonNode statement) {
    return statement.has("Principal")
        && !service()
        && principals(statement.get("Principal")).stream().anyMatch(this::isCallersAccount);
  }

  /** "AWS arn:..." or "Service ...". */
  private static List<String> principals(JsonNode principal) {
    if (principal.isTextual()) {
      return List.of("AWS " + principal.asText());
    }
    List<String> all = new ArrayList<>();
    principal
        .properties()
        .forEach(
            type -> list(type.getValue()).forEach(v -> all.add(type.getKey() + " " + v.asText())));
    return all;
  }

  private boolean isCaller(String principal) {
    if (principal.equals("AWS *")) {
      return true;
    }
    if (service()) {
      return principal.equals("Service " + caller);
    }
    if (caller.endsWith(":root")) {
      return isCallersAccount(principal);
    }
    return principal.equals("AWS " + caller)
        || (caller.contains(":assumed-role/") && isRole(principal, caller.split("/", -1)[1]))
        || (caller.contains(":role/") && isRole(principal, lastPart(caller)))
        || (caller.contains(":user/")
            && principal.startsWith("AWS arn:aws:iam::" + account() + ":user/")
            && lastPart(principal).equals(lastPart(caller)));
  }

  private boolean isRole(String principal, String role) {
    return principal.startsWith("AWS arn:aws:iam::" + account() + ":role/")
        && lastPart(principal).equals(role);
  }

  private static String lastPart(String text) {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private boolean isCallersAccount(String principal) {
    return principal.equals("AWS " + account())
        || principal.equals("AWS arn:aws:iam::" + account() + ":root");
  }

  /** All of: the account, the user or role, and the session, if it is one. */
  private boolean spared(JsonNode notPrincipal) {
    List<String> all = principals(notPrincipal);
    if (all.contains("AWS *")) {
      return true;
    }
    if (service()) {
      return all.contains("Service " + caller);
    }
    if (all.stream().noneMatch(this::isCallersAccount)) {
      return false;
    }
    if (caller.endsWith(":root")) {
      return true;
    }
    if (caller.contains(":assumed-role/")) {
      return all.contains("AWS " + caller)
          && all.stream().anyMatch(p -> isRole(p, caller.split("/", -1)[1]));
    }
    return all.stream().anyMatch(this::isCaller);
  }

  // Conditions.

  private boolean conditionsHold(JsonNode statement) {
    if (!statement.has("Condition")) {
      return true;
    }
    for (Map.Entry<String, JsonNode> operator : statement.get("Condition").properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        List<String> found = context.get(key.getKey().toLowerCase(java.util.Locale.ROOT));
        List<String> wanted = list(key.getValue()).stream().map(JsonNode::asText).toList();
        if (!holds(operator.getKey(), found, wanted)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(String operator, List<String> found, List<String> wanted) {
    if (operator.equals("Null")) {
      return wanted.contains("true") == (found == null);
    }
    if (operator.startsWith("ForAllValues:")) {
      String each = operator.substring(13).replace("IfExists", "");
      return found == null || found.stream().allMatch(f -> passes(each, f, wanted));
    }
    boolean ifExists = operator.endsWith("IfExists");
    String plain = operator.replace("IfExists", "");
    if (plain.startsWith("ForAnyValue:")) {
      String each = plain.substring(12);
      return found == null ? ifExists : found.stream().anyMatch(f -> passes(each, f, wanted));
    }
    if (found == null) {
      return ifExists || plain.contains("Not");
    }
    return passes(plain, found.getFirst(), wanted);
  }

  private static boolean passes(String operator, String found, List<String> wanted) {
    String positive = operator.replace("Not", "");
    boolean one = wanted.stream().anyMatch(w -> same(positive, found, w));
    return operator.contains("Not") != one;
  }

  private static boolean same(String operator, String found, String wanted) {
    return switch (operator) {
      case "StringEquals" -> found.equals(wanted);
      case "StringEqualsIgnoreCase", "Bool" -> found.equalsIgnoreCase(wanted);
      case "StringLike" -> fits(wanted, found, false);
      case "ArnLike", "ArnEquals" -> {
        String[] f = found.split(":", 6);
        String[] w = wanted.split(":", 6);
        boolean all = f.length == 6 && w.length == 6;
        for (int i = 0; all && i < 6; i++) {
          all = fits(w[i], f[i], false);
        }
        yield all || wanted.equals("*");
      }
      case "NumericLessThan" -> Double.parseDouble(found) < Double.parseDouble(wanted);
      case "NumericGreaterThanEquals" -> Double.parseDouble(found) >= Double.parseDouble(wanted);
      case "NumericEquals" -> Double.parseDouble(found) == Double.parseDouble(wanted);
      case "IpAddress" -> found.startsWith(wanted.replaceAll("0/24$", ""));
      default -> throw new IllegalArgumentException("the generator makes no " + operator);
    };
  }

  private static List<JsonNode> list(JsonNode node) {
    List<JsonNode> all = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(all::add);
    } else {
      all.add(node);
    }
    return all;
  }
}
