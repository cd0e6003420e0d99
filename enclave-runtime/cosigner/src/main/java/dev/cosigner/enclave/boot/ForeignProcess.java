package dev.cosigner.enclave.boot;

import dev.cosigner.enclave.linux.ProgramStart;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The process of an image that was built around a program of others. Its measured configuration,
 * {@link ProcessConfiguration#PATH}, is what tells such an image from a cosigner's.
 */
final class ForeignProcess {
  private final ProcessConfiguration configuration;

  private ForeignProcess(ProcessConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * Reads the configuration, relative to the working directory; empty in a cosigner's image.
   *
   * @throws BootException if it is there and cannot be read, or is not in its one form
   */
  static Optional<ForeignProcess> ofImage() throws BootException {
    return of(new File(ProcessConfiguration.PATH));
  }

  static Optional<ForeignProcess> of(File file) throws BootException {
    if (!file.exists()) {
      return Optional.empty();
    }
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] bytes = in.readNBytes(ProcessConfiguration.MAX_BYTES + 1);
      return Optional.of(new ForeignProcess(ProcessConfiguration.decode(bytes)));
    } catch (CborException e) {
      throw BootException.refused(ProcessConfiguration.PATH + ": " + e.getMessage());
    } catch (IOException e) {
      throw BootException.environment("expected the image's process: " + e.getMessage(), e);
    }
  }

  /**
   * Tells the parent that the enclave is up, and becomes the program, so returns only by failing.
   *
   * @throws BootException if a step fails; its message names the step
   */
  void start(Machine machine) throws BootException {
    machine.furnish(ProcessConfiguration.ROOT);
    Heartbeat.send(machine.parent());
    try {
      new ProgramStart(configuration).run(ProcessConfiguration.ROOT);
    } catch (IOException e) {
      throw BootException.environment("the image's process: " + e.getMessage(), e);
    }
  }
}
