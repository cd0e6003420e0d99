package dev.cosigner.cli.aws.policy;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The condition keys that an enclave's attestation document fills (KMS Developer Guide, "AWS KMS
 * condition keys for attested platforms"). Those of a NitroTPM are not among them: they speak of an
 * instance, not of an enclave.
 */
final class AttestationKeys {
  /** PCR0 under its other name. */
  static final String IMAGE = "kms:RecipientAttestation:ImageSha384";

  /** Followed by the register's number. */
  static final String PCR = "kms:RecipientAttestation:PCR";

  private static final Pattern KEY =
      Pattern.compile("kms:recipientattestation:(?:(imagesha384)|pcr([0-9]{1,2}))");
  private static final int MAX_REGISTER = 31;

  private AttestationKeys() {}

  /** The register that a condition key speaks of; none if it is no such key. */
  static OptionalInt register(String key) {
    Matcher matcher = KEY.matcher(key.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    if (matcher.group(1) != null) {
      return OptionalInt.of(0);
    }
    int register = Integer.parseInt(matcher.group(2));
    return register <= MAX_REGISTER ? OptionalInt.of(register) : OptionalInt.empty();
  }

  static boolean isOne(String key) {
    return register(key).isPresent();
  }
}
