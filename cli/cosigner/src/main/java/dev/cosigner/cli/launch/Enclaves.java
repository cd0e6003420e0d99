package dev.cosigner.cli.launch;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.cli.emulate.DevelopmentAuthority;
import dev.cosigner.cli.nitro.NitroEnclaves;
import dev.cosigner.cli.nitro.NitroInstance;
import dev.cosigner.host.EnclaveConnection;
import dev.cosigner.host.EnclaveRefusalException;
import dev.cosigner.host.EnclaveUnavailableException;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** The enclaves that this operator launched on this machine. */
public final class Enclaves {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** An enclave in emulation signs slowly. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final int NONCE_BYTES = 32;

  private final StateDirectory state;
  private final EnclaveRegistry registry;
  private final NitroEnclaves nitro;

  /** Those of a state directory; Nitro Enclaves are those of this EC2 instance. */
  public Enclaves(StateDirectory state) {
    this(state, NitroInstance.EC2);
  }

  /** Those of a run. */
  public Enclaves(Invocation invocation) throws CosignerException {
    this(invocation.state(), invocation.nitro());
  }

  private Enclaves(StateDirectory state, NitroInstance machine) {
    this.state = state;
    this.nitro = new NitroEnclaves(machine);
    this.registry = new EnclaveRegistry(state);
  }

  /** All of them, oldest first, those that have died included. */
  public List<LaunchedEnclave> all() throws CosignerException, IOException {
    return registry.all();
  }

  /**
   * The one of this id or name.
   *
   * @throws CosignerException {@code unknown-enclave} if there is none
   */
  public LaunchedEnclave find(String idOrName) throws CosignerException, IOException {
    return registry
        .find(idOrName)
        .orElseThrow(() ->
            CosignerException.of("unknown-enclave", ExitCode.BAD_INPUT, "there is no such enclave")
                .expected("the id or the name of an enclave launched here")
                .found(idOrName)
                .hint("'cosigner list' shows them")
                .build());
  }

  /** Connects to an enclave's server; what it is must be asked for by {@link #describe}. */
  public EnclaveConnection connect(LaunchedEnclave enclave) throws CosignerException, IOException {
    try {
      return enclave.nitro() == null
          ? enclave.connect(CONNECT)
          : nitro.connect(enclave.nitro(), CONNECT);
    } catch (EnclaveUnavailableException e) {
      throw Failures.of(enclave.name(), e);
    }
  }

  /**
   * The verifier of an enclave's documents: under its root, of its image and no other.
   *
   * @throws CosignerException {@code development-root-missing} if the root of a development enclave
   *     is not there
   */
  public AttestationVerifier verifier(LaunchedEnclave enclave)
      throws CosignerException, IOException {
    TrustAnchor anchor =
        enclave.development()
            ? DevelopmentAuthority.anchor(state).orElseThrow(this::rootMissing)
            : TrustAnchor.aws();
    return new AttestationVerifier(anchor, MeasurementPolicy.of(enclave.measurements()));
  }

  private CosignerException rootMissing() {
    return CosignerException.of(
            "development-root-missing",
            ExitCode.BAD_INPUT,
            "the root that the enclave was launched under is not there")
        .expected("the development root in " + state.path("development"))
        .found("none")
        .hint("launch the enclave again")
        .build();
  }

  /**
   * Asks an enclave over a fresh nonce what it is, and verifies that it is what was launched.
   *
   * @throws CosignerException if it does not answer, or does not prove it
   */
  public EnclaveDescription describe(LaunchedEnclave enclave)
      throws CosignerException, IOException {
    AttestationVerifier verifier = verifier(enclave);
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    try (EnclaveConnection connection = connect(enclave)) {
      CborValue answer = connection.call("describe", CborValue.array(CborValue.of(nonce)), ANSWER);
      EnclaveDescription description =
          EnclaveDescription.verify(
              answer, nonce, verifier, System.currentTimeMillis(), enclave.isDebug());
      String anchor = enclave.development() ? "development" : "aws";
      EnclaveDescription.requireSame("anchor kind", anchor, description.anchor());
      if (enclave.moduleId() != null) {
        EnclaveDescription.requireSame("module id", enclave.moduleId(), description.moduleId());
      }
      return description;
    } catch (EnclaveUnavailableException e) {
      throw Failures.of(enclave.name(), e);
    } catch (EnclaveRefusalException e) {
      throw Failures.of(enclave.name(), e);
    } catch (AttestationException e) {
      throw Failures.of(enclave.name(), e);
    } catch (CborException e) {
      throw Failures.of(enclave.name(), e);
    } catch (ContradictionException e) {
      throw Failures.of(enclave.name(), e);
    }
  }

  /**
   * Ends an enclave and forgets it. One that has died, or is ended already, is forgotten all the
   * same.
   *
   * @throws CosignerException {@code enclave-not-yours} if a process of it belongs to another user
   */
  public void terminate(LaunchedEnclave enclave)
      throws CosignerException, IOException, InterruptedException {
    if (enclave.nitro() != null) {
      nitro.terminate(enclave);
    }
    List<ProcessIdentity> left = enclave.terminate();
    if (!left.isEmpty()) {
      throw CosignerException.of(
              "enclave-not-yours",
              ExitCode.ENVIRONMENT,
              "the enclave " + enclave.name() + " could not be ended")
          .expected("to be allowed to end its processes")
          .found("process " + left.getFirst().pid() + " still runs")
          .hint("run cosigner as the user who launched it")
          .build();
    }
    try (StateLock lock = StateLock.acquire(state)) {
      registry.remove(enclave);
      new UnpackedImages(state, lock).removeUnused(registry.all());
    }
  }
}
