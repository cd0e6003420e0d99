package dev.cosigner.nsm.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.cosigner.eif.ramdisk.ImageUnpacker;
import dev.cosigner.host.Backend;
import dev.cosigner.host.EnclaveConnection;
import dev.cosigner.host.EnclaveLauncher;
import dev.cosigner.host.LaunchException;
import dev.cosigner.host.LaunchRequest;
import dev.cosigner.host.ProcessBackend;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.host.ProvisioningFrame;
import dev.cosigner.host.QemuBackend;
import dev.cosigner.host.RunDirectory;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole image, built, booted and asked who it is: as a process and in an emulated Nitro machine.
 */
@Timeout(600)
class BootedImageTest {
  /** Emulation is slow, and the machine may be busy. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final long MAX_AGE_MILLIS = 120_000;

  @TempDir private static Path directory;
  private static Path image;
  private static Measurements built;
  private static DevelopmentAuthority authority;
  private static int launched;

  private final List<ProcessIdentity> started = new ArrayList<>();

  @BeforeAll
  static void build() throws Exception {
    image = directory.resolve("cosigner.eif");
    built = new TestDistribution(directory.resolve("distribution")).build(image);
    authority = DevelopmentAuthority.create();
  }

  @AfterEach
  void endWhatWasStarted() throws InterruptedException {
    for (ProcessIdentity process : started) {
      process.end(Duration.ofSeconds(5));
    }
  }

  @Test
  void theUnpackedImageServesAsAProcess() throws Exception {
    Path unpacked = directory.resolve("unpacked");
    new ImageUnpacker().unpack(image, unpacked, built);
    Map<Integer, CborBytes> registers =
        Map.of(
            0, CborValue.of(built.pcr0().bytes()),
            1, CborValue.of(built.pcr1().bytes()),
            2, CborValue.of(built.pcr2().bytes()));

    RunDirectory run = launch(new ProcessBackend(unpacked), image, registers);

    assertDescribesItself(run);
  }

  @Test
  void theMachinesOwnRegistersAreTheBuilders() throws Exception {
    RunDirectory run = launch(qemu(), image, null);

    assertDescribesItself(run);
  }

  @Test
  void aWordMovedOverASectionsBorderLeavesTheRegistersAndIsRefusedAtBoot() throws Exception {
    Path moved = directory.resolve("moved.eif");
    assertThat(TestDistribution.moveCommandLineIntoKernel(image, 8, moved)).isEqualTo(built);
    QemuBackend emulator = qemu();

    assertThatThrownBy(() -> launch(emulator, moved, null))
        .isInstanceOfSatisfying(
            LaunchException.class,
            e ->
                assertThat(String.join("\n", e.console()))
                    .contains(
                        "cosigner-enclave: fatal: kernel command line:"
                            + " expected word 5 to be the image's \"console=ttyS0\","
                            + " found \"ttyS0\""));
  }

  private RunDirectory launch(Backend backend, Path file, Map<Integer, CborBytes> registers)
      throws Exception {
    RunDirectory run = new RunDirectory(directory.resolve("enclave-" + ++launched));
    LaunchRequest request =
        new LaunchRequest(
            file,
            run,
            OptionalInt.empty(),
            LaunchRequest.DEFAULT_CPUS,
            Optional.of(new ProvisioningFrame(authority.provisioning(registers))),
            Optional.of(PATIENCE));
    new EnclaveLauncher(backend).launch(request, started::addAll);
    return run;
  }

  /** The emulator of the tests; without one the test is skipped, but never in CI. */
  private static QemuBackend qemu() throws LaunchException {
    Optional<String> home = Optional.ofNullable(System.getenv(QemuBackend.HOME_VARIABLE));
    if (home.isEmpty() && !"true".equals(System.getenv("CI"))) {
      abort(QemuBackend.HOME_VARIABLE + " is not set: nothing is booted");
    }
    return QemuBackend.find(home, System.getenv("PATH"));
  }

  private static void assertDescribesItself(RunDirectory run) throws Exception {
    byte[] nonce = new byte[32];
    nonce[31] = 7;
    List<CborValue> answer;
    try (EnclaveConnection connection =
        EnclaveConnection.open(run.vsock(), EnclaveConnection.PORT, ANSWER)) {
      CborValue body = CborValue.array(CborValue.of(nonce));
      answer = connection.call("describe", body, ANSWER).asArrayOf("answer", 2);
    }

    byte[] statement = answer.get(0).asBytes("statement", 1, 4096);
    new AttestationVerifier(authority.anchor(), MeasurementPolicy.of(built))
        .verify(
            answer.get(1).asBytes("document", 1, 16_384),
            Expectation.nothing()
                .withNonce(nonce)
                .withUserData(DomainHash.of("cosigner/describe/v1", statement)),
            System.currentTimeMillis(),
            MAX_AGE_MILLIS);
    List<CborValue> fields =
        CborDecoder.decode(statement, CborLimits.of(4096, 4, 128)).asArrayOf("statement", 7);
    assertThat(fields.get(3)).isEqualTo(CborValue.of("development"));
    List<CborValue> registers = fields.get(6).asArrayOf("registers", 16);
    for (int index = 0; index < 3; index++) {
      assertThat(registers.get(index))
          .isEqualTo(
              CborValue.array(
                  CborValue.of(index),
                  CborValue.of(built.registers().get(index).bytes()),
                  CborValue.of(true)));
    }
  }
}
