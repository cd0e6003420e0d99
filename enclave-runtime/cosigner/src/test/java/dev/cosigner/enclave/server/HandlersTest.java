package dev.cosigner.enclave.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.enclave.nsm.EnclaveClock;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.enclave.nsm.RandomSource;
import dev.cosigner.enclave.nsm.TestNsm;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an enclave says of itself, and that a caller's bytes reach nothing but the nonce. */
class HandlersTest {
  private final TestNsm nsm = new TestNsm();
  private final byte[] nonce = new byte[16];
  private Enclave enclave;

  @BeforeEach
  void boot() throws Exception {
    RandomSource random = RandomSource.open(nsm);
    enclave =
        new Enclave(
            "0.1.0",
            AnchorKind.DEVELOPMENT,
            nsm,
            EnclaveClock.start(nsm),
            random,
            EnclaveIdentity.create(random),
            System.nanoTime());
    nsm.attested.clear();
  }

  @Test
  void describeGivesAStatementAndAttestsItsHash() throws Exception {
    List<CborValue> answer =
        new DescribeHandler(enclave).handle(body(nonce)).asArrayOf("answer", 2);

    byte[] statement = answer.get(0).asBytes("statement", 1, 4096);
    List<CborValue> fields =
        CborDecoder.decode(statement, CborLimits.of(4096, 4, 128)).asArrayOf("statement", 7);
    assertThat(fields.get(0)).isEqualTo(CborValue.of(1));
    assertThat(fields.get(1)).isEqualTo(CborValue.of("0.1.0"));
    assertThat(fields.get(2).asInteger("uptime", 0, 60_000)).isNotNegative();
    assertThat(fields.get(3)).isEqualTo(CborValue.of("development"));
    assertThat(fields.get(4)).isEqualTo(CborValue.of(enclave.identity().instance()));
    assertThat(fields.get(5)).isEqualTo(CborValue.of("i-test-enc0"));
    List<CborValue> registers = fields.get(6).asArrayOf("registers", 16);
    for (int index = 0; index < 16; index++) {
      assertThat(registers.get(index))
          .isEqualTo(
              CborValue.array(
                  CborValue.of(index),
                  CborValue.of(nsm.describePcr(index).value()),
                  CborValue.of(index < 3)));
    }
    assertThat(nsm.attested)
        .containsExactly(
            List.of(
                CborValue.of(DomainHash.of("cosigner/describe/v1", statement)),
                CborValue.of(nonce),
                CborNull.NULL));
  }

  @Test
  void attestAttestsTheInstance() throws Exception {
    new AttestHandler(enclave).handle(body(nonce)).asArrayOf("answer", 1);
    byte[] instance = enclave.identity().instance();
    assertThat(nsm.attested)
        .containsExactly(
            List.of(
                CborValue.of(DomainHash.of("cosigner/attest/v1", instance)),
                CborValue.of(nonce),
                CborNull.NULL));
  }

  @Test
  void twoEnclavesDiffer() {
    EnclaveIdentity other = EnclaveIdentity.create(enclave.random());
    assertThat(other.instance()).isNotEqualTo(enclave.identity().instance());
    assertThat(other.openingKey().publicKey())
        .isNotEqualTo(enclave.identity().openingKey().publicKey());
    assertThat(other.key().publicKey()).isNotEqualTo(enclave.identity().key().publicKey());
  }

  @Test
  void aShortNonceIsRefused() {
    assertThatThrownBy(() -> new DescribeHandler(enclave).handle(body(new byte[15])))
        .isInstanceOf(CborException.class)
        .hasMessage("nonce: expected 16 to 64 bytes, found 15");
  }

  @Test
  void aLongNonceIsRefused() {
    assertThatThrownBy(() -> new AttestHandler(enclave).handle(body(new byte[65])))
        .hasMessage("nonce: expected 16 to 64 bytes, found 65");
  }

  @Test
  void anNsmThatFailsIsTold() {
    nsm.failure = Reason.INTERNAL_ERROR;
    assertThatThrownBy(() -> new AttestHandler(enclave).handle(body(nonce)))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.id()).isEqualTo("nsm-failed"))
        .hasMessage("failed as told");
  }

  private static CborValue body(byte[] nonce) {
    return CborValue.array(CborValue.of(nonce));
  }
}
