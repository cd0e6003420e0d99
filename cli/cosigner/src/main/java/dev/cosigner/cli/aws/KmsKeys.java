package dev.cosigner.cli.aws;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.aws.policy.Arn;
import dev.cosigner.protocol.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/**
 * KMS keys of one Region, managed with the operator's own AWS credentials, which the SDK finds as
 * every AWS tool does. The lockout check of KMS is never bypassed.
 */
public final class KmsKeys implements AutoCloseable {
  /** KMS's one name for a key's policy. */
  private static final String POLICY_NAME = "default";

  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]{1,2}");

  private final KmsClient client;

  private KmsKeys(KmsClient client) {
    this.client = client;
  }

  /**
   * Keys of the Region of a key.
   *
   * @param keyArn {@code arn:aws:kms:REGION:ACCOUNT:key/ID}; aliases are not taken, since who may
   *     change an alias would choose the key
   * @param profile the AWS profile to use, if it is not the SDK's own choice
   * @throws CosignerException if it is no such ARN
   */
  public static KmsKeys ofKey(String keyArn, Optional<String> profile) throws CosignerException {
    return ofKey("--key", keyArn, profile);
  }

  /**
   * Keys of the Region of a key that an option names.
   *
   * @throws CosignerException if it is no such ARN
   */
  public static KmsKeys ofKey(String option, String keyArn, Optional<String> profile)
      throws CosignerException {
    Arn arn =
        Arn.parse(keyArn)
            .filter(parsed -> parsed.service().equals("kms"))
            .filter(parsed -> parsed.account().matches("[0-9]{12}"))
            .filter(parsed -> parsed.resource().matches("key/[A-Za-z0-9-]+"))
            .orElseThrow(() ->
                CosignerException.of(
                        "invalid-value", ExitCode.USAGE, "the value of " + option + " is not valid")
                    .expected("arn:aws:kms:REGION:ACCOUNT:key/ID")
                    .found(keyArn)
                    .hint("an alias is no key: who may change it chooses the key")
                    .build());
    return in(arn.region(), profile);
  }

  /**
   * Keys of a Region.
   *
   * @param profile the AWS profile to use, if it is not the SDK's own choice
   */
  public static KmsKeys in(String region, Optional<String> profile) throws CosignerException {
    if (!REGION.matcher(region).matches()) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, "this is no Region of AWS")
          .expected("a Region such as eu-central-1")
          .found(region)
          .hint("it is also part of a key's ARN")
          .build();
    }
    return new KmsKeys(
        KmsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(AwsSettings.credentials(profile))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build());
  }

  /** The account of a key by its ARN. */
  public static String account(String keyArn) {
    return Arn.parse(keyArn).orElseThrow().account();
  }

  /** A key's policy, as KMS holds it. */
  public String policy(String keyArn) throws CosignerException {
    return call(() ->
        client.getKeyPolicy(request -> request.keyId(keyArn).policyName(POLICY_NAME)).policy());
  }

  /** Gives a key another policy; KMS refuses one that would lock its caller out. */
  public void putPolicy(String keyArn, String policy) throws CosignerException {
    call(() ->
        client.putKeyPolicy(
            request -> request.keyId(keyArn).policyName(POLICY_NAME).policy(policy)));
  }

  /** All grants of a key, as {@code aws kms list-grants} prints them: {@code {"Grants": [...]}}. */
  public Map<String, Object> grants(String keyArn) throws CosignerException {
    List<Map<String, Object>> grants =
        call(() ->
            client.listGrantsPaginator(request -> request.keyId(keyArn)).grants().stream()
                .map(KmsKeys::grant)
                .toList());
    return Map.of("Grants", grants);
  }

  private static Map<String, Object> grant(GrantListEntry entry) {
    Map<String, Object> grant = new LinkedHashMap<>();
    grant.put("GrantId", entry.grantId());
    grant.put("GranteePrincipal", entry.granteePrincipal());
    if (entry.retiringPrincipal() != null) {
      grant.put("RetiringPrincipal", entry.retiringPrincipal());
    }
    grant.put("Operations", entry.operations().stream().map(GrantOperation::toString).toList());
    GrantConstraints constraints = entry.constraints();
    Map<String, Object> pairs = new LinkedHashMap<>();
    if (constraints != null && constraints.hasEncryptionContextSubset()) {
      pairs.put("EncryptionContextSubset", constraints.encryptionContextSubset());
    }
    if (constraints != null && constraints.hasEncryptionContextEquals()) {
      pairs.put("EncryptionContextEquals", constraints.encryptionContextEquals());
    }
    grant.put("Constraints", pairs);
    return grant;
  }

  /**
   * Creates a symmetric key of one Region that has the policy from its first moment.
   *
   * @return the key's ARN
   */
  public String create(String policy, String description) throws CosignerException {
    KeyMetadata key =
        call(() ->
            client
                .createKey(request ->
                    request
                        .policy(policy)
                        .description(description)
                        .keySpec(KeySpec.SYMMETRIC_DEFAULT)
                        .keyUsage(KeyUsageType.ENCRYPT_DECRYPT)
                        .multiRegion(false))
                .keyMetadata());
    return key.arn();
  }

  /**
   * What KMS says of a key to sign and verify.
   *
   * @param publicKey its SubjectPublicKeyInfo, DER
   * @param algorithms by which it signs, such as {@code ECDSA_SHA_384}
   */
  public record VerificationKey(ByteString publicKey, List<String> algorithms) {
    public VerificationKey {
      algorithms = List.copyOf(algorithms);
    }
  }

  /** The public half of a key; of one that does not sign, there are no algorithms. */
  public VerificationKey publicKey(String keyArn) throws CosignerException {
    GetPublicKeyResponse key = call(() -> client.getPublicKey(request -> request.keyId(keyArn)));
    return new VerificationKey(
        ByteString.copyOf(key.publicKey().asByteArray()), key.signingAlgorithmsAsStrings());
  }

  /**
   * Signs a message ({@code Sign} with the message type RAW: KMS hashes it).
   *
   * @param message at most 4096 bytes
   * @param algorithm KMS's name
   * @return for ECDSA, DER of r and s
   */
  public byte[] sign(String keyArn, byte[] message, String algorithm) throws CosignerException {
    return call(() ->
        client
            .sign(request ->
                request
                    .keyId(keyArn)
                    .messageType(MessageType.RAW)
                    .message(SdkBytes.fromByteArray(message))
                    .signingAlgorithm(algorithm))
            .signature()
            .asByteArray());
  }

  private static <T> T call(Supplier<T> request) throws CosignerException {
    try {
      return request.get();
    } catch (NotFoundException e) {
      throw CosignerException.of("key-not-found", ExitCode.BAD_INPUT, "KMS knows no such key")
          .expected("the ARN of a key that exists")
          .found(reason(e))
          .hint("check the ARN, and that the credentials belong to its account")
          .cause(e)
          .build();
    } catch (MalformedPolicyDocumentException e) {
      throw CosignerException.of("policy-refused", ExitCode.REFUSED, "KMS refuses the policy")
          .expected("a policy under which the caller can still change it, of principals that exist")
          .found(reason(e))
          .hint("the caller must be one of the administrators; nothing was changed")
          .cause(e)
          .build();
    } catch (KmsException e) {
      throw CosignerException.of("kms-refused", ExitCode.ENVIRONMENT, "KMS refused the request")
          .found(reason(e))
          .hint("check the credentials and what they are allowed")
          .cause(e)
          .build();
    } catch (SdkClientException e) {
      throw CosignerException.of("kms-unreachable", ExitCode.ENVIRONMENT, "KMS cannot be asked")
          .expected("AWS credentials, and a way to KMS")
          .found(e.getMessage())
          .hint("credentials are found as by every AWS tool: environment, profile, instance role")
          .cause(e)
          .build();
    }
  }

  private static String reason(AwsServiceException e) {
    return e.awsErrorDetails() == null
        ? e.getMessage()
        : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
  }

  @Override
  public void close() {
    client.close();
  }
}
