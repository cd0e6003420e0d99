package dev.cosigner.enclave.boot;

import dev.cosigner.enclave.linux.Kernel;
import dev.cosigner.enclave.linux.ParentLink;

/** What the enclave runs on: a virtual machine of its own, or a process of somebody's machine. */
sealed interface Machine permits VirtualMachine, HostProcess {
  /** The machine at hand: a machine's first process has the machine to itself. */
  static Machine current() {
    return Kernel.processId() == 1 ? new VirtualMachine() : new HostProcess();
  }

  /**
   * Makes ready what the Java platform needs before anything draws randomness, and checks what no
   * register shows.
   *
   * @throws BootException if the enclave must not start
   */
  void prepare() throws BootException;

  /**
   * Mounts in another root what a program finds in every Linux: {@code /dev}, {@code /proc}, {@code
   * /sys}, {@code /dev/shm}, and {@code /tmp} where that is empty.
   *
   * @param root the directory that becomes the root of a foreign process
   * @throws BootException if this machine is not the enclave's own, or the kernel refuses
   */
  void furnish(String root) throws BootException;

  /** The way to the parent. */
  ParentLink parent();

  /**
   * Ends the enclave. Does not return.
   *
   * @param exitCode for whoever started a process
   */
  void end(int exitCode);
}
