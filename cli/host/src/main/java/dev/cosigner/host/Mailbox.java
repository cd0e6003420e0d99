package dev.cosigner.host;

import java.io.IOException;
import java.util.List;

/** Where envelopes for one enclave are delivered, and where it posts its own. */
@FunctionalInterface
public interface Mailbox {
  /**
   * Delivers envelopes.
   *
   * @param envelopes in the order in which they arrived
   * @return what the enclave posts in turn, and what it refused
   * @throws EnclaveRefusalException if it refused the delivery as a whole
   * @throws IOException if it cannot be reached
   */
  Delivery deliver(List<byte[]> envelopes) throws EnclaveRefusalException, IOException;

  /**
   * What came of a delivery.
   *
   * @param posted envelopes for others
   * @param refused those of the delivered that the enclave did not take
   */
  record Delivery(List<SealedEnvelope> posted, List<Refused> refused) {
    /** Copies the lists. */
    public Delivery {
      posted = List.copyOf(posted);
      refused = List.copyOf(refused);
    }
  }

  /**
   * An envelope that an enclave did not take.
   *
   * @param index its place in the delivery, from 0
   * @param reason the enclave's words, at most 1,000 characters
   */
  record Refused(int index, String reason) {}
}
