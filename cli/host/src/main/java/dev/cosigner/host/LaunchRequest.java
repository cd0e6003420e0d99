package dev.cosigner.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An enclave that is to be launched.
 *
 * @param image the image's file
 * @param directory where its sockets will be; not there yet
 * @param memoryMib its memory in MiB, or empty for the back end's own choice
 * @param cpus its virtual processors, 1 to 64, where the back end has such
 * @param provisioning for a development image
 * @param patience how long the boot may take, or empty for the back end's own choice
 */
public record LaunchRequest(
    Path image,
    RunDirectory directory,
    OptionalInt memoryMib,
    int cpus,
    Optional<ProvisioningFrame> provisioning,
    Optional<Duration> patience) {
  /** Virtual processors of an enclave unless told otherwise, as AWS's own tools do. */
  public static final int DEFAULT_CPUS = 2;

  /** Most virtual processors. */
  public static final int MAX_CPUS = 64;

  /** Checks the processors. */
  public LaunchRequest {
    if (cpus < 1 || cpus > MAX_CPUS) {
      throw new IllegalArgumentException("expected 1 to 64 processors, found " + cpus);
    }
  }
}
