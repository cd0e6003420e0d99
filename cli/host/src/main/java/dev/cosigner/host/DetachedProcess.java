package dev.cosigner.host;

import dev.cosigner.host.LaunchException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A program that outlives the one that started it: in a session of its own, so that neither Ctrl-C
 * nor the end of the terminal reaches it, without the terminal, and without any of the caller's
 * environment or open files.
 *
 * <p>It writes down who it is before it becomes the program: whoever started it may be killed at
 * any moment, and {@link RunDirectory#processes} finds it all the same.
 */
public final class DetachedProcess {
  /** Writes boot id and stat into the file named first, then becomes the rest of the line. */
  static final String WRITE_IDENTITY_THEN_EXEC =
      "umask 077; read -r boot </proc/sys/kernel/random/boot_id"
          + " && read -r stat </proc/$$/stat"
          + " && printf '%s\\n%s\\n' \"$boot\" \"$stat\" >\"$0\""
          + " && exec \"$@\"";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(2);
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private final String role;
  private final Process process;
  private final ProcessIdentity identity;

  private DetachedProcess(String role, Process process, ProcessIdentity identity) {
    this.role = role;
    this.process = process;
    this.identity = identity;
  }

  /**
   * Starts a program.
   *
   * @param role what it is for the enclave; names its files in the directory
   * @param directory where it writes down who it is
   * @param output takes its standard output and error
   * @param command the program's path and its arguments
   */
  static DetachedProcess start(
      String role, RunDirectory directory, Path output, List<String> command)
      throws LaunchException, InterruptedException {
    return start(role, directory, output, output, command);
  }

  /**
   * Starts a program whose results and messages are kept apart.
   *
   * @param role what it is for the enclave; names its files in the directory
   * @param directory where it writes down who it is; there already
   * @param output takes its standard output
   * @param errors takes its standard error
   * @param command the program's path and its arguments
   * @throws LaunchException if it cannot be started
   */
  public static DetachedProcess start(
      String role, RunDirectory directory, Path output, Path errors, List<String> command)
      throws LaunchException, InterruptedException {
    Path self = directory.processFile(role);
    List<String> line = new ArrayList<>();
    line.add(ProgramSearch.find("setsid", "", "install util-linux").toString());
    line.addAll(List.of("/bin/sh", "-c", WRITE_IDENTITY_THEN_EXEC, self.toString()));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.path().toFile());
    builder.environment().clear();
    builder
        .redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    if (errors.equals(output)) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    }
    try {
      Process process = builder.start();
      return new DetachedProcess(role, process, identity(process, self, role, errors));
    } catch (IOException e) {
      throw new LaunchException(
          Reason.START_FAILED,
          "the " + role + " process did not start",
          "to run " + command.getFirst(),
          String.valueOf(e.getMessage()),
          null);
    }
  }

  private static ProcessIdentity identity(Process process, Path file, String role, Path output)
      throws IOException, LaunchException, InterruptedException {
    Deadline deadline = Deadline.in(PATIENCE);
    while (true) {
      // Whether it ended is asked first: it may write and end between the two questions.
      boolean ended = !process.isAlive();
      Optional<ProcessIdentity> identity =
          Files.exists(file) ? ProcessIdentity.parse(Files.readString(file)) : Optional.empty();
      if (identity.isPresent()) {
        return identity.get();
      }
      if (ended || deadline.isPast()) {
        process.destroyForcibly();
        throw new LaunchException(
            Reason.START_FAILED,
            "the " + role + " process did not start",
            "a process that writes down who it is",
            ended ? "it ended with status " + process.exitValue() : "nothing in 10 s",
            null,
            LogTail.of(output));
      }
      Thread.sleep(POLL);
    }
  }

  /** What it is for the enclave. */
  public String role() {
    return role;
  }

  /** Which process it is. */
  public ProcessIdentity identity() {
    return identity;
  }

  /** Its exit status, once it has ended; 128 and the signal's number if a signal ended it. */
  public OptionalInt exitStatus() {
    return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
  }

  /** Whether an exit status is the shell's way to say that the program could not be executed. */
  static boolean meansNotExecuted(int status) {
    return status == NOT_EXECUTABLE || status == NOT_FOUND;
  }
}
