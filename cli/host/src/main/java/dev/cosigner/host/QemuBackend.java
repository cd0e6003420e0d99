package dev.cosigner.host;

import dev.cosigner.host.LaunchException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Enclaves in QEMU's {@code nitro-enclave} machine (QEMU 9.2 or later, built with libcbor), by
 * software emulation, with the vsock device of vhost-device-vsock.
 */
public final class QemuBackend implements Backend {
  /** Names a folder with {@code bin/} and {@code firmware/}, looked at before PATH. */
  public static final String HOME_VARIABLE = "COSIGNER_QEMU_HOME";

  private static final String QEMU = "qemu-system-x86_64";
  private static final String VSOCK_DEVICE = "vhost-device-vsock";
  private static final String FIRMWARE = "firmware";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration DEVICE_PATIENCE = Duration.ofSeconds(10);
  private static final int DEFAULT_MIB = 1024;

  /** The rule of the Nitro CLI: the image is there as a file, as ramdisks and unpacked. */
  private static final int TIMES_IMAGE = 4;

  private static final long MIB = 1 << 20;

  /** Every enclave has a device of its own, so they may all have the same address. */
  private static final int GUEST_CID = 4;

  private final Path qemu;
  private final Path vsockDevice;
  private final Optional<Path> firmware;

  private QemuBackend(Path qemu, Path vsockDevice, Optional<Path> firmware) {
    this.qemu = qemu;
    this.vsockDevice = vsockDevice;
    this.firmware = firmware;
  }

  /**
   * Something that this back end needs.
   *
   * @param name a program's name, or {@code firmware}
   * @param wanted what was looked for
   * @param place where it is, if it is there
   */
  public record Part(String name, String wanted, Optional<Path> place) {}

  /**
   * Looks for QEMU, its firmware and the vsock device.
   *
   * @param home the value of {@link #HOME_VARIABLE}, if it is set: it has the firmware, too
   * @param path the value of PATH, looked at otherwise; an installed QEMU finds its own firmware
   */
  public static List<Part> parts(Optional<String> home, String path) {
    if (home.isEmpty()) {
      return List.of(
          new Part(QEMU, QEMU + " on PATH", ProgramSearch.find(QEMU, path)),
          new Part(
              VSOCK_DEVICE, VSOCK_DEVICE + " on PATH", ProgramSearch.find(VSOCK_DEVICE, path)));
    }
    Path folder = Path.of(home.get()).toAbsolutePath();
    Path firmware = folder.resolve("firmware");
    return List.of(
        new Part(
            FIRMWARE, "the folder " + firmware, Optional.of(firmware).filter(Files::isDirectory)),
        inFolder(folder, QEMU),
        inFolder(folder, VSOCK_DEVICE));
  }

  private static Part inFolder(Path folder, String program) {
    Path file = folder.resolve("bin").resolve(program);
    return new Part(
        program, "the program " + file, Optional.of(file).filter(ProgramSearch::isProgram));
  }

  /**
   * Finds QEMU and the vsock device.
   *
   * @param home the value of {@link #HOME_VARIABLE}, if it is set
   * @param path the value of PATH, looked at otherwise
   * @throws LaunchException {@link Reason#PROGRAM_MISSING}, naming what is missing
   */
  public static QemuBackend find(Optional<String> home, String path) throws LaunchException {
    Map<String, Path> places = new HashMap<>();
    for (Part part : parts(home, path)) {
      places.put(
          part.name(),
          part.place()
              .orElseThrow(() ->
                  new LaunchException(
                      Reason.PROGRAM_MISSING,
                      part.name() + " is missing",
                      part.wanted(),
                      "none",
                      hint())));
    }
    return new QemuBackend(
        places.get(QEMU), places.get(VSOCK_DEVICE), Optional.ofNullable(places.get(FIRMWARE)));
  }

  /** What an operator does about a part that is missing. */
  public static String hint() {
    return "install QEMU 9.2 or later built with libcbor, and vhost-device-vsock; or set "
        + HOME_VARIABLE
        + " to a folder with bin/ and firmware/; or launch with --backend process";
  }

  @Override
  public String name() {
    return "qemu";
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }

  @Override
  public List<DetachedProcess> start(LaunchRequest request)
      throws LaunchException, IOException, InterruptedException {
    int memory = memoryMib(Files.size(request.image()), request);
    RunDirectory directory = request.directory();
    DetachedProcess device =
        DetachedProcess.start(
            "vsock-device", directory, directory.log("vsock-device"), deviceCommand(directory));
    awaitDevice(device, directory);
    DetachedProcess machine =
        DetachedProcess.start(
            "qemu", directory, directory.console(), machineCommand(request, memory));
    return List.of(machine, device);
  }

  private static int memoryMib(long imageBytes, LaunchRequest request) throws LaunchException {
    long least = Math.ceilDiv(TIMES_IMAGE * imageBytes, MIB);
    int asked = request.memoryMib().orElse((int) Math.max(DEFAULT_MIB, least));
    if (asked < least) {
      throw new LaunchException(
          Reason.MEMORY_TOO_SMALL,
          "the enclave's memory is too small for the image",
          "at least %d MiB, four times the image".formatted(least),
          asked + " MiB",
          "give --memory " + least + " or more, or leave it out");
    }
    return asked;
  }

  private List<String> deviceCommand(RunDirectory directory) {
    return List.of(
        vsockDevice.toString(),
        "--vm",
        "guest-cid=%d,socket=%s,uds-path=%s"
            .formatted(GUEST_CID, directory.deviceSocket(), directory.vsock()));
  }

  private List<String> machineCommand(LaunchRequest request, int memory) {
    List<String> command = new ArrayList<>();
    command.add(qemu.toString());
    firmware.ifPresent(folder -> command.addAll(List.of("-L", folder.toString())));
    // One thread for all processors: with a thread for each, JVMs in the machine were seen to crash
    // now and then. A JVM rewrites code that its other processors run, which is what differs.
    command.addAll(List.of("-accel", "tcg,thread=single", "-cpu", "max"));
    command.addAll(List.of("-M", "nitro-enclave,vsock=vsock,id=enclave"));
    command.addAll(List.of("-kernel", request.image().toAbsolutePath().toString()));
    command.addAll(List.of("-m", memory + "M", "-smp", Integer.toString(request.cpus())));
    command.addAll(
        List.of("-chardev", "socket,id=vsock,path=" + request.directory().deviceSocket()));
    // Neither a display nor a monitor: the console's output is all there is.
    command.addAll(List.of("-display", "none", "-monitor", "none", "-serial", "stdio"));
    // The machine's clocks advance with its instructions, and follow the host's from there: a
    // kernel
    // that calibrates its TSC against another clock then succeeds on a busy host, too.
    command.addAll(List.of("-icount", "shift=auto"));
    command.add("-no-reboot");
    return command;
  }

  private static void awaitDevice(DetachedProcess device, RunDirectory directory)
      throws LaunchException, InterruptedException {
    Deadline deadline = Deadline.in(DEVICE_PATIENCE);
    while (!Files.exists(directory.deviceSocket())) {
      boolean ended = device.exitStatus().isPresent();
      if (ended || deadline.isPast()) {
        throw new LaunchException(
            Reason.START_FAILED,
            "the vsock device did not start",
            "the socket " + directory.deviceSocket(),
            ended ? "it ended with status " + device.exitStatus().getAsInt() : "nothing in 10 s",
            "install vhost-device-vsock 0.3 or later",
            LogTail.of(directory.log("vsock-device")));
      }
      Thread.sleep(10);
    }
  }
}
