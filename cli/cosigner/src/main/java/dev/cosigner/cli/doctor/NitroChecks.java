package dev.cosigner.cli.doctor;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.nitro.AllocatorConfiguration;
import dev.cosigner.host.NitroMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What enclaves on an EC2 instance need. */
final class NitroChecks {
  private static final String ALLOCATOR = "allocator";

  /** What an enclave has unless it is told otherwise. */
  private static final long LEAST_MIB = 1024;

  private static final String ALLOCATE =
      "'systemctl enable --now nitro-enclaves-allocator.service', after a reboot if memory is"
          + " fragmented";

  private NitroChecks() {}

  static List<Check> of(Machine machine) throws IOException {
    NitroMachine nitro = NitroMachine.at(machine.root());
    List<Check> checks = new ArrayList<>();
    checks.add(machine.platform(Purpose.NITRO));
    checks.add(cli(machine));
    checks.add(device(nitro));
    checks.add(group(nitro));
    // As a launch reads it.
    try {
      AllocatorConfiguration allocator =
          AllocatorConfiguration.read(machine.root().resolve(NitroMachine.ALLOCATOR));
      checks.add(
          Check.ok(
              ALLOCATOR,
              Purpose.NITRO,
              "%d MiB, %s".formatted(allocator.memoryMib(), allocator.processors())));
      checks.add(hugePages(nitro, allocator.memoryMib()));
    } catch (CosignerException e) {
      String found = e.getMessage() + e.found().map(text -> ": " + text).orElse("");
      checks.add(Check.missing(ALLOCATOR, Purpose.NITRO, found, e.hint().orElse(ALLOCATE)));
      checks.add(hugePages(nitro, LEAST_MIB));
    }
    checks.add(processors(nitro));
    checks.add(ClockCheck.of(Purpose.NITRO, machine));
    return checks;
  }

  private static Check cli(Machine machine) {
    boolean there = Files.isExecutable(machine.root().resolve(NitroMachine.PROGRAM));
    return Check.of(
        "nitro-cli",
        Purpose.NITRO,
        there,
        there ? "/" + NitroMachine.PROGRAM : "no program /" + NitroMachine.PROGRAM,
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

  private static Check hugePages(NitroMachine nitro, long wanted) throws IOException {
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
