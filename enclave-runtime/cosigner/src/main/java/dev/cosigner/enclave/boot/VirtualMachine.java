package dev.cosigner.enclave.boot;

import dev.cosigner.enclave.linux.Kernel;
import dev.cosigner.enclave.linux.ParentLink;
import dev.cosigner.enclave.linux.VsockLink;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The enclave as a virtual machine's first and only process. */
final class VirtualMachine implements Machine {
  /**
   * x86's limit for a command line is 2048 bytes; the files of sysfs that are read here hold one
   * word.
   */
  private static final int LONGEST_FILE = 4096;

  private static final String GENERATOR = "/sys/class/misc/hw_random/rng_current";

  private static final String CLOCK =
      "/sys/devices/system/clocksource/clocksource0/current_clocksource";

  /**
   * What counts time by itself. The kernel's last resort, counting its own timer interrupts, loses
   * those that come while the hypervisor runs something else.
   */
  private static final Set<String> STEADY_CLOCKS = Set.of("kvm-clock", "tsc");

  /** The name under which the kernel's driver registers the NSM ({@code drivers/misc/nsm.c}). */
  private static final String NSM_GENERATOR = "nsm-hwrng";

  private final ParentLink parent = new VsockLink();

  @Override
  public void prepare() throws BootException {
    try {
      // Before all else: without /dev/urandom the JDK would settle on a generator of its own, and
      // keep it.
      Kernel.mountDevices("/dev");
      Kernel.mount("proc", "/proc");
      Kernel.mount("sysfs", "/sys");
      Kernel.mount("tmpfs", "/tmp");
      KernelCommandLine.check(read("/proc/cmdline"));
      checkGenerator(read(GENERATOR));
      checkClock(read(CLOCK));
    } catch (IOException e) {
      throw BootException.environment("expected the kernel's file systems: " + e.getMessage(), e);
    }
  }

  @Override
  public void furnish(String root) throws BootException {
    try {
      Kernel.makeDirectory(root + "/dev");
      Kernel.mountDevices(root + "/dev");
      // As udev makes them elsewhere; programs write to /dev/stdout.
      Kernel.makeLink(root + "/dev/fd", "/proc/self/fd");
      Kernel.makeLink(root + "/dev/stdin", "/proc/self/fd/0");
      Kernel.makeLink(root + "/dev/stdout", "/proc/self/fd/1");
      Kernel.makeLink(root + "/dev/stderr", "/proc/self/fd/2");
      Kernel.makeDirectory(root + "/dev/shm");
      Kernel.mount("tmpfs", root + "/dev/shm");
      Kernel.makeDirectory(root + "/proc");
      Kernel.mount("proc", root + "/proc");
      Kernel.makeDirectory(root + "/sys");
      Kernel.mount("sysfs", root + "/sys");
      Kernel.makeDirectory(root + "/tmp");
      String[] temporary = new File(root + "/tmp").list();
      if (temporary != null && temporary.length == 0) {
        Kernel.mountScratch(root + "/tmp");
      }
    } catch (IOException e) {
      throw BootException.environment(
          "expected the kernel's file systems in the image's root: " + e.getMessage(), e);
    }
  }

  /** Refuses a kernel whose hardware generator is not the NSM. */
  static void checkGenerator(String current) throws BootException {
    String name = current.strip();
    if (!name.equals(NSM_GENERATOR)) {
      throw BootException.refused(
          "expected the kernel's randomness to come from "
              + NSM_GENERATOR
              + ", found "
              + GENERATOR
              + " = "
              + name);
    }
  }

  /** Refuses a kernel that found no clock to rely on, as under an overloaded emulator. */
  static void checkClock(String current) throws BootException {
    String name = current.strip();
    if (!STEADY_CLOCKS.contains(name)) {
      throw BootException.environment(
          "expected the kernel's time to come from kvm-clock or tsc, found "
              + CLOCK
              + " = "
              + name
              + "; an emulator on a busy machine does that: launch again when it is less busy",
          null);
    }
  }

  private static String read(String path) throws IOException {
    try (FileInputStream file = new FileInputStream(path)) {
      return new String(file.readNBytes(LONGEST_FILE), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public ParentLink parent() {
    return parent;
  }

  @Override
  public void end(int exitCode) {
    try {
      Kernel.restart();
    } catch (IOException e) {
      Console.say("fatal: " + e.getMessage());
    }
    // The end of the first process is a kernel panic, which restarts the machine as well.
    Runtime.getRuntime().halt(exitCode);
  }
}
