package dev.cosigner.cli.launch;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.cli.emulate.DevelopmentAuthority;
import dev.cosigner.cli.launch.LaunchOptions.BackendKind;
import dev.cosigner.cli.nitro.NitroEnclaves;
import dev.cosigner.cli.nitro.NitroRequest;
import dev.cosigner.cli.ui.Printable;
import dev.cosigner.host.Backend;
import dev.cosigner.host.EnclaveLauncher;
import dev.cosigner.host.LaunchException;
import dev.cosigner.host.LaunchRequest;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.NitroPlacement;
import dev.cosigner.host.ProcessBackend;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.host.QemuBackend;
import dev.cosigner.host.RunDirectory;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One launch. The enclave is written down before anything of it runs, so that a launch that is cut
 * short leaves nothing that {@code list} does not show and {@code terminate} does not end; and it
 * counts as launched only once it has attested, over a nonce, that it is what the image holds.
 */
public final class EnclaveLaunch {
  private static final int ID_BYTES = 6;
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final Invocation invocation;
  private final StateDirectory state;
  private final EnclaveRegistry registry;
  private final Enclaves enclaves;
  private final NitroEnclaves nitro;

  /**
   * Launches of a run.
   *
   * @throws CosignerException if there is no place for state
   */
  public EnclaveLaunch(Invocation invocation) throws CosignerException {
    this.invocation = invocation;
    this.state = invocation.state();
    this.registry = new EnclaveRegistry(state);
    this.enclaves = new Enclaves(invocation);
    this.nitro = new NitroEnclaves(invocation.nitro());
  }

  /**
   * A launch that ended well.
   *
   * @param enclave what is remembered of it
   * @param description what it attested
   * @param boot how long it took to boot
   */
  public record Launched(LaunchedEnclave enclave, EnclaveDescription description, Duration boot) {}

  /**
   * Launches an enclave.
   *
   * @throws CosignerException if it cannot be launched, does not boot, or does not prove what it
   *     is; nothing is left of it then
   */
  public Launched launch(LaunchOptions options)
      throws CosignerException, IOException, InterruptedException {
    requirePlatform();
    requireName(options.name());
    LaunchableImage image = LaunchableImage.read(options.image());
    invocation.settings().requireKind(image.anchor(), "the image " + options.image());
    requireAnchor(image, options.backend());
    Boot boot = boot(options, image);
    Pending pending = prepare(options, image);
    LaunchedEnclave enclave = pending.enclave();
    try (var _ = invocation.interruption().leaving(() -> cancelled(enclave))) {
      return boot(pending, boot);
    } catch (CosignerException | IOException | InterruptedException | RuntimeException e) {
      // Not there where the run was cut short and undid it: its state directory may be gone, too.
      if (registry.contains(enclave)) {
        forget(registry.find(enclave.id()).orElse(enclave));
      }
      throw e;
    }
  }

  /** An enclave that is written down, and what its NSM will be given. */
  private record Pending(
      LaunchedEnclave enclave, Optional<DevelopmentAuthority.Provisioning> provisioning) {}

  /** Has an enclave boot. */
  @FunctionalInterface
  private interface Boot {
    /**
     * Returns once the enclave's heartbeat is there.
     *
     * @return the enclave with where it is
     */
    LaunchedEnclave of(Pending pending)
        throws CosignerException, LaunchException, IOException, InterruptedException;
  }

  private Pending prepare(LaunchOptions options, LaunchableImage image)
      throws CosignerException, IOException {
    try (StateLock lock = StateLock.acquire(state)) {
      var provisioning = provision(options.backend(), image);
      String id = newId();
      requireUnused(options.name());
      boolean unpacked = options.backend() == BackendKind.PROCESS;
      LaunchedEnclave enclave =
          new LaunchedEnclave(
              id,
              options.name().orElse(id),
              name(options.backend()),
              image.file().toAbsolutePath().normalize(),
              image.measurements(),
              image.anchor() == AnchorKind.DEVELOPMENT,
              provisioning.map(DevelopmentAuthority.Provisioning::moduleId).orElse(null),
              unpacked ? UnpackedImages.folder(state, image) : null,
              RunDirectory.of(runtimeDirectory(), id).path(),
              Instant.now(),
              ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow(),
              false,
              List.of(),
              options.backend() == BackendKind.NITRO
                  ? new NitroPlacement(null, 0, options.debug())
                  : null);
      registry.put(enclave);
      if (unpacked) {
        new UnpackedImages(state, lock).unpack(image);
      }
      return new Pending(enclave, provisioning);
    }
  }

