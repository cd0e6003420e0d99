package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(machine.processors()).isEmpty();
    assertThat(machine.hugePagesMib()).isEmpty();
    assertThat(machine.freeHugePagesMib()).isEmpty();
  }

  @Test
  void anInstanceWithEnclavesHasAll() throws Exception {
    write(NitroMachine.DEVICE, "");
    write("sys/module/nitro_enclaves/parameters/ne_cpus", "1,3\n");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "512\n");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "12\n");
    write("sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages", "2\n");
    write("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "1\n");
    NitroMachine machine = NitroMachine.at(root);
    assertThat(machine.device()).isEqualTo(Device.USABLE);
    assertThat(machine.processors()).contains("1,3");
    assertThat(machine.hugePagesMib()).hasValue(3072);
    assertThat(machine.freeHugePagesMib()).hasValue(1024 + 24);
  }

  @Test
  void anEmptyPoolIsNone() throws Exception {
    write("sys/module/nitro_enclaves/parameters/ne_cpus", "\n");
    assertThat(NitroMachine.at(root).processors()).isEmpty();
  }
}
