package dev.cosigner.cli.nitro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What an instance lacks is said before anything is launched, each thing by its name. */
@EnabledOnOs(OS.LINUX)
class LaunchChecksTest {
  private static final String ALLOCATOR = "etc/nitro_enclaves/allocator.yaml";
  private static final String POOL = "sys/module/nitro_enclaves/parameters/ne_cpus";
  private static final String SIBLINGS =
      "sys/devices/system/cpu/cpu0/topology/thread_siblings_list";
  private static final long IMAGE = 60L << 20;

  @TempDir private Path folder;

  private StandInInstance instance;

  @BeforeEach
  void makeInstance() throws IOException {
    instance = new StandInInstance(folder.resolve("i"), folder, folder);
  }

  private static NitroRequest request(int memory, int cpus, long cid) {
    return new NitroRequest(
        "one",
        Path.of("/c.eif"),
        IMAGE,
        memory == 0 ? OptionalInt.empty() : OptionalInt.of(memory),
        cpus,
        cid == 0 ? OptionalLong.empty() : OptionalLong.of(cid),
        false,
        Optional.empty());
  }

  private CosignerException refuses(String id, NitroRequest request) {
    CosignerException e =
        catchThrowableOfType(
            CosignerException.class, () -> new LaunchChecks(instance.nitro(), request).require());
    assertThat(e).isNotNull();
    assertThat(e.id()).isEqualTo(id);
    assertThat(e.expected()).isPresent();
    assertThat(e.found()).isPresent();
    assertThat(e.hint()).isPresent();
    return e;
  }

  private CosignerException refuses(String id) {
    return refuses(id, request(0, 2, 0));
  }

  @Test
  void aCompleteInstanceIsFine() {
    assertThatCode(() -> new LaunchChecks(instance.nitro(), request(0, 2, 0)).require())
        .doesNotThrowAnyException();
  }

  @Test
  void programDeviceAndDriverAreNamed() throws Exception {
    Path pool = instance.file(POOL);
    Files.delete(pool);
    assertThat(refuses("nitro-driver-missing").expected().orElseThrow()).contains("ne_cpus");
    Files.delete(instance.file("dev/nitro_enclaves"));
    assertThat(refuses("nitro-device-missing").hint().orElseThrow()).contains("enclaves enabled");
    Files.delete(instance.file("nitro-cli"));
    assertThat(refuses("nitro-cli-missing").hint().orElseThrow()).contains("dnf install");
  }

  @Test
  void whoIsNotInTheGroupIsToldWhichItIs() throws Exception {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may open everything");
    Path device = instance.file("dev/nitro_enclaves");
    Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---------"));
    CosignerException e = refuses("nitro-device-denied");
    assertThat(e.found().orElseThrow()).contains("---------");
    assertThat(e.hint().orElseThrow()).contains("usermod -aG");
  }

  @Test
  void memoryIsFourTimesTheImageAndReserved() throws Exception {
    CosignerException small = refuses("launch-memory-too-small", request(239, 2, 0));
    assertThat(small.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(small.expected()).hasValue("at least 240 MiB, four times the image");
    instance.write("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "511\n");
    assertThat(refuses("hugepages-insufficient").found().orElseThrow())
        .startsWith("1022 MiB; ")
        .contains("reserves 4096 MiB");
    instance.write("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "1\n");
    assertThatCode(() -> new LaunchChecks(instance.nitro(), request(0, 2, 0)).require())
        .doesNotThrowAnyException();
    assertThat(refuses("hugepages-insufficient", request(2047, 2, 0)).found().orElseThrow())
        .startsWith("2046 MiB; ");
  }

  @Test
  void processorsAreWholeCoresOfThePool() throws Exception {
    CosignerException split = refuses("cpus-split-core", request(0, 1, 0));
    assertThat(split.hint()).hasValue("give --cpus 2");
    assertThat(refuses("cpus-insufficient", request(0, 4, 0)).found())
        .hasValue("2 of the 2 in the pool (cpu_count: 2)");
    instance.write(POOL, "\n");
    assertThat(refuses("cpu-pool-empty").hint().orElseThrow()).contains("systemctl enable");
    // Without threads that share a core, any number will do.
    instance.write(POOL, "1-3");
    instance.write(SIBLINGS, "0");
    assertThatCode(() -> new LaunchChecks(instance.nitro(), request(0, 3, 0)).require())
        .doesNotThrowAnyException();
  }

  @Test
  void theAllocatorsConfigurationIsReadStrictly() throws Exception {
    for (String good :
        List.of(
            "memory_mib: 512\ncpu_pool: 2,3,6-9\n",
            "---\n# c\nmemory_mib: \"512\" # MiB\n\ncpu_count: 2")) {
      instance.write(ALLOCATOR, good);
      assertThat(AllocatorConfiguration.read(instance.file(ALLOCATOR)).memoryMib()).isEqualTo(512);
    }
    for (String bad :
        List.of(
            "",
            "memory_mib: 512",
            "cpu_count: 2",
            "memory_mib: 512\ncpu_count: 2\ncpu_pool: 1,3",
            "memory_mib: 512\nmemory_mib: 512\ncpu_count: 2",
            "memory_mib: many\ncpu_count: 2",
            "memory_mib: 512\ncpu_count: two",
            "memory_mib: 512\ncpu_pool: a",
            "memory_mib:\ncpu_count: 2",
            "memory_mib: 512\ncpu_count: 2\nother: 1",
            "enclave:\n  memory_mib: 512\n  cpu_count: 2")) {
      instance.write(ALLOCATOR, bad);
      refuses("allocator-malformed");
    }
    Files.delete(instance.file(ALLOCATOR));
    refuses("allocator-missing");
  }

  @Test
  void whatOtherEnclavesHaveIsTaken() {
    NitroEnclave other = new NitroEnclave("i-0-enc1", "other", 1, 16, List.of(1), "RUNNING", false);
    NitroInstance machine = instance.nitro();
    assertThatCode(
            () -> new LaunchChecks(machine, request(0, 2, 17)).require(List.<NitroEnclave>of()))
        .doesNotThrowAnyException();
    var cpus =
        catchThrowableOfType(
            CosignerException.class,
            () -> new LaunchChecks(machine, request(0, 2, 17)).require(List.of(other)));
    assertThat(cpus.id()).isEqualTo("cpus-insufficient");
    assertThat(cpus.found()).hasValue("1 of the 2 in the pool (cpu_count: 2)");
    var cid =
        catchThrowableOfType(
            CosignerException.class,
            () -> new LaunchChecks(machine, request(0, 2, 16)).require(List.of(other)));
    assertThat(cid.id()).isEqualTo("cid-taken");
    NitroEnclave same = new NitroEnclave("i-0-enc2", "one", 1, 18, List.of(), "RUNNING", false);
    var name =
        catchThrowableOfType(
            CosignerException.class,
            () -> new LaunchChecks(machine, request(0, 2, 0)).require(List.of(same)));
    assertThat(name.id()).isEqualTo("name-taken");
  }
}
