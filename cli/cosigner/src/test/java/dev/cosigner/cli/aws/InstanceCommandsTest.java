package dev.cosigner.cli.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** {@code instance plan}, {@code launch}, {@code list} and {@code terminate} against a server. */
@Timeout(180)
class InstanceCommandsTest {
  private static final String REGION = "eu-central-1";
  private static final String DIGEST = "ab".repeat(32);
  private static MotoServer moto;
  private static Ec2Client client;
  private static List<Subnet> subnets;
  private static String ami;

  @BeforeAll
  static void start() throws Exception {
    moto = MotoServer.start();
    client =
        Ec2Client.builder()
            .region(Region.of(REGION))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    subnets = client.describeSubnets().subnets().subList(0, 2);
    ami = client.describeImages().images().getFirst().imageId();
    createProfile();
  }

  /** By IAM's form interface, for which this project has no client. */
  private static void createProfile() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(System.getProperty("aws.endpointUrl")))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=testing/20260101/us-east-1/iam/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "Action=CreateInstanceProfile&Version=2010-05-08"
                        + "&InstanceProfileName=cosigner"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      client.close();
      moto.close();
    }
  }

  @AfterEach
  void terminateAll() {
    List<String> ids = new ArrayList<>();
    client
        .describeInstancesPaginator()
        .reservations()
        .forEach(each -> each.instances().forEach(instance -> ids.add(instance.instanceId())));
    if (!ids.isEmpty()) {
      client.terminateInstances(request -> request.instanceIds(ids));
    }
  }

  private static Ended run(String command, String... options) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "instance",
                command,
                "--region=" + REGION,
                "--subnet=" + subnets.get(0).subnetId(),
                "--subnet=" + subnets.get(1).subnetId(),
                "--ami=" + ami,
                "--profile=cosigner",
                "--cosigner=s3://releases/cosigner.tar.gz",
                "--sha256=" + DIGEST));
    line.addAll(List.of(options));
    return CommandRun.bare().run(line.toArray(String[]::new));
  }

  private static JsonNode done(Ended ended) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    return ended.json();
  }

  private static JsonNode fails(ExitCode exit, String id, Ended ended) {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo(id);
    return ended.json().get("error");
  }

  private static JsonNode list() {
    return done(CommandRun.bare().run("instance", "list", "--region", REGION, "--json"))
        .get("instances");
  }

  @Test
  void aPlanShowsAllAndLaunchesNothing() {
    Ended text = run("plan", "--count=3", "--tag=team=custody");
    assertThat(text.exit()).as(text.err()).isEqualTo(ExitCode.DONE);
    assertThat(text.out())
        .contains("cosigner-3", subnets.get(0).subnetId(), subnets.get(1).availabilityZone())
        .contains("IMDSv2 required, hop limit 1", "Tag team", "aws-nitro-enclaves-cli")
        .contains("memory_mib: 4096", "cpu_count: 2", DIGEST);
    JsonNode plan = done(run("plan", "--count=3", "--json"));
    assertThat(plan.get("instances")).hasSize(3);
    assertThat(plan.at("/instances/0/zone")).isEqualTo(plan.at("/instances/2/zone"));
    assertThat(plan.at("/instances/0/zone")).isNotEqualTo(plan.at("/instances/1/zone"));
    assertThat(list()).isEmpty();
  }

  @Test
  void instancesAreLaunchedOverZonesOnceForARequest() {
    JsonNode launched = done(run("launch", "--request-id=r1", "--yes", "--json"));
    assertThat(launched.get("instances")).hasSize(2);
    assertThat(launched.at("/instances/0/zone").asText())
        .isEqualTo(subnets.get(0).availabilityZone());
    assertThat(launched.at("/instances/1/zone").asText())
        .isEqualTo(subnets.get(1).availabilityZone());
    JsonNode again = done(run("launch", "--request-id=r1", "--yes", "--json"));
    for (int i = 0; i < 2; i++) {
      assertThat(again.at("/instances/" + i + "/id"))
          .isEqualTo(launched.at("/instances/" + i + "/id"));
    }
    assertThat(list()).hasSize(2);

    JsonNode error =
        fails(
            ExitCode.REFUSED,
            "request-id-reused",
            run("launch", "--request-id=r1", "--count=3", "--yes", "--json"));
    assertThat(error.get("hint").asText()).contains("another --request-id");
    assertThat(list()).hasSize(2);
    assertThat(done(run("launch", "--request-id=r2", "--count=1", "--yes", "--json"))).isNotEmpty();
    assertThat(list()).hasSize(3);
  }

  @Test
  void theMetadataServiceAndTheUserDataAreThePlans() {
    JsonNode launched = done(run("launch", "--count=1", "--tag=team=custody", "--yes", "--json"));
    String id = launched.at("/instances/0/id").asText();
    Instance instance =
        client
            .describeInstances(request -> request.instanceIds(id))
            .reservations()
            .getFirst()
            .instances()
            .getFirst();
    assertThat(instance.metadataOptions().httpTokens()).isEqualTo(HttpTokensState.REQUIRED);
    assertThat(instance.metadataOptions().httpPutResponseHopLimit()).isEqualTo(1);
    assertThat(instance.tags())
        .anySatisfy(tag -> assertThat(tag.key() + tag.value()).isEqualTo("teamcustody"))
        .anySatisfy(tag -> assertThat(tag.value()).isEqualTo("cosigner-1"));
    String data =
        client
            .describeInstanceAttribute(
                request -> request.instanceId(id).attribute(InstanceAttributeName.USER_DATA))
            .userData()
            .value();
    assertThat(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8))
        .startsWith("#!/bin/bash\n")
        .contains("aws s3 cp 's3://releases/cosigner.tar.gz'", DIGEST);
  }

  /** What the server does not keep is in the request all the same. */
  @Test
  void everyRequestEnablesEnclavesAndHasItsToken() {
    InstancePlan plan =
        new InstancePlan(
            REGION,
            "r",
            "n",
            2,
            List.of(new InstancePlan.Subnet("subnet-1", "a")),
            "m7i.xlarge",
            "ami-1",
            "p",
            List.of("sg-1"),
            Map.of(),
            new UserData(4096, 2, URI.create("https://a.example/c.tgz"), DIGEST));
    List<RunInstancesRequest> requests =
        plan.instances().stream().map(each -> Ec2Instances.request(plan, each)).toList();
    assertThat(requests).allMatch(request -> request.enclaveOptions().enabled());
    assertThat(requests).allMatch(request -> request.iamInstanceProfile().name().equals("p"));
    assertThat(requests).allMatch(request -> request.securityGroupIds().equals(List.of("sg-1")));
    assertThat(requests.get(0).clientToken())
        .hasSize(48)
        .isNotEqualTo(requests.get(1).clientToken());
    assertThat(requests.get(0).clientToken()).isEqualTo(plan.instances().get(0).token());
    assertThat(plan.userData().script()).contains("curl --fail", "--proto '=https'");
  }

  @Test
  void onlyWhatWasLaunchedHereIsTerminated() {
    String foreign =
        client
            .runInstances(request -> request.imageId(ami).minCount(1).maxCount(1))
            .instances()
            .getFirst()
            .instanceId();
    JsonNode launched = done(run("launch", "--request-id=r1", "--yes", "--json"));
    String own = launched.at("/instances/0/id").asText();
    CommandRun bare = CommandRun.bare();
    fails(
        ExitCode.BAD_INPUT,
        "unknown-instance",
        bare.run("instance", "terminate", "--region", REGION, own, foreign, "--yes", "--json"));
    Ended declined =
        CommandRun.bare().answering("no").run("instance", "terminate", "--region", REGION, own);
    assertThat(declined.exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(list()).hasSize(2);
    done(
        CommandRun.bare().run("instance", "terminate", "--region", REGION, own, "--yes", "--json"));
    assertThat(list()).hasSize(1);
    done(
        CommandRun.bare()
            .run(
                "instance", "terminate", "--region", REGION, "--request-id=r1", "--yes", "--json"));
    assertThat(list()).isEmpty();
    fails(
        ExitCode.BAD_INPUT,
        "unknown-instance",
        CommandRun.bare()
            .run(
                "instance", "terminate", "--region", REGION, "--request-id=r1", "--yes", "--json"));
  }

  @Test
  void aTypeThatCannotRunTheEnclavesIsRefused() {
    fails(ExitCode.BAD_INPUT, "instance-type-unfit", run("plan", "--type=t3.large", "--json"));
    fails(ExitCode.BAD_INPUT, "instance-type-unfit", run("plan", "--type=m7g.xlarge", "--json"));
    fails(ExitCode.BAD_INPUT, "instance-type-unfit", run("plan", "--enclave-cpus=4", "--json"));
    fails(ExitCode.BAD_INPUT, "instance-type-unfit", run("plan", "--enclave-cpus=1", "--json"));
    fails(
        ExitCode.BAD_INPUT, "instance-type-unfit", run("plan", "--enclave-memory=15000", "--json"));
  }

  @Test
  void wrongValuesAreUsageErrors() {
    for (String wrong :
        List.of(
            "--count=0",
            "--count=33",
            "--type=large",
            "--name=a b",
            "--security-group=x",
            "--enclave-memory=0",
            "--tag=Name=x",
            "--tag=cosigner:plan=x",
            "--request-id=a b")) {
      fails(ExitCode.USAGE, "invalid-value", run("plan", wrong, "--json"));
    }
    fails(
        ExitCode.USAGE,
        "invalid-value",
        CommandRun.bare().run("instance", "list", "--region=nowhere", "--json"));
    fails(
        ExitCode.USAGE,
        "invalid-value",
        CommandRun.bare().run("instance", "terminate", "--region", REGION, "--json"));
  }
}
