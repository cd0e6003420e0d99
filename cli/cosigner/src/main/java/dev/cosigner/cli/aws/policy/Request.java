package dev.cosigner.cli.aws.policy;

import java.util.Map;
import java.util.Optional;

/**
 * A request to KMS, as far as its authorisation sees it.
 *
 * @param caller who asks
 * @param action for what; it concerns a key
 * @param key the key's ARN; without it the key is taken to lie in {@code keyAccount}
 * @param keyAccount the account of the key; without it, and without a key, the caller's
 * @param encryptionContext the encryption context with its case, as grants compare it
 * @param context condition keys other than the caller's
 */
public record Request(
    Caller caller,
    KmsAction action,
    Optional<String> key,
    Optional<String> keyAccount,
    Map<String, String> encryptionContext,
    RequestContext context) {
  public Request {
    if (!action.isOnKey()) {
      throw new IllegalArgumentException("no key policy decides " + action.text());
    }
    encryptionContext = Map.copyOf(encryptionContext);
  }

  /** A request of which nothing but the conditions' keys is known. */
  static Request of(
      Caller caller, KmsAction action, Optional<String> keyAccount, RequestContext context) {
    return new Request(caller, action, Optional.empty(), keyAccount, Map.of(), context);
  }

  /** Whether the caller is of another account than the key. Services are of none. */
  boolean isAcrossAccounts() {
    if (caller.kind() == Caller.Kind.SERVICE) {
      return false;
    }
    return key.flatMap(Arn::parse)
        .map(Arn::account)
        .or(() -> keyAccount)
        .filter(account -> !account.equals(caller.account()))
        .isPresent();
  }

  /** All condition keys, the caller's included. */
  RequestContext fullContext() {
    return context.with(caller.contextKeys());
  }
}
