package dev.cosigner.cli.aws.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Searches the policy of a key that only enclaves should use for mistakes. */
public final class PolicyLint {
  /** KMS Developer Guide, "Quotas": key policy document size. */
  private static final int MAX_POLICY_BYTES = 32 * 1024;

  private PolicyLint() {}

  /**
   * Searches.
   *
   * @param policy the key's policy
   * @param grants the key's grants, as far as they are known
   * @param account the key's account; without it, the one that the policy names, if it is one
   * @param allowAnySigned whether a binding to PCR8 alone is meant
   * @return what was found, worst first
   */
  public static List<Finding> check(
      KeyPolicy policy, List<Grant> grants, Optional<String> account, boolean allowAnySigned) {
    List<Finding> findings = new ArrayList<>();
    if (policy.version().filter(KeyPolicy.VERSION::equals).isEmpty()) {
      findings.add(
          Finding.of(Rule.VERSION_OLD, "Version " + policy.version().orElse("is missing")));
    }
    if (policy.bytes() > MAX_POLICY_BYTES) {
      findings.add(Finding.of(Rule.POLICY_TOO_LARGE, policy.bytes() + " bytes"));
    }
    for (Statement statement : policy.statements()) {
      StatementChecks.check(statement, findings);
      ConditionChecks.check(statement, findings);
      AttestationChecks.check(statement, allowAnySigned, findings);
    }
    for (Grant grant : grants) {
      if (grant.operations().stream()
          .anyMatch(operation -> operation.usesKey() || operation == KmsAction.CREATE_GRANT)) {
        findings.add(
            Finding.of(
                Rule.GRANT_WITHOUT_ATTESTATION,
                "grant %s: %s by %s"
                    .formatted(
                        grant.id(), Access.names(grant.operations()), grant.grantee().text())));
      }
    }
    Access access = new Access(policy, account.or(policy::soleAccount));
    AccessChecks.check(access, findings);
    AdministrationChecks.check(access, findings);
    findings.sort(
        Comparator.comparing((Finding finding) -> finding.rule().level())
            .thenComparing(finding -> finding.statement().map(Statement::index).orElse(0))
            .thenComparing(Finding::rule));
    return findings;
  }
}
