package dev.cosigner.cli.nitro;

import dev.cosigner.host.EnclaveConnection;
import dev.cosigner.host.EnclaveUnavailableException;
import dev.cosigner.host.NitroMachine;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An EC2 instance that launches enclaves. There is one; tests make stand-ins.
 *
 * @param program the Nitro CLI
 * @param root the root of its file system
 * @param nsm whose attestation documents the enclaves make
 * @param streams how an enclave is reached
 */
public record NitroInstance(Path program, Path root, AnchorKind nsm, Streams streams) {

  /** This one, as Amazon's packages set it up. */
  public static final NitroInstance EC2 =
      new NitroInstance(
          Path.of("/", NitroMachine.PROGRAM),
          Path.of("/"),
          AnchorKind.AWS,
          EnclaveConnection::open);

  /** Opens streams to enclaves. */
  @FunctionalInterface
  public interface Streams {
    /** Connects to a port of the enclave of this CID. */
    EnclaveConnection open(long cid, long port, Duration timeout)
        throws EnclaveUnavailableException, InterruptedIOException;
  }

  /** What it has for enclaves. */
  NitroMachine machine() {
    return NitroMachine.at(root);
  }

  /** The driver's device. */
  Path device() {
    return root.resolve(NitroMachine.DEVICE);
  }

  /** The allocator service's configuration. */
  Path allocator() {
    return root.resolve(NitroMachine.ALLOCATOR);
  }

  /** The driver's list of processors for enclaves. */
  Path pool() {
    return root.resolve("sys/module/nitro_enclaves/parameters/ne_cpus");
  }

  /** Which threads share a core with the first processor. */
  Path siblings() {
    return root.resolve("sys/devices/system/cpu/cpu0/topology/thread_siblings_list");
  }

  /** The folder of the Nitro CLI's logs. */
  Path logs() {
    return root.resolve("var/log/nitro_enclaves");
  }

  /** The file whose lock is the right to launch. */
  Path turn() {
    return root.resolve("run/nitro_enclaves/cosigner.lock");
  }
}
