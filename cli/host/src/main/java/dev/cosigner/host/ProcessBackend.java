package dev.cosigner.host;

import dev.cosigner.host.LaunchException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Enclaves as processes of this machine: an image's own ramdisks, unpacked, started through the
 * platform's own dynamic loader. Nothing isolates them from their user; they are for development.
 */
public final class ProcessBackend implements Backend {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The line of eif-build/platform/README.md; paths are relative to the unpacked ramdisks. */
  private static final List<String> COMMAND =
      List.of(
          "./lib64/ld-linux-x86-64.so.2",
          "--inhibit-cache",
          "--library-path",
          "./jre/lib:./lib/x86_64-linux-gnu",
          "./jre/bin/java",
          "@init.args");

  private final Path unpacked;

  /**
   * Runs what was unpacked from an image.
   *
   * @param unpacked the folder with all of the image's ramdisks; only read
   */
  public ProcessBackend(Path unpacked) {
    this.unpacked = unpacked.toAbsolutePath();
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }

  @Override
  public List<DetachedProcess> start(LaunchRequest request)
      throws LaunchException, IOException, InterruptedException {
    RunDirectory directory = request.directory();
    requireLoader();
    // One copy serves many enclaves: each sees it by links, beside a run/ of its own.
    try (Stream<Path> content = Files.list(unpacked)) {
      for (Path entry : content.toList()) {
        Path link = directory.path().resolve(entry.getFileName().toString());
        if (!link.equals(directory.run())) {
          Files.createSymbolicLink(link, entry);
        }
      }
    }
    return List.of(DetachedProcess.start("enclave", directory, directory.console(), COMMAND));
  }

  private void requireLoader() throws LaunchException {
    for (String program : List.of(COMMAND.getFirst(), COMMAND.get(4))) {
      Path file = unpacked.resolve(program).normalize();
      if (!ProgramSearch.isProgram(file)) {
        throw new LaunchException(
            Reason.PROGRAM_MISSING,
            "the image's ramdisks hold no platform that can be started",
            "the program " + file,
            "none",
            "build the image with 'cosigner build-eif'");
      }
    }
  }
}
