package dev.cosigner.cli.launch;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.cli.emulate.DevelopmentAuthority;
import dev.cosigner.cli.launch.LaunchOptions.BackendKind;
import dev.cosigner.host.Backend;
import dev.cosigner.host.EnclaveLauncher;
import dev.cosigner.host.LaunchException;
import dev.cosigner.host.LaunchRequest;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.ProcessBackend;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.host.QemuBackend;
import dev.cosigner.host.RunDirectory;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
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

  /**
   * Launches of a run.
   *
   * @throws CosignerException if there is no place for state
   */
  public EnclaveLaunch(Invocation invocation) throws CosignerException {
    this.invocation = invocation;
    this.state = invocation.state();
    this.registry = new EnclaveRegistry(state);
    this.enclaves = new Enclaves(state);
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
    requireDevelopment(image, options.backend());
    Backend backend = backend(options.backend(), image);
    Pending pending = prepare(options, image, backend);
    LaunchedEnclave enclave = pending.enclave();
    try (var _ = invocation.interruption().leaving(() -> cancelled(enclave))) {
      return boot(pending, backend, options);
    } catch (CosignerException | IOException | InterruptedException | RuntimeException e) {
      // Not there where the run was cut short and undid it: its state directory may be gone, too.
      if (registry.contains(enclave)) {
        forget(enclave);
      }
      throw e;
    }
  }

  /** An enclave that is written down, and what its NSM will be given. */
  private record Pending(LaunchedEnclave enclave, DevelopmentAuthority.Provisioning provisioning) {}

  private Pending prepare(LaunchOptions options, LaunchableImage image, Backend backend)
      throws CosignerException, IOException {
    try (StateLock lock = StateLock.acquire(state)) {
      // The emulated machine measures by itself.
      Optional<Measurements> registers =
          options.backend() == BackendKind.PROCESS
              ? Optional.of(image.measurements())
              : Optional.empty();
      var provisioning = DevelopmentAuthority.open(state).provision(registers);
      String id = newId();
      requireUnused(options.name());
      boolean unpacked = options.backend() == BackendKind.PROCESS;
      LaunchedEnclave enclave =
          new LaunchedEnclave(
              id,
              options.name().orElse(id),
              backend.name(),
              image.file().toAbsolutePath().normalize(),
              image.measurements(),
              true,
              provisioning.moduleId(),
              unpacked ? UnpackedImages.folder(state, image) : null,
              RunDirectory.of(runtimeDirectory(), id).path(),
              Instant.now(),
              ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow(),
              false,
              List.of());
      registry.put(enclave);
      if (unpacked) {
        new UnpackedImages(state, lock).unpack(image);
      }
      return new Pending(enclave, provisioning);
    }
  }

  private Launched boot(Pending pending, Backend backend, LaunchOptions options)
      throws CosignerException, IOException, InterruptedException {
    LaunchedEnclave enclave = pending.enclave();
    invocation.output().progress("booting " + enclave.name() + " (" + backend.name() + ")...");
    long begin = System.nanoTime();
    LaunchRequest request =
        new LaunchRequest(
            enclave.image(),
            enclave.run(),
            options.memoryMib(),
            options.cpus(),
            Optional.of(pending.provisioning().frame()),
            options.patience());
    try {
      new EnclaveLauncher(backend).launch(request, new Watch(enclave));
    } catch (LaunchException e) {
      throw Failures.of(e);
    }
    Duration boot = Duration.ofNanos(System.nanoTime() - begin);
    EnclaveDescription description = enclaves.describe(enclave);
    LaunchedEnclave running = enclave.with(enclave.run().processes()).afterLaunch();
    if (!update(running)) {
      throw CosignerException.of(
              "launch-cancelled",
              ExitCode.ENVIRONMENT,
              "the enclave " + enclave.name() + " was terminated while it booted")
          .build();
    }
    return new Launched(running, description, boot);
  }

  /** What is written down and said while an enclave boots. */
  private final class Watch implements EnclaveLauncher.Started {
    private final LaunchedEnclave enclave;

    Watch(LaunchedEnclave enclave) {
      this.enclave = enclave;
    }

    @Override
    public void with(List<ProcessIdentity> processes) throws IOException {
      update(enclave.with(processes));
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

  private Backend backend(BackendKind kind, LaunchableImage image) throws CosignerException {
    return switch (kind) {
      case PROCESS -> new ProcessBackend(UnpackedImages.folder(state, image));
      case QEMU -> {
        Optional<String> home =
            Optional.ofNullable(invocation.environment().get(QemuBackend.HOME_VARIABLE))
                .filter(value -> !value.isEmpty());
        try {
          yield QemuBackend.find(home, invocation.environment().getOrDefault("PATH", ""));
        } catch (LaunchException e) {
          throw Failures.of(e);
        }
      }
    };
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

  private static void requireDevelopment(LaunchableImage image, BackendKind backend)
      throws CosignerException {
    if (image.anchor() == AnchorKind.AWS) {
      throw CosignerException.of(
              "production-image",
              ExitCode.ENVIRONMENT,
              image.file() + " is a production image, which does not run here")
          .expected(
              "a development image: "
                  + backend.name().toLowerCase(Locale.ROOT)
                  + " enclaves have no AWS Nitro Security Module")
          .found("an image that trusts AWS's root alone, and halts without AWS's module")
          .hint("build one with 'cosigner build-eif --development'")
          .build();
    }
  }
}
