package dev.cosigner.cli.doctor;

import dev.cosigner.host.NitroMachine;
import dev.cosigner.host.NitroMachine.Allocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What enclaves on an EC2 instance need. */
final class NitroChecks {
  private static final String ALLOCATE =
      "'systemctl enable --now nitro-enclaves-allocator.service', after a reboot if memory is"
          + " fragmented";

  private NitroChecks() {}

  static List<Check> of(Machine machine) throws IOException {
    NitroMachine nitro = NitroMachine.at(machine.root());
    Optional<Allocation> configured = nitro.configured();
    return List.of(
        machine.platform(Purpose.NITRO),
        cli(machine),
        device(nitro),
        group(nitro),
        allocator(configured),
        hugePages(nitro, configured),
        processors(nitro),
        ClockCheck.of(Purpose.NITRO, machine));
  }

  private static Check cli(Machine machine) {
    Optional<Path> program = machine.program("nitro-cli");
    return Check.of(
        "nitro-cli",
        Purpose.NITRO,
        program.isPresent(),
        program.map(Path::toString).orElse("no nitro-cli on PATH"),
        "'dnf install aws-nitro-enclaves-cli' (Amazon Linux 2023)");
  }

  private static Check device(NitroMachine nitro) {
    boolean there = nitro.device() != NitroMachine.Device.ABSENT;
    return Check.of(
        "device",
        Purpose.NITRO,
        there,
        there ? "/" + NitroMachine.DEVICE : "no /" + NitroMachine.DEVICE,
        "launch the instance with enclaves enabled (EnclaveOptions), of a type that has them, and"
            + " 'modprobe nitro_enclaves'");
  }

  private static Check group(NitroMachine nitro) {
    return switch (nitro.device()) {
      case USABLE -> Check.ok("group", Purpose.NITRO, "you may use the device");
      case NOT_ALLOWED ->
          Check.missing(
              "group",
              Purpose.NITRO,
              "you may not use the device",
              "'usermod -aG ne $USER', then log in again");
      case ABSENT ->
          Check.missing(
              "group", Purpose.NITRO, "no device to use", "see to the device, then look again");
    };
  }

  private static Check allocator(Optional<Allocation> configured) {
    return Check.of(
        "allocator",
        Purpose.NITRO,
        configured.isPresent(),
        configured
            .map(a -> "%d MiB, processors %s".formatted(a.memoryMib(), a.processors()))
            .orElse("no memory_mib with cpu_count or cpu_pool in /" + NitroMachine.ALLOCATOR),
        "write memory_mib (four times the image for each enclave) and cpu_count there, then "
            + ALLOCATE);
  }

  private static Check hugePages(NitroMachine nitro, Optional<Allocation> configured)
      throws IOException {
    long wanted = configured.map(Allocation::memoryMib).orElse(1L);
    OptionalLong all = nitro.hugePagesMib();
    OptionalLong free = nitro.freeHugePagesMib();
    return Check.of(
        "hugepages",
        Purpose.NITRO,
        all.orElse(0) >= wanted,
        "%d MiB, of which %d MiB are free".formatted(all.orElse(0), free.orElse(0)),
        "at least %d MiB: %s".formatted(wanted, ALLOCATE));
  }

  private static Check processors(NitroMachine nitro) throws IOException {
    Optional<String> pool = nitro.processors();
    return Check.of(
        "cpu-pool",
        Purpose.NITRO,
        pool.isPresent(),
        pool.map(list -> "processors " + list).orElse("no processors are set aside"),
        ALLOCATE);
  }
}
