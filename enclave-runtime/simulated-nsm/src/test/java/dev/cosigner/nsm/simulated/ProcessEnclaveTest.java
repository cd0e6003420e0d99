package dev.cosigner.nsm.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole boot as a process, from the provisioning to the attested answers, and what stops it. */
@Timeout(120)
class ProcessEnclaveTest {
  private static final int BEAT = 0xb7;

  private static DevelopmentAuthority authority;

  @TempDir Path directory;
  private ProcessEnclave enclave;

  @BeforeAll
  static void createAuthority() throws Exception {
    authority = DevelopmentAuthority.create();
  }

  @BeforeEach
  void prepare() throws IOException {
    enclave = new ProcessEnclave(directory);
  }

  @AfterEach
  void end() throws IOException {
    enclave.close();
  }

  @Test
  void bootsAndAttestsWhatItIs() throws Exception {
    enclave.start("development");
    enclave.provision(authority.provisioning(Registers.IMAGE));
    assertThat(enclave.answerHeartbeat(BEAT)).isEqualTo(BEAT);

    byte[] nonce = new byte[32];
    nonce[0] = 9;
    List<List<CborValue>> responses =
        enclave.call(
            request("describe", CborValue.array(CborValue.of(nonce))),
            request("attest", CborValue.array(CborValue.of(nonce))),
            request("exec", CborNull.NULL));

    AttestationVerifier verifier = new AttestationVerifier(authority.anchor(), Registers.policy());
    Expectation expectation = Expectation.nothing().withNonce(nonce);

    List<CborValue> description = responses.get(0).get(2).asArrayOf("description", 2);
    byte[] statement = description.get(0).asBytes("statement", 1, 4096);
    verifier.verify(
        description.get(1).asBytes("document", 1, 16_384),
        expectation.withUserData(DomainHash.of("cosigner/describe/v1", statement)),
        System.currentTimeMillis(),
        60_000);
    List<CborValue> fields =
        CborDecoder.decode(statement, CborLimits.of(4096, 4, 128)).asArrayOf("statement", 7);
    assertThat(fields.get(3)).isEqualTo(CborValue.of("development"));
    assertThat(fields.get(5)).isEqualTo(CborValue.of(DevelopmentAuthority.MODULE_ID));
    assertThat(fields.get(6).asArrayOf("registers", 16).get(2))
        .isEqualTo(CborValue.array(CborValue.of(2), Registers.register(3), CborValue.of(true)));

    byte[] instance = fields.get(4).asBytes("instance", 16, 16);
    verifier.verify(
        responses.get(1).get(2).asArrayOf("attestation", 1).get(0).asBytes("document", 1, 16_384),
        expectation.withUserData(DomainHash.of("cosigner/attest/v1", instance)),
        System.currentTimeMillis(),
        60_000);

    assertThat(responses.get(2).get(2)).isEqualTo(CborValue.of("unknown-method"));
    assertThat(enclave.printed()).matches("cosigner-enclave: serving on port 5005 after \\d+ ms\n");
  }

  @Test
  void aSimulatedNsmInAProductionImageIsRefused() throws Exception {
    enclave.start("aws");
    ends(5, "expected 0 simulated NSMs in an image of anchor kind aws, found 1");
  }

  @Test
  void anImageWithoutAConfigurationDoesNotStart() throws Exception {
    enclave.start();
    ends(
        4,
        "expected the measured configuration:"
            + " app/configuration.cbor (No such file or directory)");
  }

  @Test
  void aMalformedProvisioningEndsIt() throws Exception {
    enclave.start("development");
    enclave.provision(new byte[] {1});
    ends(4, "NSM: provisioning: expected an array, found an integer");
  }

  @Test
  void anotherAnswerToTheHeartbeatEndsIt() throws Exception {
    enclave.start("development");
    enclave.provision(authority.provisioning(Registers.IMAGE));
    enclave.answerHeartbeat(0);
    ends(4, "heartbeat: expected the parent to answer b7, found another answer");
  }

  private void ends(int exitCode, String reason) throws Exception {
    assertThat(enclave.exitCode()).isEqualTo(exitCode);
    assertThat(enclave.printed()).isEqualTo("cosigner-enclave: fatal: " + reason + "\n");
  }

  private static CborValue request(String method, CborValue body) {
    return CborValue.array(CborValue.of(1), CborValue.of(method), body);
  }
}
