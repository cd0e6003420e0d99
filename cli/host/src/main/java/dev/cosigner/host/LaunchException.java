package dev.cosigner.host;

import java.io.Serial;
import java.util.List;
import java.util.Optional;

/** An enclave that could not be started, with what an operator needs to know about it. */
public final class LaunchException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Why there is no enclave. */
  public enum Reason {
    /** A program or file that the back end needs is not on this machine. */
    PROGRAM_MISSING("launch-program-missing"),
    /** The path of a socket would be longer than the kernel allows. */
    PATH_TOO_LONG("launch-path-too-long"),
    /** The directory for sockets cannot be made, or somebody else could reach into it. */
    DIRECTORY_UNUSABLE("launch-directory-unusable"),
    /** Less memory than the image needs. */
    MEMORY_TOO_SMALL("launch-memory-too-small"),
    /** A program of the back end did not start. */
    START_FAILED("launch-start-failed"),
    /** The enclave ended before it had booted. */
    BOOT_DIED("launch-boot-died"),
    /**
     * The enclave ended because its kernel found no steady clock, as happens in an emulator while
     * this machine is busy: another boot may find one.
     */
    CLOCK_UNSTEADY("launch-clock-unsteady"),
    /** The enclave runs, but did not say in time that it has booted. */
    BOOT_TIMED_OUT("launch-boot-timed-out");

    private final String id;

    Reason(String id) {
      this.id = id;
    }

    /** The stable name of the failure, in kebab-case. */
    public String id() {
      return id;
    }
  }

  private final Reason reason;
  private final String expected;
  private final String found;
  private final String hint;
  private final transient List<String> console;

  LaunchException(Reason reason, String message, String expected, String found, String hint) {
    this(reason, message, expected, found, hint, List.of());
  }

  LaunchException(
      Reason reason,
      String message,
      String expected,
      String found,
      String hint,
      List<String> console) {
    super(message);
    this.reason = reason;
    this.expected = expected;
    this.found = found;
    this.hint = hint;
    this.console = List.copyOf(console);
  }

  /** Why there is no enclave. */
  public Reason reason() {
    return reason;
  }

  /** What was needed. */
  public String expected() {
    return expected;
  }

  /** What was there instead. */
  public String found() {
    return found;
  }

  /** What the operator can do, where anything is known. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** The last lines of the console, oldest first; empty where nothing had started. */
  public List<String> console() {
    return console == null ? List.of() : console;
  }
}
