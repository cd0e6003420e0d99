package dev.cosigner.cli.aws;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NitroEnclavesSupport;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * EC2 instances of one Region on which enclaves run, managed with the operator's own AWS
 * credentials. Those that are listed and ended are those that were launched here: they carry the
 * tag {@value InstancePlan#REQUEST_TAG}.
 */
public final class Ec2Instances implements AutoCloseable {
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]{1,2}");

  private final Ec2Client client;

  private Ec2Instances(Ec2Client client) {
    this.client = client;
  }

  /**
   * Instances of a Region.
   *
   * @param profile the AWS profile to use, if it is not the SDK's own choice
   */
  public static Ec2Instances in(String region, Optional<String> profile) throws CosignerException {
    if (!REGION.matcher(region).matches()) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, "this is no Region of AWS")
          .expected("a Region such as eu-central-1")
          .found(region)
          .hint("subnets belong to one Region")
          .build();
    }
    return new Ec2Instances(
        Ec2Client.builder()
            .region(Region.of(region))
            .credentialsProvider(AwsSettings.credentials(profile))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build());
  }

  /**
   * An instance as it is.
   *
   * @param id {@code i-...}
   * @param name its tag Name
   * @param requestId the request that it was launched for
   * @param plan the digest of its plan
   * @param state such as {@code running}
   * @param type its type
   * @param zone its availability zone
   * @param launchedAt in ISO 8601
   * @param enclaves whether it can run enclaves
   * @param imdsV2Only whether its metadata service takes version 2 alone, at one hop
   */
  public record Found(
      String id,
      String name,
      String requestId,
      String plan,
      String state,
      String type,
      String zone,
      String launchedAt,
      boolean enclaves,
      boolean imdsV2Only) {}

  /**
   * The subnets of these ids, with their zones.
   *
   * @throws CosignerException {@code ec2-refused} if there is none of an id
   */
  public List<InstancePlan.Subnet> subnets(List<String> ids) throws CosignerException {
    Map<String, String> zones = new TreeMap<>();
    call(() -> client.describeSubnets(request -> request.subnetIds(ids)).subnets())
        .forEach(subnet -> zones.put(subnet.subnetId(), subnet.availabilityZone()));
    return ids.stream().map(id -> new InstancePlan.Subnet(id, zones.get(id))).toList();
  }

  /**
   * Requires that instances of a type can run the enclaves of a plan beside their own work.
   *
   * @throws CosignerException {@code instance-type-unfit}
   */
  public void requireFit(InstancePlan plan) throws CosignerException {
    InstanceTypeInfo type =
        call(() ->
            client
                .describeInstanceTypes(
                    request -> request.instanceTypes(InstanceType.fromValue(plan.type())))
                .instanceTypes()
                .getFirst());
    if (type.nitroEnclavesSupport() != NitroEnclavesSupport.SUPPORTED) {
      throw unfit(plan, "a type with Nitro Enclaves", "one without");
    }
    if (!type.processorInfo().supportedArchitecturesAsStrings().contains("x86_64")) {
      throw unfit(
          plan,
          "processors of the images' architecture, x86_64",
          type.processorInfo().supportedArchitecturesAsStrings().toString());
    }
    int cpus = type.vCpuInfo().defaultVCpus();
    int threads = type.vCpuInfo().defaultThreadsPerCore();
    if (plan.userData().cpus() > cpus - threads || plan.userData().cpus() % threads != 0) {
      throw unfit(
          plan,
          "--enclave-cpus: whole cores of %d, and one left for the instance".formatted(threads),
          "%d of its %d".formatted(plan.userData().cpus(), cpus));
    }
    long memory = type.memoryInfo().sizeInMiB();
    long least = 2048;
    if (plan.userData().memoryMib() > memory - least) {
      throw unfit(
          plan,
          "--enclave-memory: at most %d MiB, so that 2 GiB are left".formatted(memory - least),
          plan.userData().memoryMib() + " MiB");
    }
  }

  private static CosignerException unfit(InstancePlan plan, String expected, String found) {
    return CosignerException.of(
            "instance-type-unfit",
            ExitCode.BAD_INPUT,
            "instances of the type " + plan.type() + " cannot run these enclaves")
        .expected(expected)
        .found(found)
        .hint("choose another --type, such as m7i.xlarge, or less for the enclaves")
        .build();
  }

  /**
   * Launches the instances of a plan that are not there yet.
   *
   * @return all of them, those of an earlier launch of the same request included
   * @throws CosignerException {@code request-id-reused} if the request was another plan's
   */
  public List<Found> launch(InstancePlan plan) throws CosignerException {
    List<Found> there =
        all().stream().filter(found -> found.requestId().equals(plan.requestId())).toList();
    for (Found found : there) {
      if (!found.plan().equals(plan.digest())) {
        throw reused(plan, "the instance %s of plan %s".formatted(found.id(), found.plan()));
      }
    }
    List<Found> result = new ArrayList<>(there);
    for (InstancePlan.Instance instance : plan.instances()) {
      if (there.stream().noneMatch(found -> found.name().equals(instance.name()))) {
        result.add(found(run(plan, instance)));
      }
    }
    result.sort(Comparator.comparing(Found::name));
    return result;
  }

  private Instance run(InstancePlan plan, InstancePlan.Instance instance) throws CosignerException {
    RunInstancesRequest request = request(plan, instance);
    try {
      return call(() -> client.runInstances(request).instances().getFirst());
    } catch (CosignerException e) {
      boolean mismatch = e.found().orElse("").startsWith("IdempotentParameterMismatch");
      throw mismatch ? reused(plan, e.found().orElseThrow()) : e;
    }
  }

  private static CosignerException reused(InstancePlan plan, String found) {
    return CosignerException.of(
            "request-id-reused",
            ExitCode.REFUSED,
            "instances of another plan were launched under this request id")
        .expected("the plan " + plan.digest())
        .found(found)
        .hint("give another --request-id for other instances")
        .build();
  }

  /** The request for one instance. */
  static RunInstancesRequest request(InstancePlan plan, InstancePlan.Instance instance) {
    List<Tag> tags =
        plan.tags(instance).entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    byte[] script = plan.userData().script().getBytes(StandardCharsets.UTF_8);
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .clientToken(instance.token())
            .minCount(1)
            .maxCount(1)
            .imageId(plan.ami())
            .instanceType(plan.type())
            .subnetId(instance.subnet().id())
            .iamInstanceProfile(profile -> profile.name(plan.profile()))
            .enclaveOptions(enclaves -> enclaves.enabled(true))
            // Version 2 alone, and no hop: nothing that is routed through the instance reaches it.
            .metadataOptions(metadata ->
                metadata
                    .httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                    .httpTokens(HttpTokensState.REQUIRED)
                    .httpPutResponseHopLimit(1))
            .userData(Base64.getEncoder().encodeToString(script))
            .tagSpecifications(
                tagged(ResourceType.INSTANCE, tags), tagged(ResourceType.VOLUME, tags));
    if (!plan.securityGroups().isEmpty()) {
      request.securityGroupIds(plan.securityGroups());
    }
    return request.build();
  }

  private static TagSpecification tagged(ResourceType type, List<Tag> tags) {
    return TagSpecification.builder().resourceType(type).tags(tags).build();
  }

  /** All that were launched here and are not terminated. */
  public List<Found> all() throws CosignerException {
    Filter ours = Filter.builder().name("tag-key").values(InstancePlan.REQUEST_TAG).build();
    return call(() ->
        client.describeInstancesPaginator(request -> request.filters(ours)).reservations().stream()
            .flatMap(reservation -> reservation.instances().stream())
            .filter(instance -> instance.state().name() != InstanceStateName.TERMINATED)
            .filter(instance -> instance.state().name() != InstanceStateName.SHUTTING_DOWN)
            .map(Ec2Instances::found)
            .sorted(Comparator.comparing(Found::name).thenComparing(Found::id))
            .toList());
  }

  /** Terminates instances; what is on their disks and in their enclaves is gone. */
  public void terminate(List<String> ids) throws CosignerException {
    call(() -> client.terminateInstances(request -> request.instanceIds(ids)));
  }

  private static Found found(Instance instance) {
    Map<String, String> tags = new TreeMap<>();
    instance.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    InstanceMetadataOptionsResponse metadata = instance.metadataOptions();
    return new Found(
        instance.instanceId(),
        tags.getOrDefault("Name", ""),
        tags.getOrDefault(InstancePlan.REQUEST_TAG, ""),
        tags.getOrDefault(InstancePlan.PLAN_TAG, ""),
        instance.state().nameAsString(),
        instance.instanceTypeAsString(),
        instance.placement() == null ? "" : instance.placement().availabilityZone(),
        String.valueOf(instance.launchTime()),
        instance.enclaveOptions() != null
            && Boolean.TRUE.equals(instance.enclaveOptions().enabled()),
        metadata != null
            && metadata.httpTokens() == HttpTokensState.REQUIRED
            && Integer.valueOf(1).equals(metadata.httpPutResponseHopLimit()));
  }

  private static <T> T call(Supplier<T> request) throws CosignerException {
    try {
      return request.get();
    } catch (Ec2Exception e) {
      throw CosignerException.of("ec2-refused", ExitCode.ENVIRONMENT, "EC2 refused the request")
          .found(
              e.awsErrorDetails() == null
                  ? e.getMessage()
                  : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage())
          .hint("check what is named there, the credentials, and what they are allowed")
          .cause(e)
          .build();
    } catch (SdkClientException e) {
      throw CosignerException.of("ec2-unreachable", ExitCode.ENVIRONMENT, "EC2 cannot be asked")
          .expected("AWS credentials, and a way to EC2")
          .found(e.getMessage())
          .hint("credentials are found as by every AWS tool: environment, profile, instance role")
          .cause(e)
          .build();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
