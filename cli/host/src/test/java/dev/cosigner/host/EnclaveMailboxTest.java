package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.host.EnclaveUnavailableException.Reason;
import dev.cosigner.host.Mailbox.Delivery;
import dev.cosigner.host.Mailbox.Refused;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EnclaveMailboxTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final CborLimits LIMITS = CborLimits.of(1 << 20, 8, 10_000);
  private static final CborValue RECEIVER = CborValue.of(new byte[16]);

  @TempDir private Path folder;

  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  /** Delivers to an enclave that answers every batch by this body. */
  private Delivery deliver(CborValue answer, List<byte[]> envelopes) throws Exception {
    Path socket = folder.resolve("vsock");
    Files.deleteIfExists(socket);
    try (StandInEnclave enclave =
            StandInEnclave.answering(
                socket,
                request -> {
                  batches.add(sizeOf(request));
                  return CborValue.array(CborValue.of(1), CborValue.of("ok"), answer).encode();
                });
        EnclaveConnection connection =
            EnclaveConnection.open(socket, EnclaveConnection.PORT, LONG)) {
      assertThat(enclave).isNotNull();
      return new EnclaveMailbox(connection, LONG).deliver(envelopes);
    }
  }

  private static int sizeOf(byte[] request) throws IOException {
    try {
      List<CborValue> fields = CborDecoder.decode(request, LIMITS).asArrayOf("request", 3);
      assertThat(fields.get(1)).isEqualTo(CborValue.of("deliver"));
      return fields.get(2).asArray("envelopes", 1, 1000).size();
    } catch (CborException e) {
      throw new IOException(e);
    }
  }

  private static CborValue delivery(List<CborValue> posted, List<CborValue> refused) {
    return CborValue.array(CborValue.array(posted), CborValue.array(refused));
  }

  @Test
  void whatIsPostedAndRefusedIsRead() throws Exception {
    CborValue answer =
        delivery(
            List.of(CborValue.array(RECEIVER, CborValue.of(new byte[] {7}))),
            List.of(CborValue.array(CborValue.of(1), CborValue.of("a replay"))));
    assertThat(deliver(answer, List.of(new byte[] {1}, new byte[] {2})))
        .isEqualTo(
            new Delivery(
                List.of(new SealedEnvelope(new InstanceId(new byte[16]), new byte[] {7})),
                List.of(new Refused(1, "a replay"))));
  }

  @Test
  void manyEnvelopesGoInSeveralRequests() throws Exception {
    CborValue firstRefused =
        delivery(List.of(), List.of(CborValue.array(CborValue.of(0), CborValue.of("no"))));
    List<byte[]> envelopes = Collections.nCopies(5, new byte[400_000]);
    assertThat(deliver(firstRefused, envelopes).refused())
        .containsExactly(new Refused(0, "no"), new Refused(2, "no"), new Refused(4, "no"));
    assertThat(batches).containsExactly(2, 2, 1);
  }

  @Test
  void whatIsNoDeliveryIsRefused() throws Exception {
    CborValue posted = CborValue.array(RECEIVER, CborValue.of(new byte[] {7}));
    for (CborValue answer :
        List.of(
            CborValue.of(1),
            CborValue.array(CborValue.array()),
            delivery(List.of(CborValue.array(RECEIVER)), List.of()),
            delivery(List.of(CborValue.array(CborValue.of(new byte[15]), RECEIVER)), List.of()),
            delivery(List.of(CborValue.array(RECEIVER, CborValue.of(new byte[0]))), List.of()),
            delivery(Collections.nCopies(4097, posted), List.of()),
            delivery(
                List.of(), List.of(CborValue.array(CborValue.of(1), CborValue.of("no such")))))) {
      assertThatExceptionOfType(EnclaveUnavailableException.class)
          .isThrownBy(() -> deliver(answer, List.of(new byte[] {1})))
          .withMessageStartingWith("the enclave's delivery is malformed: ")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }
  }
}
