package dev.cosigner.cli.nitro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.StateDirectories;
import dev.cosigner.cli.emulate.DevelopmentAuthority;
import dev.cosigner.host.EnclaveLauncher;
import dev.cosigner.host.LaunchRequest;
import dev.cosigner.host.ProcessBackend;
import dev.cosigner.host.RunDirectory;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A program in the place of {@code nitro-cli}: takes its arguments, prints what it prints, where it
 * prints it, and ends with its statuses. Under it runs a process enclave of an unpacked image, with
 * a simulated module that holds the registers that a hypervisor would have measured.
 *
 * <p>{@code settings.json} beside its enclaves says what it is to do: what image is unpacked where,
 * what it measures to, which error to end with, what the console writes between.
 */
public final class StandInNitroCli {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ZEROS = "0".repeat(96);

  private final Path folder;
  private final JsonNode settings;

  private StandInNitroCli(Path folder) throws IOException {
    this.folder = folder;
    this.settings = JSON.readTree(folder.resolve("settings.json").toFile());
  }

  public static void main(String[] args) throws Exception {
    StandInNitroCli program = new StandInNitroCli(Path.of(args[0]));
    List<String> words = List.of(args).subList(1, args.length);
    Files.writeString(
        program.folder.resolve("calls.txt"),
        String.join(" ", words) + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    switch (words.getFirst()) {
      case "run-enclave" -> program.run(words);
      case "describe-enclaves" -> program.describe();
      case "terminate-enclave" -> program.terminate(value(words, "--enclave-id"));
      case "console" -> program.console(value(words, "--enclave-id"));
      default -> fail(14, "Invalid command.");
    }
  }

  private static String value(List<String> words, String option) {
    int at = words.indexOf(option);
    return at < 0 ? null : words.get(at + 1);
  }

  private static void fail(int number, String text) {
    System.err.printf(
        "[ E%02d ] %s%n%nFor more details, please visit"
            + " https://docs.aws.amazon.com/enclaves/latest/user/cli-errors.html#E%02d%n%n"
            + "If you open a support ticket, please provide the error log found at \"%s\"%n",
        number,
        text,
        number,
        System.getProperty("logs") + "/err2026-01-01T00:00:00.000000000+00:00.log");
    System.exit(number);
  }

  /** The parent's answer to a failure of the process that holds the enclave: two errors. */
  private static void failTwice(int number, String text) {
    System.err.printf(
        "[ E%02d ] %s%n%nFor more details, please visit"
            + " https://docs.aws.amazon.com/enclaves/latest/user/cli-errors.html#E%02d%n%n"
            + "If you open a support ticket, please provide the error log found at \"%s\"%n"
            + "Failed connections: 1%n",
        number,
        text,
        number,
        System.getProperty("logs") + "/err2026-01-01T00:00:00.000000000+00:00.log");
    fail(39, "Enclave process connection failure.");
  }

  private void run(List<String> words) throws Exception {
    System.err.println("Start allocating memory...");
    if (settings.has("error")) {
      failTwice(settings.get("error").asInt(), settings.get("text").asText());
    }
    long cid = Long.parseLong(Optional.ofNullable(value(words, "--enclave-cid")).orElse("16"));
    long memory = Long.parseLong(value(words, "--memory"));
    int count = Integer.parseInt(value(words, "--cpu-count"));
    boolean debug = words.contains("--debug-mode") || settings.path("alwaysDebug").asBoolean();
    System.err.printf(
        "Started enclave with enclave-cid: %d, memory: %d MiB, cpu-ids: [1, 3]%n", cid, memory);
    byte[] random = new byte[8];
    new Random().nextBytes(random);
    String slot = HexFormat.of().formatHex(random);
    long process = boot(slot, debug);
    ObjectNode enclave = JSON.createObjectNode();
    enclave.put("EnclaveName", value(words, "--enclave-name"));
    enclave.put("EnclaveID", "i-05f6ed443ae428c95-enc" + slot);
    enclave.put("ProcessID", process);
    enclave.put("EnclaveCID", cid);
    enclave.put("NumberOfCPUs", count);
    ArrayNode ids = enclave.putArray("CPUIDs");
    for (int i = 0; i < count; i++) {
      ids.add(2 * i + 1);
    }
    enclave.put("MemoryMiB", memory);
    if (settings.has("console")) {
      System.out.print(settings.get("console").asText());
    }
    System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(enclave));
    if (settings.has("console")) {
      System.out.print(settings.get("console").asText());
    }
    enclave.put("State", "RUNNING");
    enclave.put("Flags", debug ? "DEBUG_MODE" : "NONE");
    ObjectNode measurements = enclave.putObject("Measurements");
    measurements.put("HashAlgorithm", "Sha384 { ... }");
    measurements.put("PCR0", settings.get("pcr0").asText());
    Files.createDirectories(folder.resolve("enclaves"));
    Path file = folder.resolve("enclaves").resolve(slot + ".json");
    JSON.writeValue(file.toFile(), enclave);
    Path pids = folder.resolve("sockets");
    Files.createDirectories(pids);
    Files.writeString(
        pids.resolve(Long.toString(cid)), RunDirectory.of(runs(), slot).vsock().toString());
  }

