package dev.cosigner.cli.aws.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The operations of KMS that policies name, with what bears on their authorisation (KMS Developer
 * Guide, "AWS KMS permissions"). {@code ReEncrypt} is authorised as {@code ReEncryptFrom} on the
 * key that decrypts and {@code ReEncryptTo} on the one that encrypts.
 */
public enum KmsAction {
  CANCEL_KEY_DELETION("CancelKeyDeletion"),
  CONNECT_CUSTOM_KEY_STORE("ConnectCustomKeyStore", Trait.NO_KEY),
  CREATE_ALIAS("CreateAlias"),
  CREATE_CUSTOM_KEY_STORE("CreateCustomKeyStore", Trait.NO_KEY),
  CREATE_GRANT("CreateGrant", Trait.CROSS_ACCOUNT, Trait.CONTEXT),
  CREATE_KEY("CreateKey", Trait.NO_KEY),
  DECRYPT("Decrypt", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.ATTESTED, Trait.USE),
  DELETE_ALIAS("DeleteAlias"),
  DELETE_CUSTOM_KEY_STORE("DeleteCustomKeyStore", Trait.NO_KEY),
  DELETE_IMPORTED_KEY_MATERIAL("DeleteImportedKeyMaterial"),
  DERIVE_SHARED_SECRET("DeriveSharedSecret", Trait.CROSS_ACCOUNT, Trait.ATTESTED, Trait.USE),
  DESCRIBE_CUSTOM_KEY_STORES("DescribeCustomKeyStores", Trait.NO_KEY),
  DESCRIBE_KEY("DescribeKey", Trait.CROSS_ACCOUNT),
  DISABLE_KEY("DisableKey"),
  DISABLE_KEY_ROTATION("DisableKeyRotation"),
  DISCONNECT_CUSTOM_KEY_STORE("DisconnectCustomKeyStore", Trait.NO_KEY),
  ENABLE_KEY("EnableKey"),
  ENABLE_KEY_ROTATION("EnableKeyRotation"),
  ENCRYPT("Encrypt", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.USE),
  GENERATE_DATA_KEY(
      "GenerateDataKey", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.ATTESTED, Trait.USE),
  GENERATE_DATA_KEY_PAIR(
      "GenerateDataKeyPair", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.ATTESTED, Trait.USE),
  GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT(
      "GenerateDataKeyPairWithoutPlaintext", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.USE),
  GENERATE_DATA_KEY_WITHOUT_PLAINTEXT(
      "GenerateDataKeyWithoutPlaintext", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.USE),
  GENERATE_MAC("GenerateMac", Trait.CROSS_ACCOUNT, Trait.USE),
  GENERATE_RANDOM("GenerateRandom", Trait.NO_KEY, Trait.ATTESTED),
  GET_KEY_POLICY("GetKeyPolicy"),
  GET_KEY_ROTATION_STATUS("GetKeyRotationStatus", Trait.CROSS_ACCOUNT),
  GET_PARAMETERS_FOR_IMPORT("GetParametersForImport"),
  GET_PUBLIC_KEY("GetPublicKey", Trait.CROSS_ACCOUNT),
  IMPORT_KEY_MATERIAL("ImportKeyMaterial"),
  LIST_ALIASES("ListAliases", Trait.NO_KEY),
  LIST_GRANTS("ListGrants", Trait.CROSS_ACCOUNT),
  LIST_KEYS("ListKeys", Trait.NO_KEY),
  LIST_KEY_POLICIES("ListKeyPolicies"),
  LIST_KEY_ROTATIONS("ListKeyRotations"),
  LIST_RESOURCE_TAGS("ListResourceTags"),
  LIST_RETIRABLE_GRANTS("ListRetirableGrants", Trait.NO_KEY),
  PUT_KEY_POLICY("PutKeyPolicy"),
  RE_ENCRYPT_FROM("ReEncryptFrom", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.USE),
  RE_ENCRYPT_TO("ReEncryptTo", Trait.CROSS_ACCOUNT, Trait.CONTEXT, Trait.USE),
  REPLICATE_KEY("ReplicateKey"),
  RETIRE_GRANT("RetireGrant", Trait.CROSS_ACCOUNT, Trait.CONTEXT),
  REVOKE_GRANT("RevokeGrant", Trait.CROSS_ACCOUNT),
  ROTATE_KEY_ON_DEMAND("RotateKeyOnDemand"),
  SCHEDULE_KEY_DELETION("ScheduleKeyDeletion"),
  SIGN("Sign", Trait.CROSS_ACCOUNT, Trait.USE),
  SYNCHRONIZE_MULTI_REGION_KEY("SynchronizeMultiRegionKey"),
  TAG_RESOURCE("TagResource"),
  UNTAG_RESOURCE("UntagResource"),
  UPDATE_ALIAS("UpdateAlias"),
  UPDATE_CUSTOM_KEY_STORE("UpdateCustomKeyStore", Trait.NO_KEY),
  UPDATE_KEY_DESCRIPTION("UpdateKeyDescription"),
  UPDATE_PRIMARY_REGION("UpdatePrimaryRegion"),
  VERIFY("Verify", Trait.CROSS_ACCOUNT, Trait.USE),
  VERIFY_MAC("VerifyMac", Trait.CROSS_ACCOUNT, Trait.USE);

