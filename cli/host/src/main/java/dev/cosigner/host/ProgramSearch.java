package dev.cosigner.host;

import dev.cosigner.host.LaunchException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds programs as a shell does, and names those that are missing. */
public final class ProgramSearch {
  private static final String USUAL_PLACES = "/usr/local/bin:/usr/bin:/bin";

  private ProgramSearch() {}

  /**
   * Finds a program.
   *
   * @param path folders with colons between them, looked at before the usual places
   * @param hint what to do where it is missing
   */
  static Path find(String program, String path, String hint) throws LaunchException {
    return find(program, path)
        .orElseThrow(() ->
            new LaunchException(
                Reason.PROGRAM_MISSING,
                "the program " + program + " is missing",
                program + " on PATH",
                "none",
                hint));
  }

  /**
   * Finds a program.
   *
   * @param path folders with colons between them, looked at before the usual places
   */
  public static Optional<Path> find(String program, String path) {
    return Arrays.stream((path + ":" + USUAL_PLACES).split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, program))
        .filter(ProgramSearch::isProgram)
        .findFirst();
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