  private Path runs() {
    return Path.of(settings.get("runs").asText());
  }

  /** Does what the hypervisor does, and the wait for the heartbeat. */
  private long boot(String slot, boolean debug) throws Exception {
    if (settings.has("sleep")) {
      Thread.sleep(settings.get("sleep").asLong());
    }
    Measurements measured =
        debug
            ? Measurements.ofHex(ZEROS, ZEROS, ZEROS)
            : Measurements.ofHex(
                settings.get("pcr0").asText(),
                settings.get("pcr1").asText(),
                settings.get("pcr2").asText());
    var provisioning =
        DevelopmentAuthority.open(StateDirectories.at(Path.of(settings.get("state").asText())))
            .provision(Optional.of(measured));
    RunDirectory directory = RunDirectory.of(runs(), slot);
    LaunchRequest request =
        new LaunchRequest(
            folder,
            directory,
            OptionalInt.empty(),
            LaunchRequest.DEFAULT_CPUS,
            Optional.of(provisioning.frame()),
            Optional.empty());
    Path unpacked = Path.of(settings.get("unpacked").asText());
    new EnclaveLauncher(new ProcessBackend(unpacked)).launch(request, _ -> {});
    return directory.processes().getFirst().pid();
  }

  private List<Path> enclaves() throws IOException {
    Path all = folder.resolve("enclaves");
    if (!Files.exists(all)) {
      return List.of();
    }
    try (var files = Files.list(all)) {
      return files.sorted().toList();
    }
  }

  private void describe() throws IOException {
    ArrayNode all = JSON.createArrayNode();
    for (Path file : enclaves()) {
      JsonNode enclave = JSON.readTree(file.toFile());
      if (ProcessHandle.of(enclave.get("ProcessID").asLong()).isPresent()) {
        all.add(enclave);
      }
    }
    System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
  }

  private void terminate(String id) throws Exception {
    List<Path> ended = new ArrayList<>();
    for (Path file : enclaves()) {
      JsonNode enclave = JSON.readTree(file.toFile());
      if (enclave.get("EnclaveID").asText().equals(id)) {
        Optional<ProcessHandle> process = ProcessHandle.of(enclave.get("ProcessID").asLong());
        process.ifPresent(ProcessHandle::destroyForcibly);
        process.ifPresent(handle -> handle.onExit().join());
        Files.delete(file);
        ended.add(file);
        ObjectNode answer = JSON.createObjectNode();
        answer.put("EnclaveName", enclave.get("EnclaveName").asText());
        answer.put("EnclaveID", id);
        answer.put("Terminated", true);
        System.err.println("Successfully terminated enclave " + id + ".");
        System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
      }
    }
    if (ended.isEmpty()) {
      fail(11, "Socket error.");
    }
  }

  private void console(String id) throws IOException {
    for (Path file : enclaves()) {
      JsonNode enclave = JSON.readTree(file.toFile());
      if (enclave.get("EnclaveID").asText().equals(id)) {
        if (!enclave.get("Flags").asText().equals("DEBUG_MODE")) {
          fail(44, "Enclave console connection failure.");
        }
        String slot = file.getFileName().toString().replace(".json", "");
        System.err.println("Connecting to the console for enclave 16...");
        System.err.println("Successfully connected to the console.");
        System.out.print(Files.readString(RunDirectory.of(runs(), slot).console()));
        return;
      }
    }
    fail(40, "Socket path not found.");
  }
}