  private Optional<DevelopmentAuthority.Provisioning> provision(
      BackendKind backend, LaunchableImage image) throws CosignerException, IOException {
    return switch (backend) {
      case PROCESS ->
          Optional.of(
              DevelopmentAuthority.open(state).provision(Optional.of(image.measurements())));
      // The emulated machine measures by itself.
      case QEMU -> Optional.of(DevelopmentAuthority.open(state).provision(Optional.empty()));
      // The module of a Nitro Enclave has its certificates from AWS.
      case NITRO -> Optional.empty();
    };
  }

  private Launched boot(Pending pending, Boot boot)
      throws CosignerException, IOException, InterruptedException {
    LaunchedEnclave enclave = pending.enclave();
    invocation.output().progress("booting " + enclave.name() + " (" + enclave.backend() + ")...");
    if (enclave.isDebug()) {
      invocation
          .output()
          .warning("DEBUG mode: the console can be read, and nothing proves what image runs");
    }
    long begin = System.nanoTime();
    LaunchedEnclave booted;
    try {
      booted = boot.of(pending);
    } catch (LaunchException e) {
      throw Failures.of(e);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    EnclaveDescription description = enclaves.describe(booted);
    LaunchedEnclave running = booted.with(booted.run().processes()).afterLaunch();
    if (!update(running)) {
      throw CosignerException.of(
              "launch-cancelled",
              ExitCode.ENVIRONMENT,
              "the enclave " + enclave.name() + " was terminated while it booted")
          .build();
    }
    return new Launched(running, description, duration);
  }

  /** What is written down and said while an enclave boots. */
  private final class Watch implements EnclaveLauncher.Started, NitroEnclaves.Progress {
    private final LaunchedEnclave enclave;

    Watch(LaunchedEnclave enclave) {
      this.enclave = enclave;
    }

    @Override
    public void with(List<ProcessIdentity> processes) throws IOException {
      update(enclave.with(processes));
    }

    @Override
    public void line(String text) {
      invocation.output().progress(Printable.of(text));
    }

    @Override
    public void started(ProcessIdentity launcher) throws IOException {
      update(enclave.with(List.of(launcher)));
    }

    @Override
    public void again(int boot, int most) {
      invocation
          .output()
          .progress(
              "the emulated clock of %s did not calibrate on this busy machine: boot %d of %d..."
                  .formatted(enclave.name(), boot, most));
    }
  }

  /** Writes down what became of an enclave, unless it was terminated meanwhile. */
  private boolean update(LaunchedEnclave enclave) throws IOException {
    try (var _ = StateLock.acquire(state)) {
      boolean remembered = registry.contains(enclave);
      if (remembered) {
        registry.put(enclave);
      }
      return remembered;
    }
  }

  private void forget(LaunchedEnclave enclave) throws CosignerException, IOException {
    boolean interrupted = Thread.interrupted();
    try {
      enclaves.terminate(enclave);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Called as the run is cut short, beside a launch that goes on for a moment. */
  private String cancelled(LaunchedEnclave enclave) {
    try {
      forget(registry.find(enclave.id()).orElse(enclave));
      return "the launch of " + enclave.name() + " was undone";
    } catch (CosignerException | IOException e) {
      return "the enclave %s may still run; 'cosigner terminate %s' ends it"
          .formatted(enclave.name(), enclave.id());
    }
  }

  private Boot boot(LaunchOptions options, LaunchableImage image)
      throws CosignerException, IOException {
    return switch (options.backend()) {
      case PROCESS -> on(new ProcessBackend(UnpackedImages.folder(state, image)), options);
      case QEMU -> {
        Optional<String> home =
            Optional.ofNullable(invocation.environment().get(QemuBackend.HOME_VARIABLE))
                .filter(value -> !value.isEmpty());
        try {
          yield on(
              QemuBackend.find(home, invocation.environment().getOrDefault("PATH", "")), options);
        } catch (LaunchException e) {
          throw Failures.of(e);
        }
      }
      case NITRO -> onThisInstance(options, image);
    };
  }

  private Boot on(Backend backend, LaunchOptions options) {
    return pending -> {
      LaunchedEnclave enclave = pending.enclave();
      LaunchRequest request =
          new LaunchRequest(
              enclave.image(),
              enclave.run(),
              options.memoryMib(),
              options.cpus(),
              pending.provisioning().map(DevelopmentAuthority.Provisioning::frame),
              options.patience());
      new EnclaveLauncher(backend).launch(request, new Watch(enclave));
      return enclave;
    };
  }

  /** Checks at once that the machine can launch it: nothing is written down before. */
  private Boot onThisInstance(LaunchOptions options, LaunchableImage image)
      throws CosignerException, IOException {
    long size = Files.size(image.file());
    NitroRequest checked = nitroRequest(options, image, options.name().orElse("new"), size);
    nitro.require(checked);
    return pending -> {
      LaunchedEnclave enclave = pending.enclave();
      NitroPlacement placement =
          nitro.launch(
              nitroRequest(options, image, enclave.name(), size),
              enclave.run(),
              new Watch(enclave));
      LaunchedEnclave placed = enclave.with(placement).with(enclave.run().processes());
      update(placed);
      return placed;
    };
  }

  private static NitroRequest nitroRequest(
      LaunchOptions options, LaunchableImage image, String name, long size) {
    return new NitroRequest(
        name,
        image.file().toAbsolutePath().normalize(),
        size,
        options.memoryMib(),
        options.cpus(),
        options.cid(),
        options.debug(),
        options.patience());
  }

  private static String name(BackendKind backend) {
    return backend.name().toLowerCase(Locale.ROOT);
  }

  private Path runtimeDirectory() {
    String directory = invocation.environment().getOrDefault("XDG_RUNTIME_DIR", "");
    // The XDG base directory specification tells programs to ignore relative paths.
    return directory.startsWith("/") ? Path.of(directory) : Path.of("/tmp");
  }

  private static String newId() {
    byte[] id = new byte[ID_BYTES];
    new SecureRandom().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private static void requirePlatform() throws CosignerException {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!system.equals("Linux amd64")) {
      throw CosignerException.of(
              "platform-unsupported", ExitCode.ENVIRONMENT, "enclaves cannot be launched here")
          .expected("Linux amd64")
          .found(system)
          .hint("launch them on a Linux machine; every other command works here")
          .build();
    }
  }

  private static void requireName(Optional<String> name) throws CosignerException {
    if (name.isPresent() && !name.get().matches(NAME)) {
      throw CosignerException.of("invalid-name", ExitCode.USAGE, "an enclave cannot be called that")
          .expected("1 to 64 letters, digits, dots, dashes and underscores")
          .found(name.get())
          .build();
    }
  }

  private void requireUnused(Optional<String> name) throws CosignerException, IOException {
    if (name.isPresent() && registry.find(name.get()).isPresent()) {
      throw CosignerException.of(
              "name-taken", ExitCode.BAD_INPUT, "there is an enclave of that name")
          .expected("a name that no enclave has")
          .found(name.get())
          .hint("'cosigner terminate " + name.get() + "' ends it")
          .build();
    }
  }

  private void requireAnchor(LaunchableImage image, BackendKind backend) throws CosignerException {
    AnchorKind module = backend == BackendKind.NITRO ? nitro.nsm() : AnchorKind.DEVELOPMENT;
    if (image.anchor() == module) {
      return;
    }
    if (module == AnchorKind.AWS) {
      throw CosignerException.of(
              "development-image",
              ExitCode.REFUSED,
              image.file() + " is a development image, which has no place in a Nitro Enclave")
          .expected("a production image, which trusts AWS's root alone")
          .found("an image with a simulated Nitro Security Module")
          .hint("build one with 'cosigner build-eif', without --development")
          .build();
    }
    throw CosignerException.of(
            "production-image",
            ExitCode.ENVIRONMENT,
            image.file() + " is a production image, which does not run here")
        .expected(
            "a development image: " + name(backend) + " enclaves have no AWS Nitro Security Module")
        .found("an image that trusts AWS's root alone, and halts without AWS's module")
        .hint(
            "build one with 'cosigner build-eif --development', or launch it on EC2 with --backend"
                + " nitro")
        .build();
  }
}
