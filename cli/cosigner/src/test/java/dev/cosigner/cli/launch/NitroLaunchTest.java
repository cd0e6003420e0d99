package dev.cosigner.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectories;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.cli.nitro.NitroInstance;
import dev.cosigner.cli.nitro.StandInInstance;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Launches on a stand-in for an EC2 instance: the Nitro CLI's contract is a program's, the enclave
 * under it is the real image, and its attestation is real under a development root.
 */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class NitroLaunchTest {
  private static final String POOL = "sys/module/nitro_enclaves/parameters/ne_cpus";
  private static final String ID = "i-05f6ed443ae428c95-enc[0-9a-f]{16}";

  @TempDir private static Path images;
  private static Path image;
  private static Path unpacked;
  private static Measurements measurements;

  @TempDir private Path folder;

  private Sandbox sandbox;
  private StandInInstance instance;

  @BeforeAll
  static void buildImage() throws Exception {
    image = RepositoryImage.build(AnchorKind.DEVELOPMENT, images);
    LaunchableImage read = LaunchableImage.read(image);
    measurements = read.measurements();
    StateDirectory state = StateDirectories.at(images.resolve("state"));
    try (StateLock lock = StateLock.acquire(state)) {
      new UnpackedImages(state, lock).unpack(read);
    }
    unpacked = UnpackedImages.folder(state, read);
  }

  @BeforeEach
  void makeInstance() throws IOException {
    sandbox = new Sandbox(folder.resolve("state"));
    instance =
        new StandInInstance(folder.resolve("i"), sandbox.runtime(), folder.resolve("state"))
            .enclave(unpacked, measurements);
    sandbox.nitro(instance.nitro());
  }

  @AfterEach
  void closeSandbox() throws IOException {
    sandbox.close();
  }

  private Ended launch(String... options) {
    List<String> line = new ArrayList<>(List.of("launch", "--backend", "nitro"));
    line.addAll(List.of(options));
    line.add(image.toString());
    return sandbox.run(line.toArray(String[]::new));
  }

  private JsonNode launches(String... options) {
    Ended ended = launch(withJson(options));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    return ended.json();
  }

  private JsonNode refuses(ExitCode exit, String id, String... options) throws IOException {
    Ended ended = launch(withJson(options));
    JsonNode error = ended.json().path("error");
    assertThat(error.path("id").asText()).as(ended.err()).isEqualTo(id);
    assertThat(ended.exit()).isEqualTo(exit);
    assertThat(sandbox.run("list").out()).isEqualTo("no enclaves\n");
    assertThat(sandbox.processes()).isEmpty();
    return error;
  }

  private static String[] withJson(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--json");
    return all.toArray(String[]::new);
  }

  @Test
  void anEnclaveProvesWhatItIsAndIsEndedAsElsewhere() throws Exception {
    JsonNode launched = launches("--name", "one", "--cid", "20", "--memory", "1024");
    assertThat(launched.get("backend").asText()).isEqualTo("nitro");
    assertThat(launched.get("state").asText()).isEqualTo("running");
    assertThat(launched.get("debug").asBoolean()).isFalse();
    assertThat(launched.get("cid").asLong()).isEqualTo(20);
    assertThat(launched.get("enclaveId").asText()).matches(ID);
    for (int i = 0; i < 3; i++) {
      assertThat(launched.get("registers").get(i).get("value").asText())
          .isEqualTo(measurements.registers().get(i).hex());
    }
    assertThat(instance.calls().get(1))
        .isEqualTo(
            "run-enclave --enclave-name one --eif-path %s --memory 1024 --cpu-count 2"
                    .formatted(image)
                + " --enclave-cid 20");

    assertThat(sandbox.run("list").out())
        .contains("one", "running", "nitro")
        .doesNotContain("DEBUG");
    Ended inspected = sandbox.run("inspect", "one");
    assertThat(inspected.exit()).as(inspected.err()).isEqualTo(ExitCode.DONE);
    assertThat(inspected.out())
        .contains(launched.get("enclaveId").asText(), "and it is what the image holds")
        .doesNotContain("DEBUG");

    assertThat(sandbox.run("terminate", "one").exit()).isEqualTo(ExitCode.DONE);
    assertThat(instance.calls().getLast())
        .isEqualTo("terminate-enclave --enclave-id " + launched.get("enclaveId").asText());
    assertThat(sandbox.run("list").out()).isEqualTo("no enclaves\n");
    assertThat(sandbox.processes()).isEmpty();
  }

  @Test
  void whatIsNotTheImageIsEndedAndItsRegisterNamed() throws Exception {
    String other = "5a".repeat(48);
    instance.enclave(
        unpacked, Measurements.ofHex(measurements.pcr0().hex(), measurements.pcr1().hex(), other));
    JsonNode error = refuses(ExitCode.REFUSED, "attestation-measurements", "--name", "one");
    assertThat(error.get("expected").asText()).isEqualTo("PCR2 " + measurements.pcr2().hex());
    assertThat(error.get("found").asText()).isEqualTo("PCR2 " + other);
    assertThat(instance.calls().getLast()).startsWith("terminate-enclave --enclave-id i-");
  }

  @Test
  void debugModeIsShownEverywhereByAWordAndInRed() throws Exception {
    Ended launched = launch("--name", "one", "--debug-mode");
    assertThat(launched.exit()).as(launched.err()).isEqualTo(ExitCode.DONE);
    assertThat(launched.err()).contains("warning: DEBUG mode");
    assertThat(launched.out()).contains("DEBUG", "nothing shows what image runs");
    assertThat(sandbox.run("list").out()).contains("nitro DEBUG").doesNotContain("\u001b");
    assertThat(sandbox.run("inspect", "one").out()).contains("DEBUG").doesNotContain("\u001b");
    assertThat(sandbox.run("list", "--json").json().at("/enclaves/0/debug").asBoolean()).isTrue();
    JsonNode inspected = sandbox.run("inspect", "one", "--json").json();
    assertThat(inspected.get("debug").asBoolean()).isTrue();
    assertThat(inspected.at("/registers/0/value").asText()).isEqualTo("0".repeat(96));

    sandbox.environment("CLICOLOR_FORCE", "1");
    String red = "\u001b\\[1;31m[^\u001b]*DEBUG[^\u001b]*\u001b\\[0m";
    assertThat(sandbox.run("list").out()).containsPattern(red);
    assertThat(sandbox.run("inspect", "one").out()).containsPattern(red);
  }

  @Test
  void debugModeThatWasNotAskedForIsRefused() throws Exception {
    instance.with("alwaysDebug", "true");
    JsonNode error = refuses(ExitCode.REFUSED, "nitro-launched-other");
    assertThat(error.get("found").asText()).isEqualTo("debug mode");
  }

  @Test
  void consoleOutputBetweenDoesNotMatter() throws Exception {
    instance.with("console", "[    0.1] Linux {version}\n{\"EnclaveID\": 1}\n");
    assertThat(launches().get("enclaveId").asText()).matches(ID);
  }

  @Test
  void anErrorOfTheNitroCliIsExplained() throws Exception {
    instance.failing(27, "Insufficient memory available. User provided `memory` is 1024 MB.");
    JsonNode error = refuses(ExitCode.ENVIRONMENT, "nitro-e27", "--name", "one");
    assertThat(error.get("message").asText()).contains("E27, more memory was asked for");
    assertThat(error.get("found").asText()).contains("Insufficient memory available");
    assertThat(error.get("hint").asText()).contains("memory_mib");
  }

  @Test
  void aHeartbeatThatDoesNotComeIsATimeOut() throws Exception {
    instance.write(
        "var/log/nitro_enclaves/err2026-01-01T00:00:00.000000000+00:00.log",
        "  Action: Run Enclave\n    Waiting on enclave to boot failed with error VsockTimeoutError\n");
    instance.failing(36, "Enclave boot failure.");
    refuses(ExitCode.PEER_TIMEOUT, "launch-boot-timed-out");
  }

  @Test
  void aLaunchThatTakesTooLongIsEnded() throws Exception {
    instance.with("sleep", "100000");
    JsonNode error =
        refuses(ExitCode.PEER_TIMEOUT, "launch-boot-timed-out", "--timeout=4", "--name=late");
    assertThat(error.get("found").asText()).contains("Started enclave with enclave-cid: 16");
    List<String> still =
        ProcessHandle.allProcesses()
            .map(process -> process.info().commandLine().orElse(""))
            .filter(line -> line.contains("run-enclave --enclave-name late"))
            .toList();
    assertThat(still).isEmpty();
  }

  @Test
  void launchesAtOnceTakeTurns() throws Exception {
    instance.write(POOL, "1,3,5,7");
    instance.with("sleep", "3000");
    CompletableFuture<Ended> first =
        CompletableFuture.supplyAsync(() -> launch("--name", "one", "--cid", "16"));
    while (instance.calls().size() < 2) {
      Thread.sleep(50);
    }
    Ended second = launch("--name", "two", "--cid", "17");
    // Its processors are the first one's: the stand-in gives everyone the same.
    assertThat(second.err()).contains("another launch is under way", "waiting for it");
    assertThat(first.get().exit()).as(first.get().err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void whatTheInstanceLacksIsSaidBeforehand() throws Exception {
    Files.delete(instance.file("dev/nitro_enclaves"));
    refuses(ExitCode.ENVIRONMENT, "nitro-device-missing");
    assertThat(instance.calls()).isEmpty();
  }

  @Test
  void onlyProductionImagesAreLaunchedOnEc2() throws Exception {
    sandbox.nitro(NitroInstance.EC2);
    refuses(ExitCode.REFUSED, "development-image");
    String production = TestImage.write(folder.resolve("a.eif"), "aws", "exit 1").toString();
    Ended ended = sandbox.run("launch", "--backend", "nitro", "--json", production);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo("nitro-cli-missing");
  }

  @Test
  void optionsOfNitroEnclavesAreForNitroEnclaves() throws Exception {
    for (String option : List.of("--cid=20", "--debug-mode")) {
      Ended ended = sandbox.run("launch", "--backend=process", option, image.toString(), "--json");
      assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
    }
    for (String cid : List.of("0", "3", "-1", "4294967295")) {
      refuses(ExitCode.USAGE, "invalid-value", "--cid=" + cid);
    }
  }

  @Test
  void theConsoleIsThereInDebugModeAlone() throws Exception {
    launches("--name", "one");
    JsonNode error = sandbox.run("console", "one", "--json").json().get("error");
    assertThat(error.get("id").asText()).isEqualTo("console-closed");
    assertThat(error.get("exit").asInt()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(error.get("hint").asText()).contains("--debug-mode");
    assertThat(sandbox.run("logs", "one").out())
        .contains("nitro-cli.log <==", "Started enclave with enclave-cid: 16");

    sandbox.run("terminate", "one");
    launches("--name", "two", "--debug-mode");
    Ended console = sandbox.run("console", "two");
    assertThat(console.exit()).as(console.err()).isEqualTo(ExitCode.DONE);
    assertThat(console.out())
        .contains("cosigner-enclave: debug mode", "cosigner-enclave: serving on port 5005");
    assertThat(instance.calls().getLast()).startsWith("console --enclave-id i-");
    assertThat(sandbox.run("console", "two", "--no-follow", "--json").json().get("lines").asInt())
        .isPositive();
    assertThat(instance.calls().getLast()).endsWith(" --disconnect-timeout 1");
  }
}
