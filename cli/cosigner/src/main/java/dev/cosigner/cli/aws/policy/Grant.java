package dev.cosigner.cli.aws.policy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A grant on a key (KMS Developer Guide, "Grants in AWS KMS"). It allows by itself; only an
 * explicit Deny stands above it. No constraint of a grant speaks of attestation.
 *
 * @param id its id
 * @param grantee who may use it: an ARN or a service
 * @param retiring who may retire it
 * @param operations the operations that it allows, such as {@code Decrypt}
 * @param contextSubset pairs that an encryption context must contain
 * @param contextEquals the encryption context, exactly; names and values with their case
 */
public record Grant(
    String id,
    Principal grantee,
    Optional<Principal> retiring,
    Set<KmsAction> operations,
    Optional<Map<String, String>> contextSubset,
    Optional<Map<String, String>> contextEquals) {
  public Grant {
    operations = Set.copyOf(operations);
    contextSubset = contextSubset.map(Map::copyOf);
    contextEquals = contextEquals.map(Map::copyOf);
  }

  /**
   * Whether it allows a request. Constraints bind the operations that take an encryption context;
   * DescribeKey and retiring are never bound ("Using grant constraints").
   */
  boolean allows(Request request) {
    if (request.action() == KmsAction.RETIRE_GRANT) {
      return retiring.filter(principal -> isOne(principal, request.caller())).isPresent()
          || (operations.contains(KmsAction.RETIRE_GRANT) && isOne(grantee, request.caller()));
    }
    return operations.contains(request.action())
        && isOne(grantee, request.caller())
        && constraintsHold(request);
  }

  private boolean constraintsHold(Request request) {
    // A grant made by means of this one must be constrained at least as much; that is not seen
    // here.
    if (!request.action().takesEncryptionContext() || request.action() == KmsAction.CREATE_GRANT) {
      return true;
    }
    Map<String, String> pairs = request.encryptionContext();
    return contextSubset.filter(all -> !pairs.entrySet().containsAll(all.entrySet())).isEmpty()
        && contextEquals.filter(all -> !pairs.equals(all)).isEmpty();
  }

  private static boolean isOne(Principal principal, Caller caller) {
    return principal.takesIn(caller) == Principal.Reach.ITSELF;
  }
}
