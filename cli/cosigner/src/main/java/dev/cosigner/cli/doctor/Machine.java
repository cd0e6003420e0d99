package dev.cosigner.cli.doctor;

import dev.cosigner.cli.context.Settings;
import dev.cosigner.host.ProgramSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The machine that is looked at.
 *
 * @param environment variables of the run
 * @param root of its file system
 * @param platform name of its system and processor, such as {@code Linux amd64}
 * @param work the folders that the program writes below, each of which exists
 * @param settings of the run
 */
public record Machine(
    Map<String, String> environment,
    Path root,
    String platform,
    Map<String, Path> work,
    Settings settings) {
  private static final int BYTES_PER_MIB = 1 << 20;
  private static final int KIB_PER_MIB = 1024;

  /** Where a program is, as a shell finds it. */
  Optional<Path> program(String name) {
    return ProgramSearch.find(name, environment.getOrDefault("PATH", ""));
  }

  /** A variable that is set to something. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether enclaves can be launched on it at all. */
  Check platform(Purpose purpose) {
    return Check.of(
        "platform",
        purpose,
        platform.equals("Linux amd64"),
        platform,
        "use a Linux machine with an x86_64 processor; every command but launch works here");
  }

  /** Whether there is room for images and what they are unpacked to. */
  Check disk(Purpose purpose, int leastMib) throws IOException {
    long least = Long.MAX_VALUE;
    String where = "";
    for (Map.Entry<String, Path> folder : work.entrySet()) {
      long free = Files.getFileStore(folder.getValue()).getUsableSpace() / BYTES_PER_MIB;
      if (free < least) {
        least = free;
        where = folder.getKey() + " " + folder.getValue();
      }
    }
    return Check.of(
        "disk",
        purpose,
        least >= leastMib,
        least + " MiB free for the " + where,
        "free " + leastMib + " MiB there, or give another --home");
  }

  /** Memory that programs can still get, MiB, where the kernel says it. */
  Optional<Long> availableMib() throws IOException {
    Path file = root.resolve("proc/meminfo");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    return Files.readString(file, StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> line.matches("MemAvailable: +[0-9]{1,15} kB"))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB);
  }
}
