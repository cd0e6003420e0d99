package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.host.EnclaveUnavailableException.Reason;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EnclaveConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final CborLimits LIMITS = CborLimits.of(4 << 20, 16, 1000);

  @TempDir private Path folder;

  private Path socket() {
    return folder.resolve("vsock");
  }

  private static byte[] ok(CborValue body) {
    return CborValue.array(CborValue.of(1), CborValue.of("ok"), body).encode();
  }

  private EnclaveConnection open() throws Exception {
    return EnclaveConnection.open(socket(), EnclaveConnection.PORT, LONG);
  }

  @Test
  void requestsAreAnsweredInTurn() throws Exception {
    // Each answer repeats the request's method and body.
    try (StandInEnclave enclave =
            StandInEnclave.answering(
                socket(),
                request -> {
                  try {
                    return ok(CborDecoder.decode(request, LIMITS));
                  } catch (dev.cosigner.protocol.cbor.CborException e) {
                    throw new java.io.IOException(e);
                  }
                });
        EnclaveConnection connection = open()) {
      assertThat(enclave).isNotNull();
      for (String method : List.of("describe", "attest")) {
        CborValue body = CborValue.array(CborValue.of(new byte[32]));
        assertThat(connection.call(method, body, LONG))
            .isEqualTo(CborValue.array(CborValue.of(1), CborValue.of(method), body));
      }
    }
  }

  @Test
  void aLargeResponseArrives() throws Exception {
    byte[] large = new byte[3 << 20];
    try (StandInEnclave enclave =
            StandInEnclave.answering(socket(), request -> ok(CborValue.of(large)));
        EnclaveConnection connection = open()) {
      assertThat(enclave).isNotNull();
      assertThat(connection.call("m", CborNull.NULL, LONG)).isEqualTo(CborValue.of(large));
    }
  }

  @Test
  void aRefusalKeepsTheConnection() throws Exception {
    CborValue refusal =
        CborValue.array(
            CborValue.of(1),
            CborValue.of("error"),
            CborValue.of("nonce-length"),
            CborValue.of("the nonce is too short"),
            CborValue.of("16 to 64 bytes"),
            CborValue.of("4 bytes"),
            CborNull.NULL);
    try (StandInEnclave enclave = StandInEnclave.answering(socket(), request -> refusal.encode());
        EnclaveConnection connection = open()) {
      assertThat(enclave).isNotNull();
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(EnclaveRefusalException.class)
            .isThrownBy(() -> connection.call("describe", CborNull.NULL, LONG))
            .withMessage("the nonce is too short")
            .satisfies(e -> {
              assertThat(e.id()).isEqualTo("nonce-length");
              assertThat(e.expected()).contains("16 to 64 bytes");
              assertThat(e.found()).contains("4 bytes");
              assertThat(e.hint()).isEmpty();
            });
      }
    }
  }

  private void refusesToOpen(Reason reason, String message) {
    assertThatExceptionOfType(EnclaveUnavailableException.class)
        .isThrownBy(() -> EnclaveConnection.open(socket(), EnclaveConnection.PORT, SHORT))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void whereThereIsNoSocketThereIsNoEnclave() {
    refusesToOpen(Reason.NOT_THERE, "found no such file");
  }

  @Test
  void whereNobodyListensThereIsNoEnclave() throws Exception {
    StandInEnclave.saying(socket(), (in, out) -> {}).close();
    assertThat(Files.exists(socket())).isTrue();
    refusesToOpen(Reason.NOT_THERE, "expected somebody to listen on " + socket());
  }

  @Test
  void aStreamThatEndsAtOnceIsAClosedPort() throws Exception {
    try (StandInEnclave enclave = StandInEnclave.saying(socket(), (in, out) -> in.read())) {
      assertThat(enclave).isNotNull();
      refusesToOpen(Reason.PORT_CLOSED, "nothing in the enclave listens on port 5005");
    }
  }

  @Test
  void aDeviceThatSaysNothingTimesOut() throws Exception {
    try (StandInEnclave enclave =
        StandInEnclave.saying(socket(), (in, out) -> Thread.sleep(60_000))) {
      assertThat(enclave).isNotNull();
      refusesToOpen(Reason.TIMED_OUT, "nothing came");
    }
  }

  @Test
  void anotherGreetingIsRefused() throws Exception {
    for (String line : List.of("OK\n", "OK -1\n", "ok 1\n", "OK 1 \n", "\n")) {
      try (StandInEnclave enclave =
          StandInEnclave.saying(
              socket(),
              (in, out) -> {
                in.readNBytes("CONNECT 5005\n".length());
                out.write(line.getBytes(StandardCharsets.US_ASCII));
              })) {
        assertThat(enclave).isNotNull();
        refusesToOpen(Reason.MALFORMED, "expected OK and a number");
      }
      Files.delete(socket());
    }
  }

  @Test
  void anEndlessGreetingIsRefused() throws Exception {
    try (StandInEnclave enclave =
        StandInEnclave.saying(
            socket(),
            (in, out) -> {
              in.readNBytes("CONNECT 5005\n".length());
              out.write(new byte[1000]);
            })) {
      assertThat(enclave).isNotNull();
      refusesToOpen(Reason.MALFORMED, "a line of at most 32 characters");
    }
  }

  private void refusesResponse(Reason reason, String message, StandInEnclave.Conversation says)
      throws Exception {
    Files.deleteIfExists(socket());
    try (StandInEnclave enclave =
            StandInEnclave.saying(
                socket(),
                (in, out) -> {
                  StandInEnclave.greet(in, out);
                  in.readNBytes(in.readInt());
                  says.hold(in, out);
                  out.flush();
                });
        EnclaveConnection connection = open()) {
      assertThat(enclave).isNotNull();
      assertThatExceptionOfType(EnclaveUnavailableException.class)
          .isThrownBy(() -> connection.call("describe", CborNull.NULL, Duration.ofSeconds(2)))
          .withMessageContaining(message)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
      // What would come next is not known.
      assertThatExceptionOfType(EnclaveUnavailableException.class)
          .isThrownBy(() -> connection.call("describe", CborNull.NULL, LONG))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    }
  }

  private void refusesBody(String message, byte[] frame) throws Exception {
    refusesResponse(
        Reason.MALFORMED,
        message,
        (in, out) -> {
          out.writeInt(frame.length);
          out.write(frame);
        });
  }

  @Test
  void whatIsNoFrameIsRefused() throws Exception {
    refusesResponse(Reason.MALFORMED, "found 0", (in, out) -> out.writeInt(0));
    refusesResponse(Reason.MALFORMED, "found 4194305", (in, out) -> out.writeInt((4 << 20) + 1));
    refusesResponse(Reason.MALFORMED, "found 4294967295", (in, out) -> out.writeInt(-1));
    refusesResponse(Reason.CLOSED, "found its end", (in, out) -> out.write(0));
    refusesResponse(
        Reason.CLOSED,
        "expected 9 more bytes",
        (in, out) -> {
          out.writeInt(10);
          out.write(0x83);
        });
  }

  @Test
  void whatIsNoResponseIsRefused() throws Exception {
    CborValue one = CborValue.of(1);
    CborValue text = CborValue.of("t");
    refusesBody("CBOR", new byte[] {(byte) 0xff});
    refusesBody("response: expected an array", one.encode());
    refusesBody("response version", array(CborValue.of(2), CborValue.of("ok"), one));
    refusesBody("expected ok or error", array(one, CborValue.of("okay"), one));
    refusesBody("response kind", array(one, one, one));
    refusesBody("response", array(one, CborValue.of("ok"), one, one));
    refusesBody("error response", array(one, CborValue.of("error"), text));
    refusesBody(
        "error id", array(one, CborValue.of("error"), one, text, text, text, CborNull.NULL));
    refusesBody(
        "error message",
        array(one, CborValue.of("error"), text, CborValue.of("m".repeat(1001)), text, text, text));
  }

  private static byte[] array(CborValue... items) {
    return CborValue.array(items).encode();
  }

  @Test
  void aSilentEnclaveTimesOut() throws Exception {
    refusesResponse(Reason.TIMED_OUT, "nothing came", (in, out) -> Thread.sleep(10_000));
  }

  @Test
  void anEnclaveThatTakesNothingTimesOut() throws Exception {
    try (StandInEnclave enclave =
            StandInEnclave.saying(
                socket(),
                (in, out) -> {
                  StandInEnclave.greet(in, out);
                  Thread.sleep(60_000);
                });
        EnclaveConnection connection = open()) {
      assertThat(enclave).isNotNull();
      CborValue large = CborValue.of(new byte[1_000_000]);
      assertThatExceptionOfType(EnclaveUnavailableException.class)
          .isThrownBy(() -> connection.call("deliver", large, SHORT))
          .withMessageContaining("nothing was taken")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT));
    }
  }

  @Test
  void aRequestThatIsTooLargeIsNotSent() throws Exception {
    try (StandInEnclave enclave = StandInEnclave.answering(socket(), request -> ok(CborNull.NULL));
        EnclaveConnection connection = open()) {
      assertThat(enclave).isNotNull();
      CborValue large = CborValue.of(new byte[1 << 20]);
      assertThatExceptionOfType(EnclaveUnavailableException.class)
          .isThrownBy(() -> connection.call("deliver", large, LONG))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REQUEST_TOO_LARGE));
      assertThat(connection.call("describe", CborNull.NULL, LONG)).isEqualTo(CborNull.NULL);
    }
  }

  @Test
  void anInterruptionEndsTheWait() throws Exception {
    try (StandInEnclave enclave =
            StandInEnclave.saying(
                socket(),
                (in, out) -> {
                  StandInEnclave.greet(in, out);
                  Thread.sleep(60_000);
                });
        EnclaveConnection connection = open()) {
      assertThat(enclave).isNotNull();
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedIOException.class)
          .isThrownBy(() -> connection.call("describe", CborNull.NULL, LONG));
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
