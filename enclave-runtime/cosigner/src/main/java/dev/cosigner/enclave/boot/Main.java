package dev.cosigner.enclave.boot;

/** The enclave's entry point: the first process of a virtual machine, or an ordinary one. */
public final class Main {
  private Main() {}

  /** Boots and serves until the enclave ends. */
  public static void main(String[] arguments) {
    long startNanos = System.nanoTime();
    Machine machine = Machine.current();
    Thread.setDefaultUncaughtExceptionHandler(new FatalErrors(machine));
    try {
      new Boot(machine, startNanos).run();
    } catch (BootException e) {
      Console.say("fatal: " + e.getMessage());
      machine.end(e.exitCode());
    }
  }
}
