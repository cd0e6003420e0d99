package dev.cosigner.cli.launch;

import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.Cosigner;
import dev.cosigner.cli.nitro.NitroInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A state directory and a place for sockets of a test's own, and a look at what runs from there.
 */
public final class Sandbox implements AutoCloseable {
  private final Path state;
  private final Path runtime;
  private final Map<String, String> environment = new TreeMap<>();
  private NitroInstance nitro = NitroInstance.EC2;

  /** Keeps the state in a folder; sockets need a shorter path than tests' folders have. */
  public Sandbox(Path state) throws IOException {
    this.state = state;
    this.runtime = Files.createTempDirectory("cosigner-test");
    environment.put("COSIGNER_HOME", state.toString());
    environment.put("XDG_RUNTIME_DIR", runtime.toString());
  }

  public Sandbox environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Has Nitro Enclaves run on a stand-in for an EC2 instance. */
  public Sandbox nitro(NitroInstance other) {
    nitro = other;
    return this;
  }

  /** Where sockets are: a short path. */
  public Path runtime() {
    return runtime;
  }

  public Path state() {
    return state;
  }

  /** What a process gets that is to work in this sandbox. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Runs a command line in this process. */
  public CommandRun.Ended run(String... line) {
    CommandRun run = CommandRun.bare().nitro(nitro);
    environment.forEach(run::environment);
    return run.run(line);
  }

  /** Starts a command line in a process of its own, its messages on its standard error. */
  public Process start(String... line) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // Ctrl-C arrives even where this build was started in the background, which ignores
                // it.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Cosigner.class.getName()));
    command.addAll(List.of(line));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** The enclaves' processes: those whose working directory is in this sandbox. */
  public List<Long> processes() throws IOException {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        try {
          if (Files.readSymbolicLink(process.resolve("cwd")).startsWith(runtime)) {
            found.add(Long.parseLong(process.getFileName().toString()));
          }
        } catch (IOException e) {
          // It has ended, or is another user's.
        }
      }
    }
    return found;
  }

  /** The folders of enclaves with their sockets. */
  public List<Path> directories() throws IOException {
    try (Stream<Path> all = Files.walk(runtime, 2)) {
      return all.filter(path -> runtime.relativize(path).getNameCount() == 2).toList();
    }
  }

  @Override
  public void close() throws IOException {
    run("terminate", "--all");
    for (long process : processes()) {
      ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    }
    try (Stream<Path> tree = Files.walk(runtime)) {
      for (Path file : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
