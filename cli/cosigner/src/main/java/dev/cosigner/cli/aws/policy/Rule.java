package dev.cosigner.cli.aws.policy;

import java.util.Locale;

/** The mistakes that a key policy is searched for: why each matters and how it is mended. */
public enum Rule {
  // What has no effect, or another than it seems to have.
  VERSION_OLD(
      Level.WARNING,
      "the Version is not 2012-10-17",
      "policy variables such as ${aws:username} are plain text in older versions",
      "set \"Version\": \"2012-10-17\""),
  POLICY_TOO_LARGE(
      Level.ERROR,
      "the policy is larger than 32 KiB",
      "KMS refuses it",
      "name fewer principals, or group them by role"),
  ACTION_MISSING(
      Level.ERROR,
      "a statement has no Action",
      "KMS accepts it and it has no effect; a Deny written this way silently opens the key",
      "name the actions"),
  RESOURCE_MISSING(
      Level.ERROR,
      "a statement has no Resource",
      "KMS accepts it and it has no effect; a Deny written this way silently opens the key",
      "add \"Resource\": \"*\", which is this key in a key policy"),
  PRINCIPAL_MISSING(
      Level.ERROR,
      "a statement has no Principal",
      "a key policy's statement without principals concerns nobody",
      "name the principals"),
  RESOURCE_NOT_THE_KEY(
      Level.ERROR,
      "no Resource of a statement is the key",
      "the statement has no effect: a key policy speaks of its own key, by * or by the key's ARN",
      "write \"Resource\": \"*\""),
  RESOURCE_NAMES_A_KEY(
      Level.WARNING,
      "a Resource names a key by its ARN",
      "the statement has no effect on any other key that gets this policy, a replica among them",
      "write \"Resource\": \"*\", which is this key"),
  ACTION_UNKNOWN(
      Level.ERROR,
      "an Action is no operation of KMS",
      "an Allow gives less, a Deny takes less than it seems to",
      "correct the name; 'kms:ReEncrypt' is kms:ReEncryptFrom and kms:ReEncryptTo"),
  ACTION_OF_ANOTHER_SERVICE(
      Level.WARNING,
      "an Action belongs to another service",
      "it has no effect in a key policy",
      "remove it"),
  ACTION_NOT_ON_A_KEY(
      Level.WARNING,
      "an Action concerns no key",
      "key policies do not decide it: it has no effect here",
      "move it to the principal's IAM policy"),
  PRINCIPAL_NOBODY(
      Level.ERROR,
      "a principal is nobody who can call KMS",
      "wildcards inside ARNs, identity providers, canonical users and the unique ids that deleted users"
          + " and roles leave behind take in nobody, or are refused by KMS",
      "name the ARN of an account, user, role or session, or a service"),
  CONDITION_KEY_UNKNOWN(
      Level.ERROR,
      "a condition key is not one of KMS or AWS",
      "it is in no request: a plain operator never holds, a negated one always does",
      "correct the name"),
  CONDITION_VALUE_UNREADABLE(
      Level.ERROR,
      "a condition's value does not fit its operator",
      "it never matches",
      "write the value as the operator wants it"),
  SET_QUALIFIER_MISSING(
      Level.WARNING,
      "a key with several values has no ForAllValues or ForAnyValue",
      "AWS does not say how such a condition is decided",
      "put ForAnyValue: or ForAllValues: before the operator"),
  NOT_ACTION(
      Level.ERROR,
      "NotAction is used",
      "in an Allow it gives all other operations, ReEncryptFrom, GenerateDataKey and CreateGrant among"
          + " them; in a Deny it takes the administrators' as well; either way what AWS adds later is in",
      "name the actions by Action"),
  NOT_PRINCIPAL(
      Level.ERROR,
      "NotPrincipal is used",
      "in an Allow it gives to everyone else; in a Deny it denies whoever's account, role and session"
          + " are not all named, and a lockout is one omission away",
      "use Principal, and conditions on aws:PrincipalArn"),
  NOT_RESOURCE(
      Level.ERROR,
      "NotResource is used",
      "whatever it leaves out, the key is likely in",
      "write \"Resource\": \"*\""),
  ACTION_WILDCARD(
      Level.WARNING,
      "an Allow has a wildcard in its actions",
      "it gives more than is read: kms:Generate* includes GenerateDataKeyWithoutPlaintext, kms:*"
          + " includes CreateGrant, and whatever AWS adds later is in",
      "name each action"),

