package dev.cosigner.enclave.server;

import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;
import java.util.Map;

/**
 * From a request's bytes to a response's: [1, method, body] to [1, "ok", body] or [1, "error", id,
 * message, expected, found, hint].
 */
public final class RequestDispatcher {
  /** The longest request, bytes. */
  public static final int MAX_REQUEST_BYTES = 1 << 20;

  /** Deeper and richer than any method's body. */
  private static final CborLimits LIMITS = CborLimits.of(MAX_REQUEST_BYTES, 16, 1 << 16);

  private static final int VERSION = 1;
  private static final int LONGEST_METHOD = 64;

  private final Map<String, RequestHandler> handlers;

  /**
   * Answers these methods and no others.
   *
   * @param handlers by method name
   */
  public RequestDispatcher(Map<String, RequestHandler> handlers) {
    this.handlers = Map.copyOf(handlers);
  }

  /** Answers a request, malformed ones too. */
  public byte[] dispatch(byte[] request) {
    try {
      List<CborValue> fields = CborDecoder.decode(request, LIMITS).asArrayOf("request", 3);
      fields.get(0).asInteger("request version", VERSION, VERSION);
      String method = fields.get(1).asText("method", LONGEST_METHOD);
      RequestHandler handler = handlers.get(method);
      if (handler == null) {
        throw new RequestException(
            "unknown-method",
            "the enclave has no such method",
            null,
            method,
            "use a cosigner of the enclave's version");
      }
      CborValue body = handler.handle(fields.get(2));
      return CborValue.array(CborValue.of(VERSION), CborValue.of("ok"), body).encode();
    } catch (CborException e) {
      return refusal(new RequestException("malformed-request", e.getMessage(), null, null, null));
    } catch (RequestException e) {
      return refusal(e);
    }
  }

  /** The response that refuses a request. */
  static byte[] refusal(RequestException e) {
    return CborValue.array(
            CborValue.of(VERSION),
            CborValue.of("error"),
            CborValue.of(e.id()),
            CborValue.of(e.getMessage()),
            textOrNull(e.expected()),
            textOrNull(e.found()),
            textOrNull(e.hint()))
        .encode();
  }

  private static CborValue textOrNull(String text) {
    return text == null ? CborNull.NULL : CborValue.of(text);
  }
}
