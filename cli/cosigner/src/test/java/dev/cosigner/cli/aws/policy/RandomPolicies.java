package dev.cosigner.cli.aws.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Policies and requests from a small world, so that they meet often. */
final class RandomPolicies {
  static final String HERE = "111122223333";
  static final String A = "aa".repeat(48);
  static final String B = "bb".repeat(48);
  static final String ZERO = "00".repeat(48);

  static final List<String> CALLERS =
      List.of(
          "arn:aws:iam::111122223333:root",
          "arn:aws:iam::111122223333:role/enclave",
          "arn:aws:sts::111122223333:assumed-role/enclave/i-0123",
          "arn:aws:sts::111122223333:assumed-role/enclave/other",
          "arn:aws:iam::111122223333:role/ops/admin",
          "arn:aws:sts::111122223333:assumed-role/admin/alice",
          "arn:aws:iam::111122223333:user/bob",
          "arn:aws:iam::444455556666:root",
          "arn:aws:iam::444455556666:role/enclave",
          "arn:aws:iam::444455556666:user/eve",
          "arn:aws:sts::111122223333:federated-user/fred",
          "ec2.amazonaws.com");

  private static final List<String> PRINCIPALS =
      List.of(
          "*",
          "111122223333",
          "arn:aws:iam::111122223333:root",
          "arn:aws:iam::444455556666:root",
          "arn:aws:iam::111122223333:role/enclave",
          "arn:aws:iam::111122223333:role/ops/admin",
          "arn:aws:sts::111122223333:assumed-role/enclave/i-0123",
          "arn:aws:iam::111122223333:user/bob",
          "arn:aws:iam::444455556666:user/eve",
          "arn:aws:sts::111122223333:federated-user/fred",
          "AROAEXAMPLEEXAMPLE123");

  static final List<KmsAction> ACTIONS =
      List.of(
          KmsAction.DECRYPT,
          KmsAction.GENERATE_DATA_KEY,
          KmsAction.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT,
          KmsAction.ENCRYPT,
          KmsAction.RE_ENCRYPT_FROM,
          KmsAction.CREATE_GRANT,
          KmsAction.PUT_KEY_POLICY,
          KmsAction.DESCRIBE_KEY,
          KmsAction.RETIRE_GRANT,
          KmsAction.SCHEDULE_KEY_DELETION);

  private static final List<String> ACTION_PATTERNS =
      List.of(
          "*",
          "kms:*",
          "kms:Decrypt",
          "KMS:decrypt",
          "kms:GenerateDataKey*",
          "kms:GenerateDataKey",
          "kms:?ncrypt",
          "kms:ReEncrypt*",
          "kms:CreateGrant",
          "kms:Put*",
          "kms:Describe*",
          "kms:*e*",
          "s3:GetObject");

  private static final List<String> STRING_KEYS =
      List.of(
          "kms:RecipientAttestation:ImageSha384",
          "kms:RecipientAttestation:PCR0",
          "KMS:recipientattestation:pcr1",
          "kms:EncryptionContext:wallet",
          "kms:encryptioncontext:Wallet",
          "kms:ViaService",
          "aws:PrincipalArn",
          "kms:CallerAccount");

  private static final List<String> STRING_OPERATORS =
      List.of(
          "StringEquals",
          "StringNotEquals",
          "StringEqualsIgnoreCase",
          "StringNotEqualsIgnoreCase",
          "StringLike",
          "StringNotLike",
          "ArnLike",
          "ArnNotEquals");

  private static final List<String> STRING_VALUES =
      List.of(
          A,
          B,
          A.toUpperCase(java.util.Locale.ROOT),
          "treasury",
          "Treasury",
          "t*",
          "*",
          "s3.us-east-1.amazonaws.com",
          "arn:aws:iam::111122223333:role/enclave",
          "arn:aws:iam::*:role/*",
          "111122223333");

