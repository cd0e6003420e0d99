package dev.cosigner.cli.nitro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.host.LineSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The Nitro CLI, {@code nitro-cli} 1.2 to 1.5: JSON on standard output, progress and errors on
 * standard error, an exit status other than 0 for a failure.
 */
final class NitroCli {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAX_OUTPUT = 1 << 20;
  private static final int CHUNK = 16 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NitroInstance machine;

  NitroCli(NitroInstance machine) {
    this.machine = machine;
  }

  /** Whether it is on this machine. */
  boolean isThere() {
    return Files.isExecutable(machine.program());
  }

  /** The command line that launches an enclave. */
  List<String> runCommand(NitroRequest request) {
    List<String> command = new ArrayList<>();
    command.add(machine.program().toString());
    command.add("run-enclave");
    command.addAll(List.of("--enclave-name", request.name()));
    command.addAll(List.of("--eif-path", request.image().toString()));
    command.addAll(List.of("--memory", Long.toString(request.memoryMib())));
    command.addAll(List.of("--cpu-count", Integer.toString(request.cpus())));
    OptionalLong cid = request.cid();
    if (cid.isPresent()) {
      command.addAll(List.of("--enclave-cid", Long.toString(cid.getAsLong())));
    }
    if (request.debug()) {
      command.add("--debug-mode");
    }
    return command;
  }

  /**
   * Reads what a launch printed on standard output. A console that was attached may have written
   * around it; what it writes can look like the document, so two are none.
   *
   * @throws CosignerException {@code nitro-cli-output} if there is not exactly one enclave in it
   */
  NitroEnclave launched(String output) throws CosignerException {
    List<NitroEnclave> found = new ArrayList<>();
    char[] text = output.toCharArray();
    for (int at = output.indexOf('{'); at >= 0; at = output.indexOf('{', at + 1)) {
      document(text, at).flatMap(NitroEnclave::read).ifPresent(found::add);
    }
    if (found.size() != 1) {
      throw CosignerException.of(
              "nitro-cli-output",
              ExitCode.ENVIRONMENT,
              "what nitro-cli printed cannot be understood")
          .expected("one JSON object with EnclaveID, ProcessID, EnclaveCID and CPUIDs")
          .found(found.size() + " of them in " + output.length() + " characters")
          .hint("use nitro-cli 1.2 to 1.5, without console output between its own")
          .build();
    }
    return found.getFirst();
  }

  /** The JSON value that begins there, whatever follows. */
  private static Optional<JsonNode> document(char[] text, int at) {
    try (var parser = JSON.createParser(text, at, text.length - at)) {
      return Optional.ofNullable(JSON.<JsonNode>readTree(parser));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * All enclaves of this instance that this user may see.
   *
   * @throws CosignerException if the Nitro CLI fails
   */
  List<NitroEnclave> describe() throws CosignerException, IOException, InterruptedException {
    String output = run("describe the enclaves", List.of("describe-enclaves"));
    List<NitroEnclave> enclaves = new ArrayList<>();
    for (JsonNode enclave : tree(output)) {
      enclaves.add(NitroEnclave.read(enclave).orElseThrow(() -> malformed(output)));
    }
    return enclaves;
  }

  /**
   * Ends an enclave.
   *
   * @throws CosignerException if the Nitro CLI fails, or says that it did not
   */
  void terminate(String enclaveId) throws CosignerException, IOException, InterruptedException {
    String output = run("end the enclave", List.of("terminate-enclave", "--enclave-id", enclaveId));
    JsonNode tree = tree(output);
    if (!tree.path("Terminated").asBoolean(false)
        || !tree.path("EnclaveID").asText("").equals(enclaveId)) {
      throw malformed(output);
    }
  }

  /** Hands over what an enclave's console says, until it ends or the Nitro CLI does. */
  void console(String enclaveId, boolean follow, LineSplitter lines)
      throws CosignerException, IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(machine.program().toString(), "console", "--enclave-id", enclaveId));
    if (!follow) {
      command.addAll(List.of("--disconnect-timeout", "1"));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    Process process = builder.start();
    try (InputStream console = process.getInputStream()) {
      process.getOutputStream().close();
      CompletableFuture<String> messages = text(process.getErrorStream());
      byte[] chunk = new byte[CHUNK];
      for (int read = console.read(chunk); read >= 0; read = console.read(chunk)) {
        lines.add(ByteBuffer.wrap(chunk, 0, read));
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new NitroErrors(machine.logs()).failure("read the console", status, messages.join());
      }
    } finally {
      process.destroy();
    }
  }

  private static JsonNode tree(String output) throws CosignerException {
    try {
      return JSON.readTree(output);
    } catch (JsonProcessingException e) {
      throw malformed(output);
    }
  }

  private static CosignerException malformed(String output) {
    String shown = output.strip();
    return CosignerException.of(
            "nitro-cli-output", ExitCode.ENVIRONMENT, "what nitro-cli printed cannot be understood")
        .expected("the JSON of nitro-cli 1.2 to 1.5")
        .found(shown.length() > 400 ? shown.substring(0, 400) + "..." : shown)
        .hint("run nitro-cli describe-enclaves and see")
        .build();
  }

  private String run(String action, List<String> arguments)
      throws CosignerException, IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(machine.program().toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // None of the caller's environment is its business.
    builder.environment().clear();
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      CompletableFuture<String> output = text(process.getInputStream());
      CompletableFuture<String> messages = text(process.getErrorStream());
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw CosignerException.of(
                "nitro-cli-silent",
                ExitCode.PEER_TIMEOUT,
                "nitro-cli did not end in time: it was to " + action)
            .expected("an answer within " + PATIENCE.toSeconds() + " s")
            .found("none")
            .hint("see its logs in " + machine.logs())
            .build();
      }
      if (process.exitValue() != 0) {
        throw new NitroErrors(machine.logs()).failure(action, process.exitValue(), messages.join());
      }
      return output.join();
    } finally {
      process.destroyForcibly();
    }
  }

  private static CompletableFuture<String> text(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (stream) {
            text.complete(new String(stream.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8));
          } catch (IOException e) {
            text.complete("");
          }
        });
    return text;
  }
}
