package dev.cosigner.cli.aws.policy;

import java.util.List;
import java.util.Optional;

/**
 * Policy variables such as {@code ${aws:username}} (IAM User Guide, "IAM policy elements: Variables
 * and tags"): understood in version 2012-10-17, plain text in older policies. A variable without a
 * value and without a default matches nothing.
 *
 * @param understood whether the policy's version has them
 */
record PolicyVariables(boolean understood) {
  /** The text with its variables replaced; asterisks stand for themselves. */
  Optional<Glob> literal(String text, RequestContext context) {
    return expand(text, context, false);
  }

  /** The text with its variables replaced; asterisks and question marks are wildcards. */
  Optional<Glob> pattern(String text, RequestContext context) {
    return expand(text, context, true);
  }

  private Optional<Glob> expand(String text, RequestContext context, boolean wildcards) {
    Glob.Builder glob = new Glob.Builder();
    int at = 0;
    int open = understood ? text.indexOf("${") : -1;
    while (open >= 0) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      add(glob, text.substring(at, open), wildcards);
      Optional<String> value = value(text.substring(open + 2, close), context);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      glob.literal(value.get());
      at = close + 1;
      open = text.indexOf("${", at);
    }
    add(glob, text.substring(at), wildcards);
    return Optional.of(glob.build());
  }

  private static void add(Glob.Builder glob, String text, boolean wildcards) {
    if (wildcards) {
      glob.pattern(text);
    } else {
      glob.literal(text);
    }
  }

  private static Optional<String> value(String inside, RequestContext context) {
    String name = inside.strip();
    if (name.equals("*") || name.equals("?") || name.equals("$")) {
      return Optional.of(name);
    }
    int comma = name.indexOf(',');
    String key = comma < 0 ? name : name.substring(0, comma).strip();
    Optional<String> single =
        context.values(key).filter(found -> found.size() == 1).map(List::getFirst);
    if (single.isPresent() || comma < 0) {
      return single;
    }
    String fallback = name.substring(comma + 1).strip();
    boolean quoted = fallback.length() >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
    return quoted ? Optional.of(fallback.substring(1, fallback.length() - 1)) : Optional.empty();
  }
}
