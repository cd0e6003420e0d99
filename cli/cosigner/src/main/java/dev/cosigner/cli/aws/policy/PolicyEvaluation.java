package dev.cosigner.cli.aws.policy;

import dev.cosigner.cli.aws.policy.Principal.Reach;
import dev.cosigner.cli.aws.policy.Verdict.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Decides requests as KMS does (IAM User Guide, "Policy evaluation logic"; KMS Developer Guide,
 * "Determining access to AWS KMS keys"), by the key policy and the grants alone: policies of IAM,
 * of organisations and of VPC endpoints can only take away from what is allowed here, or add to it
 * where the verdict says that it is left to them.
 */
public final class PolicyEvaluation {
  private final KeyPolicy policy;
  private final List<Grant> grants;
  private final PolicyVariables variables;

  /** An evaluation of a key's policy and its grants. */
  public PolicyEvaluation(KeyPolicy policy, List<Grant> grants) {
    this.policy = policy;
    this.grants = List.copyOf(grants);
    this.variables = policy.variables();
  }

  /**
   * Decides.
   *
   * <ol>
   *   <li>Retiring a grant is decided by the grant alone ("Retiring and revoking grants").
   *   <li>Operations that do not work across accounts are denied to other accounts ("AWS KMS
   *       permissions", column "Cross-account use"). PutKeyPolicy is one of them.
   *   <li>A Deny that applies denies, grants notwithstanding.
   *   <li>An Allow allows whom it names: in the key's account at once; in another account if an IAM
   *       policy there allows it too ("Allowing users in other accounts to use a KMS key").
   *   <li>A grant allows.
   *   <li>An Allow that names the caller's account leaves it to IAM.
   *   <li>Everything else is denied.
   * </ol>
   */
  public Verdict decide(Request request) {
    if (request.action() == KmsAction.RETIRE_GRANT) {
      return byGrant(request)
          .orElseGet(() -> Verdict.deniedBecause("no grant names the caller to retire it"));
    }
    if (request.isAcrossAccounts() && !request.action().worksAcrossAccounts()) {
      return Verdict.deniedBecause(
          request.action().text() + " never works across accounts, whatever a policy says");
    }
    RequestContext context = request.fullContext();
    Verdict left = null;
    Verdict allowed = null;
    for (Statement statement : policy.statements()) {
      Reach reach = reach(statement, request, context);
      if (reach == Reach.NOT) {
        continue;
      }
      if (statement.effect() == Effect.DENY) {
        return Verdict.of(
            Outcome.DENIED, statement, "statement " + statement.label() + " denies it");
      }
      if (reach == Reach.ITSELF && !request.isAcrossAccounts()) {
        allowed =
            allowed != null
                ? allowed
                : Verdict.of(
                    Outcome.ALLOWED, statement, "statement " + statement.label() + " allows it");
      } else if (left == null) {
        left =
            Verdict.of(
                Outcome.LEFT_TO_IAM,
                statement,
                "statement %s leaves it to the IAM policies of account %s"
                    .formatted(statement.label(), request.caller().account()));
      }
    }
    if (allowed != null) {
      return allowed;
    }
    Verdict otherwise = left != null ? left : Verdict.deniedBecause("no statement allows it");
    return byGrant(request).orElse(otherwise);
  }

  private Reach reach(Statement statement, Request request, RequestContext context) {
    if (!statement.namesAction(request.action()) || !statement.namesKey(request.key())) {
      return Reach.NOT;
    }
    Reach reach = statement.takesIn(request.caller());
    return reach == Reach.NOT || !statement.conditionsHold(context, variables) ? Reach.NOT : reach;
  }

  private Optional<Verdict> byGrant(Request request) {
    return grants.stream().filter(grant -> grant.allows(request)).findFirst().map(Verdict::of);
  }
}
