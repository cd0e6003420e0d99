package dev.cosigner.host;

import dev.cosigner.host.EnclaveUnavailableException.Reason;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A connection to the server in an enclave: one request, one response, as often as wanted.
 *
 * <p>On AWS the stream is a vsock stream of this machine. For other back ends it begins with the
 * line protocol of hybrid vsock, as vhost-device-vsock and Firecracker speak it: {@code CONNECT
 * port} to a Unix-domain socket, answered by {@code OK number}. Then frames follow: a length of
 * four bytes, most significant first, and CBOR. A request is {@code [1, method, body]}; a response
 * is {@code [1, "ok", body]} or {@code [1, "error", id, message, expected, found, hint]}.
 */
public final class EnclaveConnection implements AutoCloseable {
  /** The port on which an enclave serves requests. */
  public static final int PORT = 5005;

  private static final int VERSION = 1;
  private static final int MAX_TEXT = 1000;
  private static final int MAX_GREETING = 32;
  private static final CborLimits LIMITS =
      CborLimits.of(StreamChannel.MAX_RESPONSE_BYTES, 16, 1 << 16);

  private final StreamChannel stream;
  private boolean broken;

  private EnclaveConnection(StreamChannel stream) {
    this.stream = stream;
  }

  /**
   * Connects to a port of an enclave.
   *
   * @param vsock the Unix-domain socket that stands for the enclave's vsock device
   * @param port the vsock port in the enclave, 0 to 2^32-1
   * @param timeout for the connection to be there
   * @throws EnclaveUnavailableException if it cannot be reached
   * @throws InterruptedIOException if this thread is interrupted
   */
  public static EnclaveConnection open(Path vsock, long port, Duration timeout)
      throws EnclaveUnavailableException, InterruptedIOException {
    Deadline deadline = Deadline.in(timeout);
    StreamChannel stream = connect(vsock);
    try {
      greet(stream, port, deadline);
    } catch (IOException e) {
      stream.close();
      throw unavailable(e);
    }
    return new EnclaveConnection(stream);
  }

  /**
   * Connects to a port of an enclave on AWS, through this machine's own vsock device.
   *
   * @param cid the enclave's context id, 4 to 2^32-2
   * @param port the vsock port in the enclave, 0 to 2^32-1
   * @param timeout for the connection to be there
   * @throws EnclaveUnavailableException if it cannot be reached
   * @throws InterruptedIOException if this thread is interrupted
   */
  public static EnclaveConnection open(long cid, long port, Duration timeout)
      throws EnclaveUnavailableException, InterruptedIOException {
    return new EnclaveConnection(
        new StreamChannel(VsockSocket.connect(cid, port, Deadline.in(timeout))));
  }

  private static StreamChannel connect(Path vsock) throws EnclaveUnavailableException {
    if (!Files.exists(vsock)) {
      throw new EnclaveUnavailableException(
          Reason.NOT_THERE, "expected the enclave's socket " + vsock + ", found no such file");
    }
    try {
      return new StreamChannel(SocketChannel.open(UnixDomainSocketAddress.of(vsock)));
    } catch (IOException e) {
      throw new EnclaveUnavailableException(
          Reason.NOT_THERE,
          "expected somebody to listen on " + vsock + ", found: " + e.getMessage(),
          e);
    }
  }

  private static void greet(StreamChannel stream, long port, Deadline deadline) throws IOException {
    stream.writeAscii("CONNECT " + port + "\n", deadline);
    String greeting;
    try {
      greeting = stream.readLine(MAX_GREETING, deadline);
    } catch (EnclaveUnavailableException e) {
      // The device ends the stream when the enclave answers the connect with a reset.
      if (e.reason() == Reason.CLOSED) {
        throw new EnclaveUnavailableException(
            Reason.PORT_CLOSED, "nothing in the enclave listens on port " + port, e);
      }
      throw e;
    }
    if (!greeting.matches("OK [0-9]{1,10}")) {
      throw new EnclaveUnavailableException(
          Reason.MALFORMED, "expected OK and a number from the vsock device, found another line");
    }
  }

  /**
   * Sends a request and waits for its response. After a failure other than a refusal, the
   * connection is closed: what would come next on it is not known.
   *
   * @param method the name of the request
   * @param body what the request carries
   * @param timeout for the whole exchange
   * @return what the response carries: untrusted bytes, decoded
   * @throws EnclaveRefusalException if the enclave answered with an error
   * @throws EnclaveUnavailableException if it did not answer in time, or not with a response
   * @throws InterruptedIOException if this thread is interrupted
   */
  public synchronized CborValue call(String method, CborValue body, Duration timeout)
      throws EnclaveRefusalException, EnclaveUnavailableException, InterruptedIOException {
    byte[] request = CborValue.array(CborValue.of(VERSION), CborValue.of(method), body).encode();
    if (request.length > StreamChannel.MAX_REQUEST_BYTES) {
      throw new EnclaveUnavailableException(
          Reason.REQUEST_TOO_LARGE,
          "expected a request of at most %d bytes, found %d"
              .formatted(StreamChannel.MAX_REQUEST_BYTES, request.length));
    }
    if (broken) {
      throw new EnclaveUnavailableException(Reason.CLOSED, "the connection failed before");
    }
    broken = true;
    Deadline deadline = Deadline.in(timeout);
    try {
      stream.writeFrame(request, deadline);
      CborValue answer = response(stream.readFrame(StreamChannel.MAX_RESPONSE_BYTES, deadline));
      broken = false;
      return answer;
    } catch (EnclaveRefusalException e) {
      broken = false;
      throw e;
    } catch (CborException e) {
      throw new EnclaveUnavailableException(
          Reason.MALFORMED, "the enclave's response is malformed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unavailable(e);
    } finally {
      if (broken) {
        stream.close();
      }
    }
  }

  private static CborValue response(byte[] frame)
      throws CborException, EnclaveRefusalException, EnclaveUnavailableException {
    CborValue response = CborDecoder.decode(frame, LIMITS);
    List<CborValue> fields = response.asArray("response", 3, 7);
    fields.get(0).asInteger("response version", VERSION, VERSION);
    return switch (fields.get(1).asText("response kind", 5)) {
      case "ok" -> response.asArrayOf("response", 3).get(2);
      case "error" -> throw refusal(response.asArrayOf("error response", 7));
      default ->
          throw new EnclaveUnavailableException(
              Reason.MALFORMED, "response kind: expected ok or error, found another word");
    };
  }

  private static EnclaveRefusalException refusal(List<CborValue> fields) throws CborException {
    return new EnclaveRefusalException(
        fields.get(2).asText("error id", 100),
        fields.get(3).asText("error message", MAX_TEXT),
        textOrNull(fields.get(4), "error expected"),
        textOrNull(fields.get(5), "error found"),
        textOrNull(fields.get(6), "error hint"));
  }

  private static String textOrNull(CborValue value, String what) throws CborException {
    return value.isNull() ? null : value.asText(what, MAX_TEXT);
  }

  private static EnclaveUnavailableException unavailable(IOException e)
      throws InterruptedIOException {
    return switch (e) {
      case EnclaveUnavailableException known -> known;
      case InterruptedIOException interrupted -> throw interrupted;
      default ->
          new EnclaveUnavailableException(
              Reason.CLOSED, "the stream to the enclave failed: " + e.getMessage(), e);
    };
  }

  @Override
  public synchronized void close() {
    broken = true;
    stream.close();
  }
}
