package dev.cosigner.cli.nitro;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.host.DetachedProcess;
import dev.cosigner.host.EnclaveConnection;
import dev.cosigner.host.EnclaveUnavailableException;
import dev.cosigner.host.LaunchException;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.LineSplitter;
import dev.cosigner.host.NitroPlacement;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.host.RunDirectory;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The enclaves of this EC2 instance. */
public final class NitroEnclaves {
  /** What the Nitro CLI is for an enclave: names its files. */
  private static final String LAUNCHER = "nitro-cli";

  private static final String ENCLAVE = "enclave";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final int MAX_OUTPUT = 1 << 18;

  private final NitroInstance machine;
  private final NitroCli cli;

  /** Those of a machine. */
  public NitroEnclaves(NitroInstance machine) {
    this.machine = machine;
    this.cli = new NitroCli(machine);
  }

  /** Told how a launch goes on. */
  public interface Progress {
    /** A line for the operator. */
    void line(String text);

    /** The Nitro CLI runs as this process. */
    void started(ProcessIdentity launcher) throws IOException;
  }

  /** Whose attestation documents the enclaves make. */
  public AnchorKind nsm() {
    return machine.nsm();
  }

  /**
   * Checks that this machine can launch an enclave.
   *
   * @throws CosignerException with what is missing and how to get it
   */
  public void require(NitroRequest request) throws CosignerException, IOException {
    new LaunchChecks(machine, request).require();
  }

  /**
   * Launches an enclave: waits for its turn, then for the Nitro CLI, which waits for the heartbeat.
   * What the enclave is must be asked for by its attestation.
   *
   * @param directory where it is written down; not there yet
   * @return where the enclave is
   * @throws CosignerException if the Nitro CLI fails, or says something else than was asked for
   * @throws LaunchException if it cannot be started
   */
  public NitroPlacement launch(NitroRequest request, RunDirectory directory, Progress progress)
      throws CosignerException, LaunchException, IOException, InterruptedException {
    Duration limit = request.limit();
    try (var _ = LaunchTurn.take(machine.turn(), limit, progress::line)) {
      new LaunchChecks(machine, request).require(cli.describe());
      directory.create();
      Path output = directory.run().resolve(LAUNCHER + ".json");
      Path messages = directory.log(LAUNCHER);
      DetachedProcess process =
          DetachedProcess.start(LAUNCHER, directory, output, messages, cli.runCommand(request));
      progress.started(process.identity());
      int status = await(process, messages, limit, progress);
      if (status != 0) {
        throw new NitroErrors(machine.logs()).failure("launch the enclave", status, read(messages));
      }
      NitroEnclave enclave = cli.launched(read(output));
      requireAskedFor(request, enclave);
      if (directory.adopt(ENCLAVE, enclave.process(), LAUNCHER).isEmpty()) {
        throw CosignerException.of(
                "launch-boot-died", ExitCode.ENVIRONMENT, "the enclave ended as soon as it ran")
            .expected("the process %d that holds its resources".formatted(enclave.process()))
            .found("no such process")
            .hint("'cosigner launch --debug-mode' shows its console while it boots")
            .build();
      }
      return new NitroPlacement(enclave.id(), enclave.cid(), request.debug());
    }
  }

