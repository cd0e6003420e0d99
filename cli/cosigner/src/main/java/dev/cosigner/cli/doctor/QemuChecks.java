package dev.cosigner.cli.doctor;

import dev.cosigner.host.QemuBackend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What {@code launch --backend qemu} needs; it looks for the programs in the same way. */
final class QemuChecks {
  private static final int DISK_MIB = 512;

  /** What an emulated machine has unless it is told otherwise. */
  private static final int MEMORY_MIB = 1024;

  private static final int MAX_LIST = 64 * 1024;
  private static final int LIST_SECONDS = 20;
  private static final String NITRO_MACHINE = "nitro-enclave";

  private QemuChecks() {}

  static List<Check> of(Machine machine) throws IOException, InterruptedException {
    List<Check> checks = new ArrayList<>();
    checks.add(machine.platform(Purpose.QEMU));
    Optional<String> home = machine.variable(QemuBackend.HOME_VARIABLE);
    Optional<Path> qemu = Optional.empty();
    for (QemuBackend.Part part :
        QemuBackend.parts(home, machine.environment().getOrDefault("PATH", ""))) {
      String id = part.name().equals("qemu-system-x86_64") ? "qemu" : part.name();
      checks.add(
          Check.of(
              id,
              Purpose.QEMU,
              part.place().isPresent(),
              part.place().map(Path::toString).orElse("not " + part.wanted()),
              QemuBackend.hint()));
      if (id.equals("qemu")) {
        qemu = part.place();
      }
    }
    if (home.isEmpty()) {
      checks.add(
          Check.notNeeded("firmware", Purpose.QEMU, "an installed QEMU finds its own firmware"));
    }
    checks.add(qemu.isEmpty() ? unknownMachine() : nitroMachine(qemu.get()));
    checks.add(memory(machine));
    checks.add(machine.disk(Purpose.QEMU, DISK_MIB));
    return checks;
  }

  private static Check unknownMachine() {
    return Check.missing("qemu-machine", Purpose.QEMU, "no QEMU to ask", QemuBackend.hint());
  }

  /** A QEMU of that version has the machine only if it was built with libcbor. */
  private static Check nitroMachine(Path qemu) throws InterruptedException {
    String found;
    try {
      Process process =
          new ProcessBuilder(qemu.toString(), "-M", "help")
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      // Whatever is called that may hang: the list is read only once it has ended.
      boolean ended = process.waitFor(LIST_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String list =
          new String(process.getInputStream().readNBytes(MAX_LIST), StandardCharsets.UTF_8);
      if (list.lines().anyMatch(line -> line.startsWith(NITRO_MACHINE + " "))) {
        return Check.ok("qemu-machine", Purpose.QEMU, NITRO_MACHINE);
      }
      found = ended ? "no " + NITRO_MACHINE + " in the list of its machines" : "no answer";
    } catch (IOException e) {
      found = "it does not start";
    }
    return Check.missing(
        "qemu-machine", Purpose.QEMU, found, "install QEMU 9.2 or later, built with libcbor");
  }

  private static Check memory(Machine machine) throws IOException {
    Optional<Long> available = machine.availableMib();
    return Check.of(
        "memory",
        Purpose.QEMU,
        available.isPresent() && available.get() >= MEMORY_MIB,
        available.map(mib -> mib + " MiB available").orElse("the kernel does not say how much"),
        "free " + MEMORY_MIB + " MiB for each emulated machine, or use --backend process");
  }
}
