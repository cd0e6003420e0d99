package dev.cosigner.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.context.Settings;
import dev.cosigner.cli.doctor.Check.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines made of a folder and some variables: what is missing is named, with its remedy. */
class DiagnosisTest {
  private static final String LINUX = "Linux amd64";

  @TempDir private Path folder;

  private final Map<String, String> environment = new TreeMap<>();

  private Machine machine(String platform) {
    return new Machine(
        environment, folder, platform, Map.of("state directory", folder), Settings.none());
  }

  private Check check(Purpose purpose, String id) throws Exception {
    return Diagnosis.of(machine(LINUX), Set.of(purpose)).checks().stream()
        .filter(check -> check.purpose() == purpose && check.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void has(Purpose purpose, String id, State state, String found) throws Exception {
    Check check = check(purpose, id);
    assertThat(check.state()).as(check.toString()).isEqualTo(state);
    assertThat(check.found()).contains(found);
    assertThat(check.remedy().isEmpty()).isEqualTo(state != State.MISSING);
  }

  private void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void program(String path, String script) throws IOException {
    write(path, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(
        folder.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void buildingNeedsAJdkMavenAndRoom() throws Exception {
    has(Purpose.BUILD, "jdk", State.OK, "Java 25");
    program("bin/mvn", "exit 0");
    environment.put("PATH", folder.resolve("bin").toString());
    has(Purpose.BUILD, "maven", State.OK, folder.resolve("bin/mvn").toString());
    Check disk = machine(LINUX).disk(Purpose.BUILD, Integer.MAX_VALUE);
    assertThat(disk.state()).isEqualTo(State.MISSING);
    assertThat(disk.found()).contains("MiB free for the state directory " + folder);
  }

  @Test
  void emulationNeedsQemuWithItsMachine() throws Exception {
    environment.put("COSIGNER_QEMU_HOME", folder.resolve("qemu").toString());
    has(Purpose.QEMU, "firmware", State.MISSING, "not the folder");
    has(Purpose.QEMU, "qemu", State.MISSING, "not the program");
    has(Purpose.QEMU, "vhost-device-vsock", State.MISSING, "not the program");
    has(Purpose.QEMU, "qemu-machine", State.MISSING, "no QEMU to ask");
    has(Purpose.QEMU, "memory", State.MISSING, "the kernel does not say");
    Files.createDirectories(folder.resolve("qemu/firmware"));
    program("qemu/bin/vhost-device-vsock", "exit 0");
    program("qemu/bin/qemu-system-x86_64", "echo 'microvm   other'");
    has(Purpose.QEMU, "qemu-machine", State.MISSING, "no nitro-enclave in the list");
    write("proc/meminfo", "MemTotal: 9999999 kB\nMemAvailable:    1048575 kB\n");
    has(Purpose.QEMU, "memory", State.MISSING, "1023 MiB available");
    program("qemu/bin/qemu-system-x86_64", "echo 'nitro-enclave        AWS Nitro Enclave'");
    write("proc/meminfo", "MemAvailable:    1048576 kB\n");
    Diagnosis ready = Diagnosis.of(machine(LINUX), Set.of(Purpose.QEMU));
    assertThat(ready.ready(Purpose.QEMU)).as(ready.checks().toString()).isTrue();
    assertThat(ready.ready(Purpose.KMS)).isFalse();
  }

  @Test
  void anInstalledQemuNeedsNoFirmwareOfItsOwn() throws Exception {
    has(Purpose.QEMU, "firmware", State.NOT_NEEDED, "finds its own");
  }

  @Test
  void enclavesNeedTheDriverAndWhatTheAllocatorSetAside() throws Exception {
    has(Purpose.NITRO, "nitro-cli", State.MISSING, "no program");
    has(Purpose.NITRO, "device", State.MISSING, "no /dev/nitro_enclaves");
    has(Purpose.NITRO, "group", State.MISSING, "no device");
    has(Purpose.NITRO, "allocator", State.MISSING, "cannot be read");
    write("etc/nitro_enclaves/allocator.yaml", "memory_mib: much\ncpu_count: 2\n");
    has(Purpose.NITRO, "allocator", State.MISSING, "not of its form");
    has(Purpose.NITRO, "hugepages", State.MISSING, "0 MiB");
    has(Purpose.NITRO, "cpu-pool", State.MISSING, "no processors");
    program("bin/nitro-cli", "exit 0");
    environment.put("PATH", folder.resolve("bin").toString());
    has(Purpose.NITRO, "nitro-cli", State.MISSING, "no program /usr/bin/nitro-cli");
    program("usr/bin/nitro-cli", "exit 0");
    write("dev/nitro_enclaves", "");
    write("etc/nitro_enclaves/allocator.yaml", "memory_mib: 1024\ncpu_count: 2\n");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "511\n");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "0\n");
    write("sys/module/nitro_enclaves/parameters/ne_cpus", "1,3\n");
    has(Purpose.NITRO, "nitro-cli", State.OK, "/usr/bin/nitro-cli");
    has(Purpose.NITRO, "device", State.OK, "/dev/nitro_enclaves");
    has(Purpose.NITRO, "allocator", State.OK, "1024 MiB, cpu_count: 2");
    has(Purpose.NITRO, "cpu-pool", State.OK, "1,3");
    has(Purpose.NITRO, "group", State.OK, "you may use");
    has(Purpose.NITRO, "hugepages", State.MISSING, "1022 MiB, of which 0 MiB are free");
    assertThat(check(Purpose.NITRO, "hugepages").remedy()).contains("at least 1024 MiB");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512\n");
    has(Purpose.NITRO, "hugepages", State.OK, "1024 MiB");
  }

  @Test
  void theClockIsTheKernels() throws Exception {
    assertThat(check(Purpose.NITRO, "clock").state()).isIn(State.OK, State.MISSING);
    assertThat(ClockCheck.of(Purpose.KMS, machine("Mac OS X aarch64")).state())
        .isEqualTo(State.NOT_NEEDED);
  }

  @Test
  void otherMachinesLaunchNothing() throws Exception {
    Diagnosis mac = Diagnosis.of(machine("Mac OS X aarch64"), EnumSet.of(Purpose.QEMU));
    assertThat(mac.ready(Purpose.QEMU)).isFalse();
    assertThat(mac.checks())
        .anySatisfy(check -> {
          assertThat(check.id()).isEqualTo("platform");
          assertThat(check.state()).isEqualTo(State.MISSING);
        });
  }
}
