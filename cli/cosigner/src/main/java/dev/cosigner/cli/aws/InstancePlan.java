package dev.cosigner.cli.aws;

import dev.cosigner.protocol.DomainHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * EC2 instances that are to be launched: as many as asked for, in turn over the subnets given, each
 * in the zone of its subnet. Two plans of the same content have the same {@link #digest}.
 *
 * @param region the Region
 * @param requestId names the request that the instances are for
 * @param name what the instances are called, with a number each
 * @param count 1 to 32
 * @param subnets the subnets, in the order in which they are used
 * @param type the instance type
 * @param ami the machine image, of Amazon Linux 2023
 * @param profile the name of the instance profile
 * @param securityGroups ids; none for the VPC's own
 * @param tags further tags
 * @param userData what an instance runs when it first boots
 */
public record InstancePlan(
    String region,
    String requestId,
    String name,
    int count,
    List<Subnet> subnets,
    String type,
    String ami,
    String profile,
    List<String> securityGroups,
    Map<String, String> tags,
    UserData userData) {
  /** The tag that names the request. */
  public static final String REQUEST_TAG = "cosigner:request";

  /** The tag that holds the digest of the plan. */
  public static final String PLAN_TAG = "cosigner:plan";

  /** Most instances of a request. */
  public static final int MOST = 32;

  /** Copies the lists. */
  public InstancePlan {
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    tags = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(tags));
  }

  /**
   * A subnet.
   *
   * @param id {@code subnet-...}
   * @param zone its availability zone
   */
  public record Subnet(String id, String zone) {}

  /**
   * One instance.
   *
   * @param number from 1
   * @param name its name
   * @param subnet where it is
   * @param token makes EC2 launch it once, however often it is asked to
   */
  public record Instance(int number, String name, Subnet subnet, String token) {}

  /** The instances. */
  public List<Instance> instances() {
    List<Instance> instances = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      instances.add(
          new Instance(
              number,
              name + "-" + number,
              subnets.get((number - 1) % subnets.size()),
              hash("cosigner/instance-token/v1", requestId, Integer.toString(number))));
    }
    return instances;
  }

  /** Names the content: whoever asks again under the same request id must ask for the same. */
  public String digest() {
    List<String> parts = new ArrayList<>();
    parts.addAll(List.of(region, name, Integer.toString(count), type, ami, profile));
    parts.add(subnets.toString());
    parts.add(securityGroups.toString());
    parts.add(tags.toString());
    parts.add(userData.script());
    return hash("cosigner/instance-plan/v1", parts.toArray(String[]::new));
  }

  /** All tags of an instance. */
  Map<String, String> tags(Instance instance) {
    Map<String, String> all = new LinkedHashMap<>(tags);
    all.put("Name", instance.name());
    all.put(REQUEST_TAG, requestId);
    all.put(PLAN_TAG, digest());
    return all;
  }

  private static String hash(String domain, String... parts) {
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = parts[i].getBytes(StandardCharsets.UTF_8);
    }
    return HexFormat.of().formatHex(DomainHash.of(domain, bytes), 0, 24);
  }
}
