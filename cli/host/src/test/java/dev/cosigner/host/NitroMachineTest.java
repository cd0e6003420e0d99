package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.host.NitroMachine.Allocation;
import dev.cosigner.host.NitroMachine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an EC2 instance with enclaves shows, in a folder. */
class NitroMachineTest {
  @TempDir private Path root;

  private void write(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void anyOtherMachineHasNothing() throws Exception {
    NitroMachine machine = NitroMachine.at(root);
    assertThat(machine.device()).isEqualTo(Device.ABSENT);
    assertThat(machine.configured()).isEmpty();
    assertThat(machine.processors()).isEmpty();
    assertThat(machine.hugePagesMib()).isEmpty();
    assertThat(machine.freeHugePagesMib()).isEmpty();
  }

  @Test
  void anInstanceWithEnclavesHasAll() throws Exception {
    write(NitroMachine.DEVICE, "");
    write(
        NitroMachine.ALLOCATOR,
        """
        ---
        # Enclave configuration file.
        memory_mib: 3072
        cpu_count: 2 # of one core
        #cpu_pool: 1,3
        """);
    write("sys/module/nitro_enclaves/parameters/ne_cpus", "1,3\n");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512\n");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "12\n");
    write("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "2\n");
    write("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "1\n");
    NitroMachine machine = NitroMachine.at(root);
    assertThat(machine.device()).isEqualTo(Device.USABLE);
    assertThat(machine.configured()).contains(new Allocation(3072, "2"));
    assertThat(machine.processors()).contains("1,3");
    assertThat(machine.hugePagesMib()).hasValue(3072);
    assertThat(machine.freeHugePagesMib()).hasValue(1024 + 24);
  }

  @Test
  void aPoolOfProcessorsCountsBeforeTheirNumber() throws Exception {
    write(NitroMachine.ALLOCATOR, "cpu_count: 2\nmemory_mib: \"512\"\r\ncpu_pool: 2,3,6-7\n");
    assertThat(NitroMachine.at(root).configured()).contains(new Allocation(512, "2,3,6-7"));
  }

  @Test
  void whatDoesNotSayHowMuchIsNoConfiguration() throws Exception {
    for (String yaml :
        new String[] {"", "memory_mib: 512", "cpu_count: 2", "memory_mib: much\ncpu_count: 2"}) {
      write(NitroMachine.ALLOCATOR, yaml);
      assertThat(NitroMachine.at(root).configured()).isEmpty();
    }
    write("sys/module/nitro_enclaves/parameters/ne_cpus", "\n");
    assertThat(NitroMachine.at(root).processors()).isEmpty();
  }
}
