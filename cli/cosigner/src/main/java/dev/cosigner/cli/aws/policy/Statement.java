package dev.cosigner.cli.aws.policy;

import java.util.List;
import java.util.Optional;

/**
 * A statement of a key policy (IAM User Guide, "IAM JSON policy elements reference"; KMS Developer
 * Guide, "Key policies in AWS KMS"). Actions, resources or principals may be missing: KMS accepts
 * such statements, and they have no effect.
 *
 * @param index its place in the policy, from 1
 * @param sid its name, if it has one
 * @param effect what it does
 * @param principals whom it names; none without a Principal element
 * @param notPrincipals whom it does not name; none without a NotPrincipal element
 * @param actions the actions named, with wildcards
 * @param notActions the actions left out, with wildcards
 * @param resources the resources named, with wildcards; {@code *} is the key itself
 * @param notResources the resources left out
 * @param conditions what must hold, all of it
 */
public record Statement(
    int index,
    Optional<String> sid,
    Effect effect,
    List<Principal> principals,
    List<Principal> notPrincipals,
    List<String> actions,
    List<String> notActions,
    List<String> resources,
    List<String> notResources,
    List<Condition> conditions) {
  public Statement {
    principals = List.copyOf(principals);
    notPrincipals = List.copyOf(notPrincipals);
    actions = List.copyOf(actions);
    notActions = List.copyOf(notActions);
    resources = List.copyOf(resources);
    notResources = List.copyOf(notResources);
    conditions = List.copyOf(conditions);
  }

  /** Its name, or its place if it has none. */
  public String label() {
    return sid.map(name -> "'" + name + "'").orElse("number " + index);
  }

  /**
   * Whether it names an action: by a wildcard pattern in any case, or, with NotAction, by leaving
   * it out. Without either element nothing is named.
   */
  boolean namesAction(KmsAction action) {
    if (!notActions.isEmpty()) {
      return !matchesAction(notActions, action);
    }
    return matchesAction(actions, action);
  }

  private static boolean matchesAction(List<String> patterns, KmsAction action) {
    return patterns.stream()
        .anyMatch(pattern -> Glob.of(pattern).matchesIgnoringCase(action.text()));
  }

  /**
   * Whether it names the key: in a key policy {@code *} is the key that the policy belongs to (KMS
   * Developer Guide, "Key policies in AWS KMS"). Where the key's ARN is not known, a resource that
   * could be a key's ARN is taken to be it.
   */
  boolean namesKey(Optional<String> key) {
    if (!notResources.isEmpty()) {
      return notResources.stream().noneMatch(resource -> namesKey(resource, key));
    }
    return resources.stream().anyMatch(resource -> namesKey(resource, key));
  }

  private static boolean namesKey(String resource, Optional<String> key) {
    if (resource.equals("*")) {
      return true;
    }
    return key.map(arn -> Glob.of(resource).matches(arn))
        .orElseGet(() -> resource.matches("arn:[^:]*:kms:[^:]*:[^:]*:(key/.+|\\*)"));
  }

  /**
   * How it takes in a caller. NotPrincipal takes in everyone but those of whom every identity is
   * named: the account, the user or role, and the session (IAM User Guide, "AWS JSON policy
   * elements: NotPrincipal").
   */
  Principal.Reach takesIn(Caller caller) {
    if (!notPrincipals.isEmpty()) {
      return excepts(caller) ? Principal.Reach.NOT : Principal.Reach.ITSELF;
    }
    Principal.Reach most = Principal.Reach.NOT;
    for (Principal principal : principals) {
      Principal.Reach reach = principal.takesIn(caller);
      most = reach.compareTo(most) > 0 ? reach : most;
    }
    return most;
  }

  private boolean excepts(Caller caller) {
    boolean everyone = notPrincipals.stream().anyMatch(Principal.Anyone.class::isInstance);
    boolean itself = false;
    boolean session = false;
    boolean account = caller.kind() == Caller.Kind.SERVICE;
    for (Principal principal : notPrincipals) {
      if (principal instanceof Principal.Account named) {
        account |= named.account().equals(caller.account());
      } else if (principal instanceof Principal.Identity named
          && !named.caller().session().isEmpty()) {
        session |= named.takesIn(caller) == Principal.Reach.ITSELF;
      } else {
        itself |= principal.takesIn(caller) == Principal.Reach.ITSELF;
      }
    }
    itself |= caller.kind() == Caller.Kind.ROOT;
    session |= caller.kind() != Caller.Kind.ROLE || caller.session().isEmpty();
    return everyone || (account && itself && session);
  }

  /** Whether all its conditions hold. */
  boolean conditionsHold(RequestContext context, PolicyVariables variables) {
    return conditions.stream().allMatch(condition -> condition.holds(context, variables));
  }
}