  // How a statement is bound to an image.
  ATTESTATION_IF_EXISTS(
      Level.ERROR,
      "an attestation condition ends in IfExists",
      "it holds for requests without attestation",
      "remove IfExists"),
  ATTESTATION_NEGATED(
      Level.ERROR,
      "an Allow has a negated attestation condition",
      "it holds for every other image and for requests without attestation",
      "name the images that may, by StringEqualsIgnoreCase"),
  ATTESTATION_FOR_ALL_VALUES(
      Level.ERROR,
      "an attestation condition begins with ForAllValues",
      "it holds for requests without attestation; a register has one value",
      "remove ForAllValues:"),
  ATTESTATION_OF_ANY_IMAGE(
      Level.ERROR,
      "any attested image will do",
      "whoever builds an image and runs it under the role gets the plaintext",
      "name the registers of the image: PCR0, PCR1 and PCR2"),
  ATTESTATION_WILDCARD(
      Level.ERROR,
      "a measurement has a wildcard",
      "it takes many images; nobody chooses a digest's prefix but an attacker",
      "write all 96 digits, with StringEqualsIgnoreCase"),
  DEBUG_ZEROS(
      Level.ERROR,
      "a measurement of zeros is allowed",
      "an enclave in debug mode attests zeros: its operator reads its console; a register of zeros is"
          + " also that of a missing instance role or signature",
      "remove it"),
  MEASUREMENT_MALFORMED(
      Level.ERROR,
      "a measurement is not 96 hexadecimal digits",
      "it never matches",
      "copy it from the image's measurements file"),
  MEASUREMENT_CASE(
      Level.ERROR,
      "a measurement has upper-case digits under an operator that minds them",
      "KMS compares with lower-case digits: it never matches",
      "use StringEqualsIgnoreCase, and lower-case digits"),
  IMAGE_NOT_BOUND(
      Level.ERROR,
      "the attested registers do not identify the image",
      "PCR1 alone leaves the application open, PCR2 alone the kernel and platform; PCR3 and PCR4 speak"
          + " of the instance",
      "name PCR0, PCR1 and PCR2"),
  ANY_SIGNED_IMAGE(
      Level.ERROR,
      "only PCR8 is bound",
      "every image that the signing key ever signs may use the key, old ones included",
      "name PCR0, PCR1 and PCR2 as well, or accept it with --allow-any-signed"),
  INSTANCE_PINNED(
      Level.WARNING,
      "PCR4 pins one instance",
      "when that instance is gone, nothing can use the key",
      "bind the instance's role by PCR3 instead"),
  REGISTERS_MIXED(
      Level.WARNING,
      "several registers have several values in one statement",
      "registers of different images are accepted together",
      "write one statement for each image"),
  PCR0_ALONE(
      Level.NOTE,
      "PCR0 is bound without PCR1 and PCR2",
      "nothing measured tells where a section of the image ends: bytes moved from one to the next leave"
          + " PCR0 as it is",
      "name PCR1 and PCR2 as well"),
  ATTESTATION_NEVER_CARRIED(
      Level.WARNING,
      "an attestation is asked of an operation that never carries one",
      "ReEncrypt, CreateGrant, Encrypt, Sign and the WithoutPlaintext operations have no Recipient: the"
          + " statement does not hold for them",
      "remove the action"),
  NITRO_TPM(
      Level.WARNING,
      "a condition speaks of a NitroTPM",
      "it attests an instance, not an enclave: its operator can log in",
      "bind the enclave's registers"),
  ENCRYPTION_CONTEXT_MISSING(
      Level.WARNING,
      "no encryption context is required",
      "a ciphertext made for another purpose, wallet or generation can be decrypted as this one",
      "require kms:EncryptionContext:<name> values"),
  DENY_MISSES_UNATTESTED(
      Level.ERROR,
      "a Deny on attestation does not hold without attestation",
      "ForAnyValue with a negated operator is false when the key is absent: unattested requests pass",
      "remove ForAnyValue:"),

