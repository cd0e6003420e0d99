package dev.cosigner.cli.aws.policy;

import dev.cosigner.eif.StrictJson;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The policy of a key that exactly the measured images can use: {@code Decrypt} and {@code
 * GenerateDataKey}, attested and with an encryption context, by one role; managed by named
 * administrators, who can neither use the key nor make grants.
 *
 * @param images the images that may use the key, one statement each so that no registers mix; none
 *     for a binding to {@code pcr8} alone
 * @param retired images that may use it no longer, whatever another statement says
 * @param registers which of PCR0, PCR1 and PCR2 are bound
 * @param further other registers and their values, such as PCR3 and PCR8
 * @param role the role of the instances
 * @param administrators who may change the policy
 * @param context pairs that the encryption context must have; without any, it must name a cosigner,
 *     a wallet and a generation
 */
public record KeyPolicyDraft(
    List<Measurements> images,
    List<Measurements> retired,
    SortedSet<Integer> registers,
    Map<Integer, PcrValue> further,
    Caller role,
    List<Caller> administrators,
    Map<String, String> context) {
  private static final List<KmsAction> USE =
      List.of(KmsAction.DECRYPT, KmsAction.GENERATE_DATA_KEY);

  /** What an encryption context names where nothing else is asked for. */
  private static final List<String> DEFAULT_CONTEXT = List.of("cosigner", "wallet", "generation");

  /** Management without use: no CreateGrant, no ReplicateKey, no ImportKeyMaterial. */
  private static final List<KmsAction> ADMINISTRATION =
      List.of(
          KmsAction.CANCEL_KEY_DELETION,
          KmsAction.CREATE_ALIAS,
          KmsAction.DELETE_ALIAS,
          KmsAction.DESCRIBE_KEY,
          KmsAction.DISABLE_KEY,
          KmsAction.DISABLE_KEY_ROTATION,
          KmsAction.ENABLE_KEY,
          KmsAction.ENABLE_KEY_ROTATION,
          KmsAction.GET_KEY_POLICY,
          KmsAction.GET_KEY_ROTATION_STATUS,
          KmsAction.LIST_GRANTS,
          KmsAction.LIST_KEY_POLICIES,
          KmsAction.LIST_KEY_ROTATIONS,
          KmsAction.LIST_RESOURCE_TAGS,
          KmsAction.PUT_KEY_POLICY,
          KmsAction.REVOKE_GRANT,
          KmsAction.ROTATE_KEY_ON_DEMAND,
          KmsAction.SCHEDULE_KEY_DELETION,
          KmsAction.TAG_RESOURCE,
          KmsAction.UNTAG_RESOURCE,
          KmsAction.UPDATE_ALIAS,
          KmsAction.UPDATE_KEY_DESCRIPTION);

  public KeyPolicyDraft {
    images = List.copyOf(images);
    retired = List.copyOf(retired);
    registers = new TreeSet<>(registers);
    further = Map.copyOf(further);
    administrators = List.copyOf(administrators);
  }

  /** The policy, indented, as a file holds it. */
  public byte[] policy() {
    return StrictJson.indented(policyTree());
  }

  /** The same as a tree. */
  public Map<String, Object> policyTree() {
    List<Object> statements = new ArrayList<>();
    Map<String, Object> administer = new LinkedHashMap<>();
    administer.put("Sid", "Administer");
    administer.put("Effect", Effect.ALLOW.text());
    administer.put("Principal", Map.of("AWS", texts(administrators)));
    administer.put("Action", actions(ADMINISTRATION));
    administer.put("Resource", "*");
    statements.add(administer);
    if (images.isEmpty()) {
      statements.add(use("UseFromSignedImage", attestation(Map.of())));
    }
    for (Measurements image : images) {
      statements.add(use("UseFromImage" + shortName(image), attestation(bound(image))));
    }
    for (Measurements image : retired) {
      Map<String, Object> deny = new LinkedHashMap<>();
      deny.put("Sid", "RetiredImage" + shortName(image));
      deny.put("Effect", Effect.DENY.text());
      deny.put("Principal", "*");
      deny.put("Action", actions(USE));
      deny.put("Resource", "*");
      deny.put("Condition", Map.of("StringEqualsIgnoreCase", hex(all(image))));
      statements.add(deny);
    }
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", KeyPolicy.VERSION);
    policy.put("Statement", statements);
    return policy;
  }

  /**
   * What the role's IAM policy needs beside: GenerateRandom belongs to no key, so only IAM can
   * allow it.
   */
  public Map<String, Object> iamPolicyTree() {
    List<Map<String, Object>> statements = new ArrayList<>();
    for (Measurements image : images) {
      statements.add(random("RandomFromImage" + shortName(image), attestation(bound(image))));
    }
    if (images.isEmpty()) {
      statements.add(random("RandomFromSignedImage", attestation(Map.of())));
    }
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", KeyPolicy.VERSION);
    policy.put("Statement", statements);
    return policy;
  }

  private static Map<String, Object> random(String sid, Map<String, String> attestation) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", sid);
    statement.put("Effect", Effect.ALLOW.text());
    statement.put("Action", KmsAction.GENERATE_RANDOM.text());
    statement.put("Resource", "*");
    statement.put("Condition", Map.of("StringEqualsIgnoreCase", attestation));
    return statement;
  }

  private Map<String, Object> use(String sid, Map<String, String> attestation) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("StringEqualsIgnoreCase", attestation);
    if (context.isEmpty()) {
      Map<String, String> absent = new LinkedHashMap<>();
      DEFAULT_CONTEXT.forEach(name -> absent.put("kms:EncryptionContext:" + name, "false"));
      condition.put("Null", absent);
    } else {
      Map<String, String> pairs = new LinkedHashMap<>();
      context.forEach((name, value) -> pairs.put("kms:EncryptionContext:" + name, value));
      condition.put("StringEquals", pairs);
    }
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", sid);
    statement.put("Effect", Effect.ALLOW.text());
    statement.put("Principal", Map.of("AWS", role.text()));
    statement.put("Action", actions(USE));
    statement.put("Resource", "*");
    statement.put("Condition", condition);
    return statement;
  }

  private Map<Integer, PcrValue> bound(Measurements image) {
    Map<Integer, PcrValue> all = all(image);
    all.keySet().retainAll(registers);
    return all;
  }

  private static Map<Integer, PcrValue> all(Measurements image) {
    Map<Integer, PcrValue> all = new LinkedHashMap<>();
    for (int i = 0; i < image.registers().size(); i++) {
      all.put(i, image.registers().get(i));
    }
    return all;
  }

  private Map<String, String> attestation(Map<Integer, PcrValue> image) {
    Map<Integer, PcrValue> all = new TreeMap<>(image);
    all.putAll(further);
    return hex(all);
  }

  private static Map<String, String> hex(Map<Integer, PcrValue> registers) {
    Map<String, String> keys = new LinkedHashMap<>();
    registers.forEach((index, value) ->
        keys.put(index == 0 ? AttestationKeys.IMAGE : AttestationKeys.PCR + index, value.hex()));
    return keys;
  }

  private static String shortName(Measurements image) {
    return image.pcr0().hex().substring(0, 16);
  }

  private static List<String> texts(List<Caller> callers) {
    return callers.stream().map(Caller::text).toList();
  }

  private static List<String> actions(List<KmsAction> actions) {
    return actions.stream().map(KmsAction::text).toList();
  }
}
