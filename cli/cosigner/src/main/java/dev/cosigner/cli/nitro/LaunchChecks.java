package dev.cosigner.cli.nitro;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.host.NitroMachine.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Whether this instance can launch an enclave, asked before anything is started: each thing that is
 * missing has an error of its own that says how to get it, where the Nitro CLI's says that an ioctl
 * failed.
 */
final class LaunchChecks {
  private static final String RESTART =
      "then: sudo systemctl restart nitro-enclaves-allocator.service";

  private final NitroInstance instance;
  private final NitroRequest request;

  LaunchChecks(NitroInstance instance, NitroRequest request) {
    this.instance = instance;
    this.request = request;
  }

  /**
   * Checks what does not change from launch to launch.
   *
   * @throws CosignerException with what is missing
   */
  void require() throws CosignerException, IOException {
    requireProgram();
    requireDevice();
    requireImageFits();
    AllocatorConfiguration allocator = AllocatorConfiguration.read(instance.allocator());
    requirePages(allocator);
    requireWholeCores();
    requireProcessors(allocator, List.of());
  }

  /**
   * Checks what other enclaves may have taken.
   *
   * @param others the enclaves of this instance
   */
  void require(List<NitroEnclave> others) throws CosignerException, IOException {
    for (NitroEnclave other : others) {
      if (other.name().equals(request.name())) {
        throw CosignerException.of(
                "name-taken", ExitCode.BAD_INPUT, "there is an enclave of that name")
            .expected("a name that no enclave of this instance has")
            .found(request.name() + ", " + other.id())
            .hint("nitro-cli terminate-enclave --enclave-id " + other.id() + " ends it")
            .build();
      }
      if (request.cid().isPresent() && request.cid().getAsLong() == other.cid()) {
        throw CosignerException.of("cid-taken", ExitCode.BAD_INPUT, "an enclave has that CID")
            .expected("a CID that no enclave of this instance has")
            .found("%d, of %s".formatted(other.cid(), other.id()))
            .hint("give another --cid, or none to have one chosen")
            .build();
      }
    }
    requireProcessors(AllocatorConfiguration.read(instance.allocator()), others);
  }

  private void requireProgram() throws CosignerException {
    if (!Files.isExecutable(instance.program())) {
      throw CosignerException.of(
              "nitro-cli-missing", ExitCode.ENVIRONMENT, "the Nitro CLI is not installed")
          .expected("the program " + instance.program())
          .found("none")
          .hint(
              "on Amazon Linux 2023: sudo dnf install aws-nitro-enclaves-cli; without EC2 launch"
                  + " with --backend process or qemu")
          .build();
    }
  }

  private void requireDevice() throws CosignerException, IOException {
    Path device = instance.device();
    Device usable = instance.machine().device();
    if (usable == Device.ABSENT) {
      throw CosignerException.of(
              "nitro-device-missing", ExitCode.ENVIRONMENT, "this machine has no enclaves")
          .expected("the device " + device)
          .found("no such file")
          .hint(
              "the EC2 instance must be launched with enclaves enabled ('cosigner instance launch'"
                  + " does); if it was: sudo modprobe nitro_enclaves")
          .build();
    }
    if (usable == Device.NOT_ALLOWED) {
      PosixFileAttributes attributes = Files.readAttributes(device, PosixFileAttributes.class);
      throw CosignerException.of(
              "nitro-device-denied",
              ExitCode.ENVIRONMENT,
              "you are not allowed to use the enclaves' device")
          .expected("to be in the group " + attributes.group().getName())
          .found(
              "%s is %s of %s:%s"
                  .formatted(
                      device,
                      PosixFilePermissions.toString(attributes.permissions()),
                      attributes.owner().getName(),
                      attributes.group().getName()))
          .hint(
              "sudo usermod -aG %s $USER, then log in again"
                  .formatted(attributes.group().getName()))
          .build();
    }
  }

  private void requireImageFits() throws CosignerException {
    if (request.memoryMib() < request.leastMib()) {
      throw CosignerException.of(
              "launch-memory-too-small",
              ExitCode.BAD_INPUT,
              "the enclave's memory is too small for the image")
          .expected("at least %d MiB, four times the image".formatted(request.leastMib()))
          .found(request.memoryMib() + " MiB")
          .hint("give --memory " + request.leastMib() + " or more, or leave it out")
          .build();
    }
  }

  private void requirePages(AllocatorConfiguration allocator)
      throws CosignerException, IOException {
    long freeMib = instance.machine().freeHugePagesMib().orElse(0);
    if (freeMib < request.memoryMib()) {
      throw CosignerException.of(
              "hugepages-insufficient",
              ExitCode.ENVIRONMENT,
              "not enough memory is reserved for enclaves")
          .expected(request.memoryMib() + " MiB of free huge pages")
          .found(
              "%d MiB; %s reserves %d MiB for all enclaves together"
                  .formatted(freeMib, instance.allocator(), allocator.memoryMib()))
          .hint(
              "end other enclaves, or raise memory_mib in %s, %s"
                  .formatted(instance.allocator(), RESTART))
          .build();
    }
  }

  /** Enclaves get whole cores, so that no thread of the parent shares one with them. */
  private void requireWholeCores() throws CosignerException, IOException {
    // Processors of the pool are off line and have no topology; the first never is in the pool.
    Path siblings = instance.siblings();
    int threads = Files.exists(siblings) ? ProcessorList.parse(siblings).size() : 1;
    if (threads > 1 && request.cpus() % threads != 0) {
      throw CosignerException.of(
              "cpus-split-core", ExitCode.BAD_INPUT, "an enclave gets whole cores")
          .expected("a multiple of %d, the threads of a core".formatted(threads))
          .found("--cpus " + request.cpus())
          .hint("give --cpus " + Math.ceilDiv(request.cpus(), threads) * threads)
          .build();
    }
  }

  private void requireProcessors(AllocatorConfiguration allocator, List<NitroEnclave> others)
      throws CosignerException, IOException {
    if (!Files.exists(instance.pool())) {
      throw CosignerException.of(
              "nitro-driver-missing", ExitCode.ENVIRONMENT, "the enclaves' driver is not loaded")
          .expected(instance.pool().toString())
          .found("no such file")
          .hint("sudo modprobe nitro_enclaves, " + RESTART)
          .build();
    }
    Set<Integer> free = ProcessorList.parse(instance.pool());
    if (free.isEmpty()) {
      throw CosignerException.of(
              "cpu-pool-empty", ExitCode.ENVIRONMENT, "no processors are reserved for enclaves")
          .expected(allocator.processors() + ", by " + instance.allocator())
          .found("an empty pool: the allocator service has not run, or has failed")
          .hint("sudo systemctl enable --now nitro-enclaves-allocator.service, and see its journal")
          .build();
    }
    int all = free.size();
    others.forEach(other -> free.removeAll(other.processors()));
    if (free.size() < request.cpus()) {
      throw CosignerException.of(
              "cpus-insufficient",
              ExitCode.ENVIRONMENT,
              "not enough processors are free for the enclave")
          .expected(request.cpus() + " processors")
          .found(
              "%d of the %d in the pool (%s)".formatted(free.size(), all, allocator.processors()))
          .hint(
              "end other enclaves, give less --cpus, or raise cpu_count in %s, %s"
                  .formatted(instance.allocator(), RESTART))
          .build();
    }
  }
}
