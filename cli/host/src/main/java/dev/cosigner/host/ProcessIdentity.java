package dev.cosigner.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One process and no other, for as long as the machine remembers anything: process ids are used
 * again, but not with the same start time in the same boot.
 *
 * @param pid its process id
 * @param startTicks when it started, in clock ticks since the boot: field 22 of {@code
 *     /proc/PID/stat}, proc(5)
 * @param bootId the boot it started in: {@code /proc/sys/kernel/random/boot_id}
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Duration POLL = Duration.ofMillis(20);

  /** What {@code /proc/PID/stat} says of a process. */
  private record Stat(long pid, char state, long startTicks) {
    /** Reads a line of the file. The name of the program, in parentheses, may hold anything. */
    static Optional<Stat> parse(String line) {
      int nameEnds = line.lastIndexOf(')');
      int nameBegins = line.indexOf('(');
      if (nameBegins < 1 || nameEnds < nameBegins) {
        return Optional.empty();
      }
      String[] fields = line.substring(nameEnds + 1).strip().split(" ", -1);
      // Field 3 of the file is the first after the name.
      if (fields.length < 20 || fields[0].length() != 1) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Stat(
                Long.parseLong(line.substring(0, nameBegins).strip()),
                fields[0].charAt(0),
                Long.parseLong(fields[19])));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    /** A zombie has ended; only its parent has not asked yet. */
    boolean hasEnded() {
      return state == 'Z' || state == 'X';
    }
  }

  /** Returns the process that has this id now, if one has. */
  public static Optional<ProcessIdentity> of(long pid) throws IOException {
    String boot = currentBoot();
    return stat(pid)
        .filter(stat -> !stat.hasEnded())
        .map(stat -> new ProcessIdentity(pid, stat.startTicks(), boot));
  }

  /** What a process would write about itself. */
  static String describe(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat")).strip();
    return currentBoot() + "\n" + stat + "\n";
  }

  /** Reads what a process wrote about itself: the boot id and its stat, a line each. */
  static Optional<ProcessIdentity> parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 3 || !lines[2].isEmpty()) {
      return Optional.empty();
    }
    return Stat.parse(lines[1])
        .map(stat -> new ProcessIdentity(stat.pid(), stat.startTicks(), lines[0]));
  }

  /** Returns whether it still runs. */
  public boolean isAlive() {
    try {
      return bootId.equals(currentBoot())
          && stat(pid).filter(now -> !now.hasEnded() && now.startTicks() == startTicks).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Ends it: asks first, and kills it once the grace is over.
   *
   * @return whether it has ended; false if it belongs to another user
   */
  public boolean end(Duration grace) throws InterruptedException {
    return signal(false, grace) || signal(true, Duration.ofSeconds(5));
  }

  private boolean signal(boolean kill, Duration patience) throws InterruptedException {
    // The handle compares the start time once more before it sends the signal.
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    if (!isAlive()) {
      return true;
    }
    handle.ifPresent(process -> {
      if (kill) {
        process.destroyForcibly();
      } else {
        process.destroy();
      }
    });
    Deadline deadline = Deadline.in(patience);
    while (isAlive()) {
      if (deadline.isPast()) {
        return false;
      }
      Thread.sleep(POLL);
    }
    return true;
  }

  private static Optional<Stat> stat(long pid) throws IOException {
    try {
      return Stat.parse(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // A process that ends while its file is read gives ESRCH.
      if (String.valueOf(e.getMessage()).contains("No such process")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String currentBoot() throws IOException {
    return Files.readString(BOOT_ID).strip();
  }
}
