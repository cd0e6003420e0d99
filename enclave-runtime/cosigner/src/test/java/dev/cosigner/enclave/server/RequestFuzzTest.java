package dev.cosigner.enclave.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import java.util.Map;

/** Whatever bytes a parent sends: an answer of the right form, and never an exception. */
class RequestFuzzTest {
  private static final CborLimits RESPONSE =
      CborLimits.of(2 * RequestDispatcher.MAX_REQUEST_BYTES, 17, 1 << 17);

  private static final RequestDispatcher DISPATCHER =
      new RequestDispatcher(
          Map.of("echo", body -> body, "nonce", body -> body.asArrayOf("", 1).get(0)));

  @FuzzTest(maxDuration = "30s")
  void everyRequestIsAnswered(byte[] request) throws CborException {
    byte[] response = DISPATCHER.dispatch(request);
    CborDecoder.decode(response, RESPONSE).asArray("response", 3, 7);
  }
}
