package dev.cosigner.enclave.boot;

/**
 * Ends the enclave on an error that nobody expected, in any thread: what state it left behind is
 * unknown, and keys are not used in an unknown state.
 */
final class FatalErrors implements Thread.UncaughtExceptionHandler {
  /** EX_SOFTWARE of {@code sysexits.h}. */
  private static final int EXIT_CODE = 70;

  private final Machine machine;

  FatalErrors(Machine machine) {
    this.machine = machine;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    try {
      // The message may quote what was being worked on: only the kind and the place are told.
      StackTraceElement[] trace = error.getStackTrace();
      String place = trace.length == 0 ? "an unknown place" : trace[0].toString();
      Console.say("fatal: unexpected " + error.getClass().getName() + " at " + place);
    } finally {
      machine.end(EXIT_CODE);
    }
  }
}
