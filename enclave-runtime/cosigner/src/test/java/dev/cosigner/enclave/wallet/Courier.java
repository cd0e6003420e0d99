package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.DeliveryResult;
import dev.cosigner.protocol.request.Outbound;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries envelopes faithfully, one by one; what comes too early it brings again. */
final class Courier {
  private final Map<ByteString, TestCosigner> cosigners;

  Courier(List<TestCosigner> cosigners) {
    this.cosigners = TestCosigner.byInstance(cosigners);
  }

  void carry(List<Begun> begun) throws RequestException {
    List<Outbound> waiting = new ArrayList<>();
    begun.forEach(one -> waiting.addAll(one.envelopes()));
    boolean moved = true;
    while (moved) {
      moved = false;
      List<Outbound> now = List.copyOf(waiting);
      waiting.clear();
      for (Outbound out : now) {
        DeliveryResult result =
            cosigners.get(out.receiverInstance()).deliver(List.of(out.envelope()));
        waiting.addAll(result.envelopes());
        if (result.refused().isEmpty()) {
          moved = true;
        } else if (result.refused().getFirst().reason().equals("UNKNOWN_SESSION")) {
          waiting.add(out);
        }
      }
    }
  }
}