  private static int await(
      DetachedProcess process, Path messages, Duration limit, Progress progress)
      throws CosignerException, IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    int told = 0;
    while (true) {
      boolean ended = process.exitStatus().isPresent();
      List<String> lines = read(messages).lines().filter(line -> !line.isBlank()).toList();
      // A failure is reported as a whole.
      for (; told < lines.size() && !ended; told++) {
        progress.line(LAUNCHER + ": " + lines.get(told));
      }
      if (ended) {
        return process.exitStatus().getAsInt();
      }
      if (System.nanoTime() > end) {
        throw CosignerException.of(
                "launch-boot-timed-out", ExitCode.PEER_TIMEOUT, "the enclave did not boot in time")
            .expected("nitro-cli to have its heartbeat within " + limit.toSeconds() + " s")
            .found(lines.isEmpty() ? "no message of nitro-cli" : String.join("\n", lines))
            .hint("give a longer --timeout, or launch it with --debug-mode and read its console")
            .build();
      }
      Thread.sleep(POLL);
    }
  }

  /** What the Nitro CLI says it did, held against what it says exists and what was asked for. */
  private void requireAskedFor(NitroRequest request, NitroEnclave launched)
      throws CosignerException, IOException, InterruptedException {
    NitroEnclave described =
        cli.describe().stream()
            .filter(enclave -> enclave.id().equals(launched.id()))
            .findFirst()
            .orElseThrow(() -> other("an enclave " + launched.id(), "none in its list"));
    if (!described.state().equals("RUNNING")) {
      throw other("the state RUNNING", described.state());
    }
    if (described.cid() != launched.cid() || described.process() != launched.process()) {
      throw other(launched.toString(), described.toString());
    }
    if (request.cid().isPresent() && request.cid().getAsLong() != launched.cid()) {
      throw other("the CID " + request.cid().getAsLong(), "the CID " + launched.cid());
    }
    if (described.debug() != request.debug()) {
      throw other(
          request.debug() ? "debug mode" : "no debug mode",
          described.debug() ? "debug mode" : "none");
    }
  }

  private static CosignerException other(String expected, String found) {
    return CosignerException.of(
            "nitro-launched-other",
            ExitCode.REFUSED,
            "nitro-cli launched something else than was asked for")
        .expected(expected)
        .found(found)
        .hint("it was ended; see whether another program launches enclaves at the same time")
        .build();
  }

  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
    }
  }

  /** Connects to an enclave's server. */
  public EnclaveConnection connect(NitroPlacement placement, Duration timeout)
      throws EnclaveUnavailableException, InterruptedIOException {
    return machine.streams().open(placement.cid(), EnclaveConnection.PORT, timeout);
  }

  /**
   * Has the Nitro CLI read the console of an enclave in debug mode.
   *
   * @param follow whether until the enclave ends, or until nothing comes for a second
   * @param lines takes what it says
   * @throws CosignerException if the Nitro CLI fails
   */
  public void console(NitroPlacement placement, boolean follow, LineSplitter lines)
      throws CosignerException, IOException, InterruptedException {
    cli.console(placement.enclaveId(), follow, lines);
  }

  /**
   * Ends an enclave, also one whose launch was cut short. One that has ended is no error.
   *
   * @throws CosignerException if the Nitro CLI fails
   */
  public void terminate(LaunchedEnclave enclave)
      throws CosignerException, IOException, InterruptedException {
    if (!cli.isThere() && enclave.state() == LaunchedEnclave.State.DEAD) {
      return;
    }
    String id = enclave.nitro().enclaveId();
    if (id == null) {
      endLaunch(enclave);
    }
    for (NitroEnclave found : cli.describe()) {
      if (id == null ? found.name().equals(enclave.name()) : found.id().equals(id)) {
        cli.terminate(found.id());
      }
    }
  }

  /** Ends what launches it: the Nitro CLI, and its child that holds the resources already. */
  private static void endLaunch(LaunchedEnclave enclave) throws IOException, InterruptedException {
    for (ProcessIdentity process : enclave.run().processes()) {
      process.end(GRACE);
    }
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      // The child is a fork and has the same arguments. Those of other users are not shown.
      List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
      int name = arguments.indexOf("--enclave-name");
      boolean launches =
          arguments.contains("run-enclave")
              && name >= 0
              && name + 1 < arguments.size()
              && arguments.get(name + 1).equals(enclave.name());
      if (launches) {
        Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
        if (identity.isPresent()) {
          identity.get().end(GRACE);
        }
      }
    }
  }
}
