package dev.cosigner.enclave.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The system calls, on the test's own kernel. */
@Timeout(20)
class SystemCallTest {
  @Test
  void theProcessIdIsTheJvms() {
    assertThat(Kernel.processId()).isEqualTo((int) ProcessHandle.current().pid());
  }

  @Test
  void aDeviceGivesBytes() throws Exception {
    try (Device zero = Device.open("/dev/zero")) {
      byte[] bytes = {1, 2, 3};
      assertThat(zero.read(bytes)).isEqualTo(3);
      assertThat(bytes).containsOnly(0);
    }
  }

  @Test
  void aDeviceTakesMoreBytesThanOneCallCopies() throws Exception {
    try (Device full = Device.open("/dev/null")) {
      full.write(new byte[100_000]);
      assertThat(full.read(new byte[1])).isEqualTo(-1);
    }
  }

  @Test
  void aMissingDeviceIsToldWithTheCallAndTheError() {
    assertThatThrownBy(() -> Device.open("/dev/no-such-device"))
        .isInstanceOfSatisfying(SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(2))
        .hasMessage("open failed: no such file or directory (ENOENT)");
  }

  @Test
  void aRequestThatTheDriverDoesNotKnowIsToldByItsNumber() throws Exception {
    try (Device zero = Device.open("/dev/zero")) {
      assertThatThrownBy(() -> zero.control(0xC0200A00L, MemorySegment.NULL))
          .hasMessage("ioctl failed: error number 25");
    }
  }

  @Test
  void aClosedDeviceIsNeverUsedAgain() throws Exception {
    Device zero = Device.open("/dev/zero");
    zero.close();
    zero.close();
    assertThatThrownBy(() -> zero.read(new byte[1]))
        .isInstanceOf(IOException.class)
        .hasMessage("expected an open descriptor, but it is closed");
  }

  @Test
  void aParentThatDoesNotListenIsNamedWithItsPort() {
    // Whether or not this machine has a vsock device, nothing listens there.
    assertThatThrownBy(() -> new VsockLink().connect(0x7ffffff1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "expected the parent to listen on vsock port 2147483633 (CID 3 or 2): ");
  }

  @Test
  void anUnprivilegedMountFailsWithoutHarm() {
    assertThatThrownBy(() -> Kernel.mount("no-such-file-system", "/no-such-directory"))
        .isInstanceOf(SystemCallException.class)
        .hasMessageStartingWith("mount failed: ");
  }
}
