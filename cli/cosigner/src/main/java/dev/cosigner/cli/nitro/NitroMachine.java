package dev.cosigner.cli.nitro;

import dev.cosigner.host.EnclaveConnection;
import dev.cosigner.host.EnclaveUnavailableException;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where an EC2 instance keeps what enclaves need. There is one such machine; tests make others.
 *
 * @param program the Nitro CLI
 * @param device the driver's device
 * @param allocator the allocator service's configuration
 * @param pool the driver's list of processors for enclaves
 * @param processors the kernel's folder of processors, {@code cpuN/topology} in it
 * @param hugePages the kernel's folder of huge pages, {@code hugepages-NkB} in it
 * @param logs the folder of the Nitro CLI's error logs
 * @param turn the file whose lock is the right to launch
 * @param nsm whose attestation documents the enclaves make
 * @param streams how an enclave is reached
 */
public record NitroMachine(
    Path program,
    Path device,
    Path allocator,
    Path pool,
    Path processors,
    Path hugePages,
    Path logs,
    Path turn,
    AnchorKind nsm,
    Streams streams) {

  /** An EC2 instance as Amazon's packages set it up. */
  public static final NitroMachine EC2 =
      new NitroMachine(
          Path.of("/usr/bin/nitro-cli"),
          Path.of("/dev/nitro_enclaves"),
          Path.of("/etc/nitro_enclaves/allocator.yaml"),
          Path.of("/sys/module/nitro_enclaves/parameters/ne_cpus"),
          Path.of("/sys/devices/system/cpu"),
          Path.of("/sys/kernel/mm/hugepages"),
          Path.of("/var/log/nitro_enclaves"),
          Path.of("/run/nitro_enclaves/cosigner.lock"),
          AnchorKind.AWS,
          EnclaveConnection::open);

  /** Opens streams to enclaves. */
  @FunctionalInterface
  public interface Streams {
    /** Connects to a port of the enclave of this CID. */
    EnclaveConnection open(long cid, long port, Duration timeout)
        throws EnclaveUnavailableException, InterruptedIOException;
  }
}