  private final ObjectMapper mapper = new ObjectMapper();
  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  String policy() {
    ObjectNode policy = mapper.createObjectNode();
    policy.put("Version", "2012-10-17");
    ArrayNode statements = policy.putArray("Statement");
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      statements.add(statement());
    }
    return policy.toString();
  }

  private ObjectNode statement() {
    ObjectNode statement = mapper.createObjectNode();
    boolean deny = chance(3);
    statement.put("Effect", deny ? "Deny" : "Allow");
    addPrincipals(statement.putObject(deny && chance(4) ? "NotPrincipal" : "Principal"));
    if (!chance(15)) {
      some(statement.putArray(chance(6) ? "NotAction" : "Action"), ACTION_PATTERNS);
    }
    switch (random.nextInt(12)) {
      case 0 -> {}
      case 1 -> statement.put("Resource", "arn:aws:kms:us-east-1:111122223333:key/1234");
      case 2 -> statement.put("Resource", "arn:aws:s3:::bucket");
      case 3 -> statement.put("NotResource", "arn:aws:s3:::bucket");
      default -> statement.put("Resource", "*");
    }
    if (!chance(3)) {
      addConditions(statement.putObject("Condition"));
    }
    return statement;
  }

  private void addPrincipals(ObjectNode principals) {
    if (!chance(8)) {
      some(principals.putArray("AWS"), PRINCIPALS);
    }
    if (principals.isEmpty() || chance(8)) {
      principals.put("Service", "ec2.amazonaws.com");
    }
  }

  private void addConditions(ObjectNode conditions) {
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(8)) {
        case 0 ->
            conditions
                .withObjectProperty("Null")
                .put(pick(STRING_KEYS).toLowerCase(java.util.Locale.ROOT), pick("true", "false"));
        case 1 ->
            some(
                conditions
                    .withObjectProperty(
                        pick("ForAllValues:", "ForAnyValue:")
                            + pick("StringEquals", "StringNotEquals", "StringLike")
                            + pick("", "IfExists"))
                    .putArray("kms:EncryptionContextKeys"),
                List.of("wallet", "generation", "w*"));
        case 2 ->
            conditions
                .withObjectProperty(pick("NumericLessThan", "NumericGreaterThanEquals"))
                .put("kms:ScheduleKeyDeletionPendingWindowInDays", 7 + random.nextInt(20));
        case 3 ->
            conditions
                .withObjectProperty(pick("Bool", "BoolIfExists"))
                .put("aws:SecureTransport", pick("true", "false"));
        case 4 ->
            conditions
                .withObjectProperty(pick("IpAddress", "NotIpAddress"))
                .put("aws:SourceIp", pick("10.1.2.0/24", "10.1.3.0/24"));
        default ->
            some(
                conditions
                    .withObjectProperty(pick(STRING_OPERATORS) + (chance(5) ? "IfExists" : ""))
                    .putArray(pick(STRING_KEYS).toLowerCase(java.util.Locale.ROOT)),
                STRING_VALUES);
      }
    }
  }

  private void some(ArrayNode array, List<String> from) {
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      array.add(pick(from));
    }
  }

  /** Condition keys of a request for an action, the caller's apart. */
  RequestContext context(KmsAction action) {
    RequestContext context = RequestContext.empty();
    if (action.carriesAttestation() && chance(2)) {
      context =
          context
              .with("kms:RecipientAttestation:ImageSha384", List.of(pick(A, B)))
              .with("kms:RecipientAttestation:PCR1", List.of(pick(A, B)));
      context =
          context.with(
              "kms:RecipientAttestation:PCR0",
              context.values("kms:RecipientAttestation:ImageSha384").orElseThrow());
    }
    if (action.takesEncryptionContext() && chance(2)) {
      context = context.with("kms:EncryptionContext:wallet", List.of(pick("treasury", "Treasury")));
      context =
          context.with(
              "kms:EncryptionContextKeys",
              chance(2) ? List.of("wallet") : List.of("wallet", "other"));
    }
    if (chance(3)) {
      context = context.with("kms:ViaService", List.of("s3.us-east-1.amazonaws.com"));
    }
    if (chance(2)) {
      context = context.with("aws:SecureTransport", List.of(pick("true", "false")));
    }
    if (chance(2)) {
      context = context.with("aws:SourceIp", List.of(pick("10.1.2.7", "10.1.3.7", "10.9.9.9")));
    }
    if (action == KmsAction.SCHEDULE_KEY_DELETION) {
      context =
          context.with(
              "kms:ScheduleKeyDeletionPendingWindowInDays",
              List.of(Integer.toString(7 + random.nextInt(20))));
    }
    return context;
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
