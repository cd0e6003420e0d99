package dev.cosigner.cli.launch;

import dev.cosigner.host.LaunchRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an operator chooses for a launch.
 *
 * @param image the image's file
 * @param backend {@link BackendKind}
 * @param name what to call the enclave, or empty for its id
 * @param memoryMib its memory in MiB, or empty for the back end's own choice
 * @param cpus its virtual processors
 * @param patience how long the boot may take, or empty for the back end's own choice
 * @param cid its vsock context id on an EC2 instance, or empty to have one chosen
 * @param debug whether in debug mode on an EC2 instance
 */
public record LaunchOptions(
    Path image,
    BackendKind backend,
    Optional<String> name,
    OptionalInt memoryMib,
    int cpus,
    Optional<Duration> patience,
    OptionalLong cid,
    boolean debug) {

  /** On which back end an enclave runs. */
  public enum BackendKind {
    /** An ordinary process, for development. */
    PROCESS,
    /** An emulated Nitro machine. */
    QEMU,
    /** A Nitro Enclave of this EC2 instance. */
    NITRO
  }

  /** A launch with everything left to the back end. */
  public static LaunchOptions of(Path image, BackendKind backend) {
    return new LaunchOptions(
        image,
        backend,
        Optional.empty(),
        OptionalInt.empty(),
        LaunchRequest.DEFAULT_CPUS,
        Optional.empty(),
        OptionalLong.empty(),
        false);
  }

  /** The same with a name. */
  public LaunchOptions withName(String other) {
    return new LaunchOptions(
        image, backend, Optional.of(other), memoryMib, cpus, patience, cid, debug);
  }
}
