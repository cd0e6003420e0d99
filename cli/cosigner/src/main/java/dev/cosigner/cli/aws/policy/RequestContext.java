package dev.cosigner.cli.aws.policy;

import dev.cosigner.protocol.attestation.PcrValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The condition keys of a request and their values (KMS Developer Guide, "Condition keys for AWS
 * KMS"). Names of keys ignore case, those of an encryption context included.
 */
public final class RequestContext {
  private final Map<String, List<String>> keys;

  private RequestContext(Map<String, List<String>> keys) {
    this.keys = keys;
  }

  /** A request with nothing. */
  public static RequestContext empty() {
    return new RequestContext(Map.of());
  }

  /** This and one key more, or another value for it. */
  public RequestContext with(String key, List<String> values) {
    Map<String, List<String>> more = new TreeMap<>(keys);
    more.put(key.toLowerCase(Locale.ROOT), List.copyOf(values));
    return new RequestContext(more);
  }

  RequestContext with(Map<String, List<String>> lowerCaseKeys) {
    Map<String, List<String>> more = new TreeMap<>(keys);
    more.putAll(lowerCaseKeys);
    return new RequestContext(more);
  }

  /**
   * This and an attestation document with these registers: {@code kms:RecipientAttestation:PCR<n>}
   * and, for PCR0, {@code ImageSha384}, in lower-case hexadecimal.
   */
  public RequestContext withAttestation(Map<Integer, PcrValue> registers) {
    RequestContext more = this;
    for (Map.Entry<Integer, PcrValue> register : registers.entrySet()) {
      List<String> value = List.of(register.getValue().hex());
      more = more.with(AttestationKeys.PCR + register.getKey(), value);
      if (register.getKey() == 0) {
        more = more.with(AttestationKeys.IMAGE, value);
      }
    }
    return more;
  }

  /**
   * This and an encryption context: {@code kms:EncryptionContext:<name>} for each pair and {@code
   * kms:EncryptionContextKeys} for all names.
   */
  public RequestContext withEncryptionContext(Map<String, String> pairs) {
    RequestContext more = this;
    if (!pairs.isEmpty()) {
      more = more.with("kms:EncryptionContextKeys", new ArrayList<>(pairs.keySet()));
    }
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      more = more.with("kms:EncryptionContext:" + pair.getKey(), List.of(pair.getValue()));
    }
    return more;
  }

  /** The values of a key; none if the request lacks it, or has an empty list for it. */
  public Optional<List<String>> values(String key) {
    return Optional.ofNullable(keys.get(key.toLowerCase(Locale.ROOT)))
        .filter(values -> !values.isEmpty());
  }

  /** All keys in lower case, sorted, with their values. */
  public Map<String, List<String>> keys() {
    return Map.copyOf(keys);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RequestContext context && keys.equals(context.keys);
  }

  @Override
  public int hashCode() {
    return keys.hashCode();
  }

  @Override
  public String toString() {
    return keys.toString();
  }
}
