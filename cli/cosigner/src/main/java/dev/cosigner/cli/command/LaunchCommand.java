package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.launch.EnclaveLaunch;
import dev.cosigner.cli.launch.EnclaveLaunch.Launched;
import dev.cosigner.cli.launch.LaunchOptions;
import dev.cosigner.cli.launch.LaunchOptions.BackendKind;
import dev.cosigner.host.LaunchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code cosigner launch}: starts an enclave and makes it prove what it is. */
@CommandLine.Command(
    name = "launch",
    description = {
      "Launch an enclave from an image.",
      "",
      "It goes on running after the command. The launch is a success only when what runs attests"
          + " that it is what the image holds."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner launch --backend process cosigner-development.eif",
      "  cosigner launch --backend qemu --name provider-1 --memory 1024 cosigner-development.eif",
      "  cosigner launch --backend process --json cosigner-development.eif"
    })
final class LaunchCommand extends Command {
  private static final int MAX_MEMORY_MIB = 1 << 20;
  private static final int MAX_TIMEOUT_SECONDS = 86_400;

  /** Reads {@code process} or {@code qemu}. */
  private static final class BackendName implements ITypeConverter<BackendKind> {
    @Override
    public BackendKind convert(String name) {
      return switch (name) {
        case "process" -> BackendKind.PROCESS;
        case "qemu" -> BackendKind.QEMU;
        default -> throw new TypeConversionException("expected process or qemu, found " + name);
      };
    }
  }

  @Parameters(paramLabel = "F", description = "The image.")
  private Path image;

  @Option(
      names = "--backend",
      required = true,
      converter = BackendName.class,
      paramLabel = "KIND",
      description =
          "process: a process of this machine. qemu: an emulated Nitro machine (needs QEMU, see"
              + " COSIGNER_QEMU_HOME).")
  private BackendKind backend;

  @Option(names = "--name", paramLabel = "N", description = "What to call it (default: its id).")
  private String name;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description =
          "Memory of an emulated machine in MiB, at least four times the image (default: 1024).")
  private Integer memory;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "2",
      description = "Virtual processors of an emulated machine (default: ${DEFAULT-VALUE}).")
  private int cpus;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long the boot may take (default: 60 for process, 180 for qemu).")
  private Integer timeout;

  LaunchCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    requireRange("--memory", memory, MAX_MEMORY_MIB);
    requireRange("--cpus", cpus, LaunchRequest.MAX_CPUS);
    requireRange("--timeout", timeout, MAX_TIMEOUT_SECONDS);
    LaunchOptions options =
        new LaunchOptions(
            image,
            backend,
            Optional.ofNullable(name),
            memory == null ? OptionalInt.empty() : OptionalInt.of(memory),
            cpus,
            Optional.ofNullable(timeout).map(Duration::ofSeconds));
    Launched launched = new EnclaveLaunch(invocation()).launch(options);
    Map<String, Object> document =
        EnclaveReport.document(launched.enclave(), launched.enclave().state());
    EnclaveReport.add(document, launched.description());
    document.put("bootMillis", launched.boot().toMillis());
    String text =
        EnclaveReport.table(launched.enclave(), launched.enclave().state(), launched.description());
    invocation().output().result(document, text);
    return ExitCode.DONE;
  }

  private static void requireRange(String option, Integer value, int most)
      throws CosignerException {
    if (value != null && (value < 1 || value > most)) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, "invalid value for " + option)
          .expected("1 to " + most)
          .found(Integer.toString(value))
          .hint("'cosigner launch --help' shows what it takes")
          .build();
    }
  }
}
