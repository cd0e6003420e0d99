package dev.cosigner.host;

import dev.cosigner.host.LaunchException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Launches one enclave: makes its directory, listens for what it sends while it boots, starts it,
 * and waits for its heartbeat. What fails or is interrupted leaves nothing running.
 */
public final class EnclaveLauncher {
  private static final Duration POLL = Duration.ofMillis(10);

  /**
   * Whether an emulated clock comes out right depends on how busy this machine is in its first
   * milliseconds.
   */
  private static final int MAX_BOOTS = 8;

  private final Backend backend;

  /** Told which processes make up the enclave. */
  @FunctionalInterface
  public interface Started {
    /** Takes them down. */
    void with(List<ProcessIdentity> processes) throws IOException;

    /**
     * Told that an emulated machine could not calibrate its clock and boots again.
     *
     * @param boot which boot comes now, from 2
     * @param most how many there will be at most
     */
    default void again(int boot, int most) {}
  }

  /** Launches on this back end. */
  public EnclaveLauncher(Backend backend) {
    this.backend = backend;
  }

  /**
   * Launches an enclave and waits until it has booted. That it has says nothing about what it is:
   * the caller asks it for an attestation document. A machine that refuses its own clock, as an
   * emulated one does when this machine is too busy for it to calibrate, is booted again.
   *
   * @param request what to launch
   * @param started told which processes make up the enclave, as soon as they run
   * @throws LaunchException if it cannot be started, ends while it boots, or takes too long
   * @throws IOException if its files cannot be written
   * @throws InterruptedException if this thread is interrupted
   */
  public void launch(LaunchRequest request, Started started)
      throws LaunchException, IOException, InterruptedException {
    for (int boot = 1; ; boot++) {
      try {
        bootOnce(request, started);
        return;
      } catch (LaunchException e) {
        if (e.reason() != Reason.CLOCK_UNSTEADY || boot == MAX_BOOTS) {
          throw e;
        }
        started.again(boot + 1, MAX_BOOTS);
      }
    }
  }

  private void bootOnce(LaunchRequest request, Started started)
      throws LaunchException, IOException, InterruptedException {
    RunDirectory directory = request.directory();
    directory.create();
    boolean booted = false;
    try (ParentListener heartbeat =
            ParentListener.heartbeat(directory.listener(ParentListener.HEARTBEAT_PORT));
        ParentListener provisioning = provisioning(request)) {
      List<DetachedProcess> processes = backend.start(request);
      started.with(processes.stream().map(DetachedProcess::identity).toList());
      awaitHeartbeat(heartbeat, provisioning, processes, request);
      booted = true;
    } finally {
      if (!booted) {
        clear(directory);
      }
    }
  }

  private static ParentListener provisioning(LaunchRequest request) throws IOException {
    return request.provisioning().isEmpty()
        ? null
        : ParentListener.provisioning(
            request.directory().listener(ParentListener.PROVISIONING_PORT),
            request.provisioning().get().bytes());
  }

  private void awaitHeartbeat(
      ParentListener heartbeat,
      ParentListener provisioning,
      List<DetachedProcess> processes,
      LaunchRequest request)
      throws LaunchException, InterruptedException {
    Duration patience = request.patience().orElse(backend.patience());
    Deadline deadline = Deadline.in(patience);
    while (!heartbeat.exchanged().isDone()) {
      for (DetachedProcess process : processes) {
        OptionalInt status = process.exitStatus();
        if (status.isPresent()) {
          throw died(process, status.getAsInt(), request.directory());
        }
      }
      if (deadline.isPast()) {
        boolean unprovisioned = provisioning != null && !provisioning.exchanged().isDone();
        throw hung(patience, unprovisioned, request.directory());
      }
      Thread.sleep(POLL);
    }
  }

  private static LaunchException died(DetachedProcess process, int status, RunDirectory directory) {
    List<String> console = LogTail.of(directory.console());
    BootFailure failure = BootFailure.died(process.role(), status, console);
    return new LaunchException(
        failure.clockUnsteady() ? Reason.CLOCK_UNSTEADY : Reason.BOOT_DIED,
        "the enclave ended while it booted",
        "its heartbeat",
        failure.cause(),
        failure.hint(),
        console);
  }

  private static LaunchException hung(
      Duration patience, boolean unprovisioned, RunDirectory directory) {
    List<String> console = LogTail.of(directory.console());
    BootFailure failure = BootFailure.hung(unprovisioned, console);
    return new LaunchException(
        Reason.BOOT_TIMED_OUT,
        "the enclave did not boot in time",
        "its heartbeat within " + patience.toSeconds() + " s",
        failure.cause(),
        failure.hint(),
        console);
  }

  /** Ends whatever has started. The interruption that led here, if any, waits until it is done. */
  private static void clear(RunDirectory directory) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      LaunchedEnclave.terminate(directory, List.of());
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
