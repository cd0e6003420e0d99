package dev.cosigner.eif.source;

import java.io.IOException;

/**
 * A source that no image is built from as it is. The message tells what was expected and what was
 * found.
 */
public final class ForeignSourceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What cannot be honoured, one constant each. */
  public enum Reason {
    /** A socket, or a type of file that the system does not tell. */
    FILE_TYPE,
    /** A name that is not UTF-8. */
    NAME,
    /** The system has no owners and modes. */
    NO_ATTRIBUTES,
    /** A kernel's command line that is empty or not plain ASCII. */
    COMMAND_LINE,
    /** A part of AWS's files that is missing, or one that is not known. */
    BLOBS,
    /** A user that AWS's init does not change to. */
    USER,
    /** A working directory that AWS's init does not change to. */
    WORKING_DIRECTORY,
    /** A line feed where AWS's init reads lines. */
    LINE
  }

  private final Reason reason;
  private final String expected;
  private final String found;

  /** A refusal with its reason. */
  public ForeignSourceException(Reason reason, String expected, String found) {
    super("expected %s, found %s".formatted(expected, found));
    this.reason = reason;
    this.expected = expected;
    this.found = found;
  }

  /** What cannot be honoured. */
  public Reason reason() {
    return reason;
  }

  /** What was expected. */
  public String expected() {
    return expected;
  }

  /** What was found. */
  public String found() {
    return found;
  }
}
