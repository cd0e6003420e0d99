package dev.cosigner.host;

import dev.cosigner.host.LaunchException.Reason;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs as a shell does, and names those that are missing. */
final class ProgramSearch {
  private static final String USUAL_PLACES = "/usr/local/bin:/usr/bin:/bin";

  private ProgramSearch() {}

  static Path onPath(String program, String whereItIs) throws LaunchException {
    return find(program)
        .orElseThrow(() ->
            new LaunchException(
                Reason.PROGRAM_MISSING,
                "the program " + program + " is missing",
                program + " on PATH",
                "none",
                whereItIs));
  }

  static Optional<Path> find(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse(USUAL_PLACES);
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator)),
            Arrays.stream(USUAL_PLACES.split(File.pathSeparator)))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, program))
        .filter(ProgramSearch::isProgram)
        .findFirst();
  }

  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
