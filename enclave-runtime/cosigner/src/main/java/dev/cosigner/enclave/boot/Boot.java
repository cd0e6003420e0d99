package dev.cosigner.enclave.boot;

import dev.cosigner.enclave.linux.Listener;
import dev.cosigner.enclave.linux.ParentLink;
import dev.cosigner.enclave.nsm.EnclaveClock;
import dev.cosigner.enclave.nsm.InsecureRandomnessException;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.RandomSource;
import dev.cosigner.enclave.server.AttestHandler;
import dev.cosigner.enclave.server.DescribeHandler;
import dev.cosigner.enclave.server.Enclave;
import dev.cosigner.enclave.server.EnclaveIdentity;
import dev.cosigner.enclave.server.RequestDispatcher;
import dev.cosigner.enclave.server.RequestHandler;
import dev.cosigner.enclave.server.Server;
import dev.cosigner.enclave.server.ServerLimits;
import dev.cosigner.enclave.wallet.WalletHandlers;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.request.Method;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The order of a boot. Each step rests on those before it. */
final class Boot {
  /** PCR0, PCR1 and PCR2 say what the image is. */
  private static final int MEASURED = 3;

  private final Machine machine;
  private final long startNanos;

  Boot(Machine machine, long startNanos) {
    this.machine = machine;
    this.startNanos = startNanos;
  }

  /**
   * Boots, and serves until the server fails; or becomes the process of a foreign image.
   *
   * @throws BootException if a step fails, or the server
   */
  void run() throws BootException {
    machine.prepare();
    Optional<ForeignProcess> foreign = ForeignProcess.ofImage();
    if (foreign.isPresent()) {
      // Such an image holds no configuration of a cosigner, and nothing of one is started.
      foreign.get().start(machine);
    } else {
      serve();
    }
  }

  private void serve() throws BootException {
    Enclave enclave = bringUp(MeasuredConfiguration.read());
    RequestDispatcher dispatcher = new RequestDispatcher(handlers(enclave));
    try (Listener listener = machine.parent().listen(Server.PORT)) {
      // Listening first: whoever sees the heartbeat may connect at once.
      Heartbeat.send(machine.parent());
      Console.say(
          "serving on port "
              + Server.PORT
              + " after "
              + (System.nanoTime() - startNanos) / 1_000_000
              + " ms");
      new Server(listener, dispatcher, ServerLimits.STANDARD).serve();
    } catch (IOException e) {
      throw BootException.environment("server: " + e.getMessage(), e);
    }
  }

  private Enclave bringUp(MeasuredConfiguration configuration) throws BootException {
    ParentLink parent = machine.parent();
    Nsm nsm = NsmSelection.open(configuration, parent);
    try {
      // From here on no code of this enclave can change what its documents say of it.
      nsm.lockPcrs(Nsm.PCR_COUNT);
      RandomSource random = RandomSource.open(nsm);
      EnclaveClock clock = EnclaveClock.start(nsm);
      EnclaveIdentity identity = EnclaveIdentity.create(random);
      return new Enclave(
          version(), configuration.anchorKind(), nsm, clock, random, identity, startNanos);
    } catch (NsmException e) {
      throw BootException.environment("NSM: " + e.getMessage(), e);
    } catch (InsecureRandomnessException e) {
      throw BootException.refused(e.getMessage());
    }
  }

  private static Map<String, RequestHandler> handlers(Enclave enclave) throws BootException {
    Map<String, RequestHandler> handlers = new HashMap<>();
    handlers.put(Method.DESCRIBE.wireName(), new DescribeHandler(enclave));
    handlers.put(Method.ATTEST.wireName(), new AttestHandler(enclave));
    try {
      if (attestsZeros(enclave.nsm())) {
        Console.say(
            "debug mode: describing this enclave is all that it does, and it makes no keys");
        return handlers;
      }
      handlers.putAll(WalletHandlers.of(enclave));
    } catch (NsmException e) {
      throw BootException.environment("NSM: " + e.getMessage(), e);
    } catch (AttestationException e) {
      throw BootException.refused("this enclave's own attestation: " + e.getMessage());
    }
    return handlers;
  }

  /** In debug mode the parent reads the console, and documents hold zeros for measurements. */
  private static boolean attestsZeros(Nsm nsm) throws NsmException, AttestationException {
    return AttestationDocument.parse(nsm.attest(null, null, null))
        .unverifiedClaims()
        .pcrs()
        .headMap(MEASURED)
        .values()
        .stream()
        .anyMatch(PcrValue::isZero);
  }

  private static String version() throws BootException {
    return Boot.class
        .getModule()
        .getDescriptor()
        .rawVersion()
        .orElseThrow(() ->
            BootException.environment(
                "expected a version in the enclave's module, found none", null));
  }
}
