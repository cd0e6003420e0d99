package dev.cosigner.enclave.boot;

import dev.cosigner.enclave.linux.LocalLink;
import dev.cosigner.enclave.linux.ParentLink;
import java.nio.file.Path;

/**
 * The enclave as an ordinary process: the host's kernel gives randomness, and the sockets are
 * files.
 */
final class HostProcess implements Machine {
  private final ParentLink parent = new LocalLink(Path.of("run"));

  @Override
  public void prepare() {
    // The host's kernel has been running for long: its file systems are there and its generator is
    // seeded.
  }

  @Override
  public void furnish(String root) throws BootException {
    throw BootException.refused(
        "expected to start the image's process in a virtual machine of its own, found a process of"
            + " somebody's machine");
  }

  @Override
  public ParentLink parent() {
    return parent;
  }

  @Override
  public void end(int exitCode) {
    Runtime.getRuntime().halt(exitCode);
  }
}
