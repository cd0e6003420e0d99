package dev.cosigner.host;

import dev.cosigner.host.EnclaveUnavailableException.Reason;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The mailbox of a running enclave: its method {@code deliver}. The request's body is an array of
 * envelopes; the response's is {@code [[[receiver, envelope]...], [[index, reason]...]]}.
 */
public final class EnclaveMailbox implements Mailbox {
  private static final int MAX_POSTED = 4096;
  private static final int MAX_REASON = 1000;

  /** Leaves room for the frame around the envelopes and the lengths between them. */
  private static final int MAX_BATCH_BYTES = StreamChannel.MAX_REQUEST_BYTES - (1 << 16);

  private static final int LENGTH_BYTES = 5;

  private final EnclaveConnection enclave;
  private final Duration timeout;

  /**
   * A mailbox over a connection, which stays the caller's.
   *
   * @param timeout for each request
   */
  public EnclaveMailbox(EnclaveConnection enclave, Duration timeout) {
    this.enclave = enclave;
    this.timeout = timeout;
  }

  @Override
  public Delivery deliver(List<byte[]> envelopes) throws EnclaveRefusalException, IOException {
    List<SealedEnvelope> posted = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (int from = 0; from < envelopes.size(); ) {
      int to = endOfBatch(envelopes, from);
      List<CborValue> batch = new ArrayList<>();
      for (byte[] envelope : envelopes.subList(from, to)) {
        batch.add(CborValue.of(envelope));
      }
      CborValue response = enclave.call("deliver", CborValue.array(batch), timeout);
      try {
        read(response, from, to - from, posted, refused);
      } catch (CborException e) {
        throw new EnclaveUnavailableException(
            Reason.MALFORMED, "the enclave's delivery is malformed: " + e.getMessage(), e);
      }
      from = to;
    }
    return new Delivery(posted, refused);
  }

  /** As many envelopes as a request takes, and one at least. */
  private static int endOfBatch(List<byte[]> envelopes, int from) {
    int to = from;
    long bytes = 0;
    while (to < envelopes.size()) {
      bytes += LENGTH_BYTES + envelopes.get(to).length;
      if (to > from && bytes > MAX_BATCH_BYTES) {
        break;
      }
      to++;
    }
    return to;
  }

  private static void read(
      CborValue response, int from, int size, List<SealedEnvelope> posted, List<Refused> refused)
      throws CborException {
    List<CborValue> fields = response.asArrayOf("delivery", 2);
    for (CborValue item : fields.get(0).asArray("posted envelopes", 0, MAX_POSTED)) {
      List<CborValue> envelope = item.asArrayOf("posted envelope", 2);
      posted.add(
          new SealedEnvelope(
              new InstanceId(
                  envelope.get(0).asBytes("receiver", InstanceId.BYTES, InstanceId.BYTES)),
              envelope.get(1).asBytes("envelope", 1, StreamChannel.MAX_REQUEST_BYTES)));
    }
    for (CborValue item : fields.get(1).asArray("refused envelopes", 0, size)) {
      List<CborValue> refusal = item.asArrayOf("refused envelope", 2);
      refused.add(
          new Refused(
              from + (int) refusal.get(0).asInteger("index", 0, size - 1),
              refusal.get(1).asText("reason", MAX_REASON)));
    }
  }
}
