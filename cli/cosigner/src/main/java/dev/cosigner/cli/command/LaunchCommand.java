package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.launch.EnclaveLaunch;
import dev.cosigner.cli.launch.EnclaveLaunch.Launched;
import dev.cosigner.cli.launch.LaunchOptions;
import dev.cosigner.cli.launch.LaunchOptions.BackendKind;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.host.LaunchRequest;
import dev.cosigner.host.NitroPlacement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
          + " that it is what the image holds.",
      "",
      "On an EC2 instance (--backend nitro) the Nitro CLI is driven. What the instance lacks is said"
          + " beforehand; launches take turns. In debug mode the console can be read and the attested"
          + " registers are zeros: nothing shows what image runs."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner launch --backend process cosigner-development.eif",
      "  cosigner launch --backend qemu --name provider-1 --memory 1024 cosigner-development.eif",
      "  cosigner launch --backend process --json cosigner-development.eif",
      "  cosigner launch --backend nitro --name provider-1 --cid 16 --memory 4096 cosigner.eif"
    })
final class LaunchCommand extends Command {
  private static final int MAX_MEMORY_MIB = 1 << 20;
  private static final int MAX_TIMEOUT_SECONDS = 86_400;

  /** Reads {@code process}, {@code qemu} or {@code nitro}. */
  private static final class BackendName implements ITypeConverter<BackendKind> {
    @Override
    public BackendKind convert(String name) {
      return switch (name) {
        case "process" -> BackendKind.PROCESS;
        case "qemu" -> BackendKind.QEMU;
        case "nitro" -> BackendKind.NITRO;
        default ->
            throw new TypeConversionException("expected process, qemu or nitro, found " + name);
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
              + " COSIGNER_QEMU_HOME). nitro: a Nitro Enclave of this EC2 instance.")
  private BackendKind backend;

  @Option(names = "--name", paramLabel = "N", description = "What to call it (default: its id).")
  private String name;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description =
          "Memory of an emulated machine or a Nitro Enclave in MiB, at least four times the image"
              + " (default: 1024, or what the image needs on EC2).")
  private Integer memory;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "Virtual processors of an emulated machine or a Nitro Enclave (default: ${DEFAULT-VALUE}).")
  private int cpus;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "How long the boot may take (default: 60 for process, 180 for qemu, what nitro-cli waits"
              + " for nitro).")
  private Integer timeout;

  @Option(
      names = "--cid",
      paramLabel = "CID",
      description =
          "Its vsock context id, 4 to 4294967294, with --backend nitro (default: one is chosen).")
  private Long cid;

  @Option(
      names = "--debug-mode",
      description =
          "Launch in debug mode, with --backend nitro: a console, and registers of zeros.")
  private boolean debug;

  LaunchCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    requireRange("--memory", memory, MAX_MEMORY_MIB);
    requireRange("--cpus", cpus, LaunchRequest.MAX_CPUS);
    requireRange("--timeout", timeout, MAX_TIMEOUT_SECONDS);
    requireNitro();
    LaunchOptions options =
        new LaunchOptions(
            image,
            backend,
            Optional.ofNullable(name),
            memory == null ? OptionalInt.empty() : OptionalInt.of(memory),
            cpus,
            Optional.ofNullable(timeout).map(Duration::ofSeconds),
            cid == null ? OptionalLong.empty() : OptionalLong.of(cid),
            debug);
    Launched launched = new EnclaveLaunch(invocation()).launch(options);
    Map<String, Object> document =
        EnclaveReport.document(launched.enclave(), launched.enclave().state());
    EnclaveReport.add(document, launched.description());
    document.put("bootMillis", launched.boot().toMillis());
    Table table =
        EnclaveReport.table(launched.enclave(), launched.enclave().state(), launched.description());
    invocation().output().result(document, table, invocation().colours());
    return ExitCode.DONE;
  }

  private void requireNitro() throws CosignerException {
    if (backend != BackendKind.NITRO && (cid != null || debug)) {
      throw CosignerException.of(
              "invalid-value",
              ExitCode.USAGE,
              (debug ? "--debug-mode" : "--cid") + " is for Nitro Enclaves")
          .expected("--backend nitro with it")
          .found("--backend " + backend.name().toLowerCase(Locale.ROOT))
          .hint("leave it out: the console of other back ends can always be read")
          .build();
    }
    if (cid != null && (cid < NitroPlacement.LEAST_CID || cid > NitroPlacement.MOST_CID)) {
      throw CosignerException.of("invalid-value", ExitCode.USAGE, "invalid value for --cid")
          .expected(NitroPlacement.LEAST_CID + " to " + NitroPlacement.MOST_CID)
          .found(Long.toString(cid))
          .hint("0 to 3 are the hypervisor's, this machine's and the parent's")
          .build();
    }
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
