package dev.cosigner.cli.command;

import dev.cosigner.cli.aws.Ec2Instances.Found;
import dev.cosigner.cli.aws.InstancePlan;
import dev.cosigner.cli.ui.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** EC2 instances, planned and found, as {@code cosigner instance} prints them. */
final class InstanceReport {
  private InstanceReport() {}

  /** Everything that would be launched, as a JSON object. */
  static Map<String, Object> document(InstancePlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("requestId", plan.requestId());
    document.put("plan", plan.digest());
    document.put("region", plan.region());
    document.put("type", plan.type());
    document.put("ami", plan.ami());
    document.put("profile", plan.profile());
    document.put("securityGroups", plan.securityGroups());
    document.put("enclaves", true);
    document.put("imds", Map.of("tokens", "required", "hopLimit", 1));
    document.put("tags", plan.tags());
    document.put("userData", plan.userData().script());
    List<Map<String, Object>> instances = new ArrayList<>();
    for (InstancePlan.Instance instance : plan.instances()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("name", instance.name());
      each.put("subnet", instance.subnet().id());
      each.put("zone", instance.subnet().zone());
      each.put("clientToken", instance.token());
      instances.add(each);
    }
    document.put("instances", instances);
    return document;
  }

  /** The same for people. */
  static String text(InstancePlan plan) {
    Table fields = Table.ofFields();
    fields.row("Request", plan.requestId());
    fields.row("Plan", plan.digest());
    fields.row("Region", plan.region());
    fields.row("Type", plan.type());
    fields.row("Machine image", plan.ami());
    fields.row("Profile", plan.profile());
    fields.row(
        "Security groups",
        plan.securityGroups().isEmpty()
            ? "the VPC's own"
            : String.join(", ", plan.securityGroups()));
    fields.row("Enclaves", "enabled");
    fields.row("Metadata service", "IMDSv2 required, hop limit 1");
    plan.tags().forEach((key, value) -> fields.row("Tag " + key, value));
    Table instances = Table.withHeadings("instance", "subnet", "zone");
    for (InstancePlan.Instance instance : plan.instances()) {
      instances.row(instance.name(), instance.subnet().id(), instance.subnet().zone());
    }
    return fields
        + "\n\n"
        + instances
        + "\n\nOn its first boot each runs as root:\n\n"
        + plan.userData().script().stripTrailing().indent(2).stripTrailing();
  }

  static Map<String, Object> document(Found found) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", found.id());
    document.put("name", found.name());
    document.put("requestId", found.requestId());
    document.put("plan", found.plan());
    document.put("state", found.state());
    document.put("type", found.type());
    document.put("zone", found.zone());
    document.put("launchedAt", found.launchedAt());
    document.put("enclaves", found.enclaves());
    document.put("imdsV2Only", found.imdsV2Only());
    return document;
  }

  static String text(List<Found> all) {
    if (all.isEmpty()) {
      return "no instances";
    }
    Table table =
        Table.withHeadings("id", "name", "state", "type", "zone", "enclaves", "imds", "request");
    for (Found found : all) {
      table.row(
          found.id(),
          found.name(),
          found.state(),
          found.type(),
          found.zone(),
          found.enclaves() ? "enabled" : "NOT ENABLED",
          found.imdsV2Only() ? "v2, one hop" : "OPEN: not v2 at one hop",
          found.requestId());
    }
    return table.toString();
  }
}
