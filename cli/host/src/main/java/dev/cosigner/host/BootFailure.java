package dev.cosigner.host;

import java.util.List;
import java.util.Map;

/**
 * Why a boot failed, as far as the console and the exit status tell.
 *
 * @param cause what happened, in a few words
 * @param hint what to do about it, or null where only the console can help
 */
record BootFailure(String cause, String hint) {
  private static final String ENCLAVE = "cosigner-enclave: fatal: ";

  /** How a refusal begins that is the emulator's fault: a kernel that could not calibrate. */
  private static final String CLOCK = "expected the kernel's time to come from ";

  private static final int SIGNAL_BASE = 128;
  private static final int OUT_OF_MEMORY = 3;

  private static final Map<Integer, String> SIGNALS =
      Map.of(4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  /** What a console says, and what that means. */
  private record Sign(String text, String cause, String hint) {}

  private static final List<Sign> SIGNS =
      List.of(
          new Sign(
              "unsupported machine type",
              "this QEMU has no nitro-enclave machine",
              "install QEMU 9.2 or later built with libcbor"),
          new Sign(
              "Terminating due to java.lang.OutOfMemoryError",
              "the enclave ran out of memory",
              "give more --memory"),
          new Sign(
              "System is deadlocked on memory",
              "the kernel ran out of memory while it booted",
              "give more --memory"),
          new Sign(
              "Initramfs unpacking failed",
              "the kernel could not unpack the ramdisks",
              "give more --memory, or build the image again"),
          new Sign(
              "No working init found",
              "the image holds no /init that can be started",
              "build the image again with 'cosigner build-eif'"),
          new Sign(
              "cannot allocate memory",
              "this machine has not enough free memory for the enclave",
              "end other enclaves with 'cosigner terminate', or give less --memory"),
          new Sign(
              "Cannot allocate memory",
              "this machine has not enough free memory for the enclave",
              "end other enclaves with 'cosigner terminate', or give less --memory"),
          new Sign("Kernel panic", "the kernel panicked", null));

  /** Whether the kernel found no clock to rely on: another boot may find one. */
  boolean clockUnsteady() {
    return cause.contains(CLOCK);
  }

  /** Explains the end of a program. */
  static BootFailure died(String role, int status, List<String> console) {
    for (String line : console) {
      int said = line.indexOf(ENCLAVE);
      if (said >= 0) {
        return new BootFailure(
            "the enclave refused to boot: " + line.substring(said + ENCLAVE.length()), null);
      }
    }
    for (Sign sign : SIGNS) {
      if (console.stream().anyMatch(line -> line.contains(sign.text()))) {
        return new BootFailure(sign.cause(), sign.hint());
      }
    }
    return byStatus(role, status);
  }

  private static BootFailure byStatus(String role, int status) {
    if (DetachedProcess.meansNotExecuted(status)) {
      return new BootFailure("the " + role + " program could not be executed", null);
    }
    if (status == SIGNAL_BASE + 9) {
      return new BootFailure(
          "the " + role + " process was killed (SIGKILL)",
          "see with dmesg whether the machine ran out of memory");
    }
    if (SIGNALS.containsKey(status - SIGNAL_BASE)) {
      return new BootFailure(
          "the " + role + " process was ended by " + SIGNALS.get(status - SIGNAL_BASE), null);
    }
    if (role.equals("enclave") && status == OUT_OF_MEMORY) {
      return new BootFailure("the enclave ran out of memory", null);
    }
    if (role.equals("qemu") && status == 0) {
      return new BootFailure("the emulated machine was switched off or restarted", null);
    }
    return new BootFailure("the " + role + " process ended with status " + status, null);
  }

  /**
   * Explains a boot that goes on for too long.
   *
   * @param unprovisioned whether a development image never asked for its certificates
   */
  static BootFailure hung(boolean unprovisioned, List<String> console) {
    String stage =
        unprovisioned ? ", and it never asked for its certificates" : ", but no heartbeat came";
    return new BootFailure(
        console.isEmpty() ? "nothing on the console" + stage : "it still runs" + stage,
        "give a longer --timeout on a slow machine");
  }
}
