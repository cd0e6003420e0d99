package dev.cosigner.cli;

/**
 * What a run of {@code cosigner} tells the shell. Scripts rely on the numbers: they never change.
 */
public enum ExitCode {
  /** The command did what was asked. */
  DONE(0),
  /** The check that was asked for was carried out, and failed. */
  CHECK_FAILED(1),
  /** The command line itself is wrong. */
  USAGE(2),
  /** A file or value given to the command is malformed or does not exist. */
  BAD_INPUT(3),
  /** The machine lacks something: a program, a device, a permission, space, a terminal. */
  ENVIRONMENT(4),
  /** Refused for security: a digest, signature, measurement or policy does not allow it. */
  REFUSED(5),
  /** Waiting for approvals; the command printed the id to come back with. */
  WAITING(6),
  /** A peer did not answer in time. */
  PEER_TIMEOUT(7),
  /** Interrupted by Ctrl-C: 128 and the number of SIGINT. */
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the process exits with. */
  public int code() {
    return code;
  }
}