  /** What distinguishes an operation. */
  private enum Trait {
    /** Concerns no key: key policies never decide it. */
    NO_KEY,
    /** Works with a key of another account ("Cross-account use: Yes"). */
    CROSS_ACCOUNT,
    /** Takes an encryption context, or grant constraints over one. */
    CONTEXT,
    /** Takes a Recipient with an attestation document. */
    ATTESTED,
    /** Uses the key's material. */
    USE
  }

  private static final List<KmsAction> ON_KEYS =
      Arrays.stream(values()).filter(action -> action.onKey).toList();

  private final String operation;
  private final boolean onKey;
  private final boolean acrossAccounts;
  private final boolean encryptionContext;
  private final boolean attestation;
  private final boolean use;

  KmsAction(String operation, Trait... traits) {
    this.operation = operation;
    List<Trait> all = List.of(traits);
    onKey = !all.contains(Trait.NO_KEY);
    acrossAccounts = all.contains(Trait.CROSS_ACCOUNT);
    encryptionContext = all.contains(Trait.CONTEXT);
    attestation = all.contains(Trait.ATTESTED);
    use = all.contains(Trait.USE);
  }

  /** The operations on a key, which its policy decides. */
  public static List<KmsAction> onKeys() {
    return ON_KEYS;
  }

  /** The operation by its name, with or without {@code kms:}, in any case. */
  public static Optional<KmsAction> named(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    String operation = plain.startsWith("kms:") ? plain.substring(4) : plain;
    return Arrays.stream(values())
        .filter(action -> action.operation.toLowerCase(Locale.ROOT).equals(operation))
        .findFirst();
  }

  /** The operation's name, such as {@code Decrypt}. */
  public String operation() {
    return operation;
  }

  /** As policies name it, such as {@code kms:Decrypt}. */
  public String text() {
    return "kms:" + operation;
  }

  /** Whether it concerns a key, so that the key's policy decides it. */
  public boolean isOnKey() {
    return onKey;
  }

  /** Whether a principal of another account than the key's can ever do it. */
  public boolean worksAcrossAccounts() {
    return acrossAccounts;
  }

  /** Whether a request for it can carry an encryption context. */
  public boolean takesEncryptionContext() {
    return encryptionContext;
  }

  /**
   * Whether a request for it can carry an attestation document (KMS Developer Guide, "Cryptographic
   * attestation support in AWS KMS"). All others are always unattested.
   */
  public boolean carriesAttestation() {
    return attestation;
  }

  /** Whether it computes with the key. */
  public boolean usesKey() {
    return use;
  }
}
