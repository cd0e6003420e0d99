package dev.cosigner.host;

import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of an enclave from before its start until its end.
 *
 * @param id its id, unique on this machine for this user
 * @param name what the operator calls it
 * @param backend the name of its back end
 * @param image the image's file when it was launched
 * @param measurements what the image measures to
 * @param development whether it is a development image, under a development root
 * @param moduleId the NSM's name that was given to a development image, else null
 * @param content the folder of its unpacked image, which others may share; else null
 * @param directory its sockets
 * @param startedAt when its launch began
 * @param launcher who launches it
 * @param launched whether its launch ended well: it booted, and attested what it is
 * @param processes its programs, as far as the launcher got to write them down
 * @param nitro where it is on an EC2 instance, or null for other back ends
 */
public record LaunchedEnclave(
    String id,
    String name,
    String backend,
    Path image,
    Measurements measurements,
    boolean development,
    String moduleId,
    Path content,
    Path directory,
    Instant startedAt,
    ProcessIdentity launcher,
    boolean launched,
    List<ProcessIdentity> processes,
    NitroPlacement nitro) {
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** What has become of it. */
  public enum State {
    /** Its launch goes on. */
    STARTING,
    /** It runs, and its launch ended well. */
    RUNNING,
    /** Something of it runs, but whoever launched it was cut short: it proved nothing. */
    ABANDONED,
    /** It ended, or a part of it did. */
    DEAD
  }

  /** Copies the list. */
  public LaunchedEnclave {
    processes = List.copyOf(processes);
  }

  /** The same with its programs. */
  public LaunchedEnclave with(List<ProcessIdentity> started) {
    return copy(launched, started, nitro);
  }

  /** The same after its launch ended well. */
  public LaunchedEnclave afterLaunch() {
    return copy(true, processes, nitro);
  }

  /** The same once the Nitro CLI has placed it. */
  public LaunchedEnclave with(NitroPlacement placed) {
    return copy(launched, processes, placed);
  }

  /** Whether it runs in debug mode: its console can be read, and its registers are zeros. */
  public boolean isDebug() {
    return nitro != null && nitro.debug();
  }

  private LaunchedEnclave copy(
      boolean launchedNow, List<ProcessIdentity> processesNow, NitroPlacement nitroNow) {
    return new LaunchedEnclave(
        id,
        name,
        backend,
        image,
        measurements,
        development,
        moduleId,
        content,
        directory,
        startedAt,
        launcher,
        launchedNow,
        processesNow,
        nitroNow);
  }

  /** Where its sockets are. */
  public RunDirectory run() {
    return new RunDirectory(directory);
  }

  /** What has become of it by now. */
  public State state() throws IOException {
    Set<ProcessIdentity> all = new LinkedHashSet<>(processes);
    all.addAll(run().processes());
    boolean anyAlive = all.stream().anyMatch(ProcessIdentity::isAlive);
    if (launched) {
      boolean allAlive = anyAlive && all.stream().allMatch(ProcessIdentity::isAlive);
      return allAlive ? State.RUNNING : State.DEAD;
    }
    if (launcher.isAlive()) {
      return State.STARTING;
    }
    return anyAlive ? State.ABANDONED : State.DEAD;
  }

  /**
   * Connects to its server.
   *
   * @throws EnclaveUnavailableException if it cannot be reached
   */
  public EnclaveConnection connect(Duration timeout)
      throws EnclaveUnavailableException, InterruptedIOException {
    return EnclaveConnection.open(run().vsock(), EnclaveConnection.PORT, timeout);
  }

  /**
   * Ends it: its programs in turn, asked first and killed after three seconds, then its directory.
   * Ending what has ended is no error.
   *
   * @return the processes that could not be ended, because they belong to another user
   * @throws IOException if the directory cannot be moved or removed
   */
  public List<ProcessIdentity> terminate() throws IOException, InterruptedException {
    return terminate(run(), processes);
  }

  static List<ProcessIdentity> terminate(RunDirectory run, List<ProcessIdentity> known)
      throws IOException, InterruptedException {
    // Moved aside first: from here on no program of this enclave can begin.
    Optional<RunDirectory> retired = run.retire();
    Set<ProcessIdentity> all = new LinkedHashSet<>(known);
    if (retired.isPresent()) {
      all.addAll(retired.get().settledProcesses());
    }
    List<ProcessIdentity> left = new ArrayList<>();
    for (ProcessIdentity process : all) {
      if (!process.end(GRACE)) {
        left.add(process);
      }
    }
    if (retired.isPresent() && left.isEmpty()) {
      retired.get().delete();
    }
    return left;
  }
}
