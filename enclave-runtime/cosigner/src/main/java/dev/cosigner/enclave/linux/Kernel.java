package dev.cosigner.enclave.linux;

import java.lang.foreign.Arena;

/**
 * What the first process of a machine asks of its kernel: directories, {@code mount(2)} and {@code
 * reboot(2)}.
 */
public final class Kernel {
  private static final long MS_NOSUID = 2;
  private static final long MS_NODEV = 4;
  private static final long MS_NOEXEC = 8;

  private static final long DIRECTORY_MODE = 0755;
  private static final int EEXIST = 17;

  private static final long O_DIRECTORY = 0x10000;
  private static final long O_NOFOLLOW = 0x20000;
  private static final long O_CLOEXEC = 0x80000;

  private static final long REBOOT_MAGIC = 0xfee1deadL;
  private static final long REBOOT_MAGIC_2 = 672_274_793L;
  private static final long REBOOT_RESTART = 0x01234567L;

  private static final long STANDARD_OUTPUT = 1;
  private static final long TCSBRK = 0x5409;

  private Kernel() {}

  /** This process's id: 1 for a machine's first process. */
  public static int processId() {
    try {
      return Math.toIntExact(SystemCall.GETPID.invoke(0, 0, 0));
    } catch (SystemCallException e) {
      throw new IllegalStateException("getpid never fails", e);
    }
  }

  /**
   * Mounts a file system that the kernel makes itself ({@code proc}, {@code sysfs}, {@code tmpfs})
   * without set-uid files, devices and programs.
   *
   * @param type the file system's type
   * @param target the directory to mount it on
   * @throws SystemCallException if the kernel refuses
   */
  public static void mount(String type, String target) throws SystemCallException {
    mount(type, target, MS_NOSUID | MS_NODEV | MS_NOEXEC);
  }

  /**
   * Mounts the kernel's device nodes.
   *
   * @param target the directory to mount them on
   * @throws SystemCallException if the kernel refuses
   */
  public static void mountDevices(String target) throws SystemCallException {
    mount("devtmpfs", target, MS_NOSUID | MS_NOEXEC);
  }

  /**
   * Mounts an empty file system in memory that everyone may write to, and run programs from.
   *
   * @param target the directory to mount it on
   * @throws SystemCallException if the kernel refuses
   */
  public static void mountScratch(String target) throws SystemCallException {
    mount("tmpfs", target, MS_NOSUID | MS_NODEV);
  }

  /**
   * Makes a directory with mode 0755, or takes the one that is there.
   *
   * @throws SystemCallException if something else is there, such as a link to a directory
   */
  public static void makeDirectory(String path) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocateFrom(path).address();
      try {
        SystemCall.MKDIR.invoke(address, DIRECTORY_MODE, 0);
      } catch (SystemCallException e) {
        if (e.errno() != EEXIST) {
          throw e;
        }
        long flags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        new Descriptor(SystemCall.OPEN.invoke(address, flags, 0)).close();
      }
    }
  }

  /**
   * Makes a symbolic link.
   *
   * @throws SystemCallException if something is there already
   */
  public static void makeLink(String path, String target) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      SystemCall.SYMLINK.invoke(
          arena.allocateFrom(target).address(), arena.allocateFrom(path).address(), 0);
    }
  }

  private static void mount(String type, String target, long flags) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(type).address();
      SystemCall.MOUNT.invoke(name, arena.allocateFrom(target).address(), name, flags, 0);
    }
  }

  /**
   * Restarts the machine, which ends an enclave: it has no power switch (no ACPI), and the
   * hypervisor does not start it again. Waits until the console has printed all of the standard
   * output. Does not return in a machine's first process.
   *
   * @throws SystemCallException if this process may not
   */
  public static void restart() throws SystemCallException {
    try {
      SystemCall.IOCTL.invoke(STANDARD_OUTPUT, TCSBRK, 1); // tcdrain(3)
    } catch (SystemCallException e) {
      // The standard output is no terminal, so nothing waits to be printed.
    }
    SystemCall.REBOOT.invoke(REBOOT_MAGIC, REBOOT_MAGIC_2, REBOOT_RESTART);
  }
}
