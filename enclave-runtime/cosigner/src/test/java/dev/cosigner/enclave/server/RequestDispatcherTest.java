package dev.cosigner.enclave.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every request gets an answer, and every refusal says why. */
class RequestDispatcherTest {
  private final RequestDispatcher dispatcher =
      new RequestDispatcher(
          Map.of(
              "echo",
              body -> body,
              "number",
              body -> CborValue.of(body.asInteger("number", 0, 9)),
              "refuse",
              body -> {
                throw new RequestException("not-today", "not today", "tomorrow", null, "wait");
              },
              "fail",
              body -> {
                throw new IllegalStateException("a fault of the handler");
              }));

  @Test
  void aRequestIsAnswered() throws Exception {
    assertThat(dispatch(request(1, "echo", CborValue.of("hello"))))
        .containsExactly(CborValue.of(1), CborValue.of("ok"), CborValue.of("hello"));
  }

  @Test
  void anUnknownMethodIsNamed() throws Exception {
    refused(
        request(1, "exec", CborNull.NULL),
        "unknown-method",
        "the enclave has no such method",
        null,
        "exec",
        "use a cosigner of the enclave's version");
  }

  @Test
  void aHandlersRefusalIsPassedOn() throws Exception {
    refused(
        request(1, "refuse", CborNull.NULL), "not-today", "not today", "tomorrow", null, "wait");
  }

  @Test
  void aBodyOfAnotherFormIsMalformed() throws Exception {
    malformed(
        request(1, "number", CborValue.of(10)),
        "number: expected an integer from 0 to 9, found 10");
  }

  @Test
  void anotherVersionIsMalformed() throws Exception {
    malformed(request(2, "echo", CborNull.NULL), "request version: expected integer 1, found 2");
  }

  @Test
  void aFurtherFieldIsMalformed() throws Exception {
    malformed(
        CborValue.array(CborValue.of(1), CborValue.of("echo"), CborNull.NULL, CborNull.NULL),
        "request: expected 3 items, found 4");
  }

  @Test
  void aMethodThatIsNoTextIsMalformed() throws Exception {
    malformed(
        CborValue.array(CborValue.of(1), CborValue.of(1), CborNull.NULL),
        "method: expected a text string, found an integer");
  }

  @Test
  void aLongMethodIsMalformed() throws Exception {
    malformed(
        request(1, "m".repeat(65), CborNull.NULL), "method: expected 0 to 64 characters, found 65");
  }

  @Test
  void bytesThatAreNoCborAreMalformed() throws Exception {
    List<CborValue> response = decode(dispatcher.dispatch(new byte[0]));
    assertThat(response.get(2)).isEqualTo(CborValue.of("malformed-request"));
  }

  @Test
  void aHandlersFaultIsNoAnswer() {
    // It ends the enclave: see boot.FatalErrors.
    assertThatThrownBy(() -> dispatcher.dispatch(request(1, "fail", CborNull.NULL).encode()))
        .isInstanceOf(IllegalStateException.class);
  }

  private void malformed(CborValue request, String message) throws CborException {
    refused(request, "malformed-request", message, null, null, null);
  }

  private void refused(
      CborValue request, String id, String message, String expected, String found, String hint)
      throws CborException {
    assertThat(dispatch(request))
        .containsExactly(
            CborValue.of(1),
            CborValue.of("error"),
            CborValue.of(id),
            CborValue.of(message),
            textOrNull(expected),
            textOrNull(found),
            textOrNull(hint));
  }

  private List<CborValue> dispatch(CborValue request) throws CborException {
    return decode(dispatcher.dispatch(request.encode()));
  }

  private static List<CborValue> decode(byte[] response) throws CborException {
    return CborDecoder.decode(response, CborLimits.of(4096, 4, 32)).asArray("response", 3, 7);
  }

  private static CborValue request(long version, String method, CborValue body) {
    return CborValue.array(CborValue.of(version), CborValue.of(method), body);
  }

  private static CborValue textOrNull(String text) {
    return text == null ? CborNull.NULL : CborValue.of(text);
  }
}