  // Who can do what.
  OPEN_TO_EVERYONE(
      Level.ERROR,
      "everyone is allowed, of every account",
      "an Allow for * without a condition on the caller lets other accounts in",
      "name the principals"),
  OPEN_TO_ACCOUNT(
      Level.ERROR,
      "everyone of an account is allowed",
      "every user and role of the account uses the key, without IAM being asked",
      "name the principals"),
  ACCOUNT_DELEGATED(
      Level.ERROR,
      "an account is allowed, so its IAM policies decide",
      "whoever may write IAM policies there gives themselves the key, unattested; AWS's default key"
          + " policy begins with this statement",
      "remove the statement; name administrators and the role that uses the key"),
  UNATTESTED_USE(
      Level.ERROR,
      "plaintext is given without attestation",
      "another statement's attestation condition is void while this one holds",
      "add the image's registers as conditions, or remove the action"),
  UNATTESTED_ENCRYPT(
      Level.ERROR,
      "ciphertexts can be made without attestation",
      "whoever makes a ciphertext knows or chooses what the enclave will decrypt later",
      "remove Encrypt, ReEncryptTo and the WithoutPlaintext operations"),
  RE_ENCRYPT_FROM(
      Level.ERROR,
      "ciphertexts can be re-encrypted under another key",
      "ReEncryptFrom moves them, unattested, to a key that its caller can use",
      "remove the action"),
  NEVER_ATTESTED_USE(
      Level.WARNING,
      "the key signs or authenticates without attestation",
      "these operations never carry an attestation",
      "remove the action, unless the key is meant for it"),
  CREATE_GRANT(
      Level.ERROR,
      "grants can be made",
      "no constraint of a grant speaks of attestation: its grantee uses the key unattested",
      "remove CreateGrant"),
  REPLICATE_KEY(
      Level.ERROR,
      "the key can be replicated",
      "whoever replicates a multi-Region key chooses the replica's key policy",
      "remove ReplicateKey"),
  IMPORT_KEY_MATERIAL(
      Level.WARNING,
      "key material can be imported",
      "whoever imports a key's material knows it",
      "remove ImportKeyMaterial, unless the key's origin is EXTERNAL and this is meant"),
  GRANT_WITHOUT_ATTESTATION(
      Level.ERROR,
      "a grant lets the key be used",
      "grants allow without attestation, whatever the key policy asks",
      "revoke it: aws kms revoke-grant"),
  USER_ADMINISTERS(
      Level.ERROR,
      "one principal both uses the key and can change its policy",
      "it can write its own image's registers into the policy",
      "separate the administrators from the role that uses the key"),
  USER_DESTROYS(
      Level.WARNING,
      "a principal that uses the key can disable or delete it",
      "who runs the enclave's instance can destroy all that the key protects",
      "leave these to the administrators"),
  NO_ADMINISTRATOR(
      Level.ERROR,
      "nobody can change the policy",
      "the key can never be managed again; AWS support is the only way back",
      "allow kms:PutKeyPolicy to named administrators"),
  DENY_LOCKS_OUT(
      Level.ERROR,
      "a Deny takes PutKeyPolicy from all administrators",
      "a Deny on kms:* with a negated attestation condition holds for every request without attestation,"
          + " PutKeyPolicy among them",
      "deny kms:Decrypt and kms:GenerateDataKey alone"),
  ADMINISTRATOR_ELSEWHERE(
      Level.ERROR,
      "an administrator belongs to another account",
      "PutKeyPolicy and most management never work across accounts",
      "name administrators of the key's account"),
  CROSS_ACCOUNT(
      Level.WARNING,
      "a principal of another account may use the key",
      "who becomes that principal is decided by the other account",
      "keep key and role in one account, unless this is meant"),
  SERVICE_UNBOUNDED(
      Level.WARNING,
      "a service is allowed without a condition on its source",
      "the service may act for any customer of AWS: a confused deputy",
      "add aws:SourceAccount or aws:SourceArn"),
  SESSION_NAMED(
      Level.WARNING,
      "a principal is a session of a role",
      "whoever may assume the role chooses the session's name",
      "name the role"),
  SINGLE_ADMINISTRATOR(
      Level.NOTE,
      "one principal alone can change the policy",
      "if it is deleted, the key can never be managed again",
      "name a second administrator");

  /** How bad a mistake is. */
  public enum Level {
    /** The key is open, locked, or not bound to an image. */
    ERROR("error"),
    /** Something is not as it seems, or more than is needed. */
    WARNING("warning"),
    /** Worth knowing. */
    NOTE("note");

    private final String text;

    Level(String text) {
      this.text = text;
    }

    /** For people and pipelines, as SARIF writes it. */
    public String text() {
      return text;
    }
  }

  private final Level level;
  private final String title;
  private final String why;
  private final String mend;

  Rule(Level level, String title, String why, String mend) {
    this.level = level;
    this.title = title;
    this.why = why;
    this.mend = mend;
  }

  /** Its stable name, such as {@code unattested-use}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How bad it is. */
  public Level level() {
    return level;
  }

  /** What was found. */
  public String title() {
    return title;
  }

  /** Why it matters. */
  public String why() {
    return why;
  }

  /** How to mend it. */
  public String mend() {
    return mend;
  }
}
