package dev.cosigner.enclave.server;

import dev.cosigner.enclave.linux.Connection;
import dev.cosigner.enclave.linux.Listener;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Serves requests on a listener: any number on a connection, one after the other. Each connection
 * has a platform thread, since AF_VSOCK calls would pin a virtual one.
 */
public final class Server {
  /** The enclave's port. */
  public static final int PORT = 5005;

  private static final long DEADLINE_PERIOD_MILLIS = 250;

  private final Listener listener;
  private final RequestDispatcher dispatcher;
  private final ServerLimits limits;
  private final Semaphore places;
  private final Deadlines deadlines = new Deadlines(DEADLINE_PERIOD_MILLIS);

  /**
   * A server that does not serve yet.
   *
   * @param listener where connections arrive
   * @param dispatcher what answers requests
   * @param limits what is granted to whoever connects
   */
  public Server(Listener listener, RequestDispatcher dispatcher, ServerLimits limits) {
    this.listener = listener;
    this.dispatcher = dispatcher;
    this.limits = limits;
    this.places = new Semaphore(limits.connections());
  }

  /**
   * Serves until the listener fails.
   *
   * @throws IOException if no more connections can be accepted
   */
  public void serve() throws IOException {
    while (true) {
      Connection connection = listener.accept();
      if (places.tryAcquire()) {
        Thread thread = new Thread(() -> serve(connection), "connection");
        thread.setDaemon(true);
        thread.start();
      } else {
        connection.close();
      }
    }
  }

  private void serve(Connection connection) {
    try (connection) {
      while (serveOne(connection)) {}
    } catch (IOException e) {
      // The peer left or was too slow. There is nobody to tell.
    } finally {
      deadlines.clear(connection);
      places.release();
    }
  }

  /** Serves one request; false at the stream's end. */
  private boolean serveOne(Connection connection) throws IOException {
    deadlines.set(connection, limits.idleMillis());
    byte[] request;
    try {
      int length = Frames.readLength(connection, RequestDispatcher.MAX_REQUEST_BYTES);
      if (length < 0) {
        return false;
      }
      deadlines.set(connection, limits.requestMillis());
      request = Frames.readContent(connection, length);
    } catch (FrameTooLongException e) {
      deadlines.set(connection, limits.requestMillis());
      Frames.write(connection, RequestDispatcher.refusal(tooLong(e)));
      return false;
    }
    deadlines.clear(connection);
    byte[] response = dispatcher.dispatch(request);
    deadlines.set(connection, limits.requestMillis());
    Frames.write(connection, response);
    return true;
  }

  private static RequestException tooLong(FrameTooLongException e) {
    return new RequestException(
        "request-too-long",
        "the request is too long",
        "at most " + e.maxBytes() + " bytes",
        e.found() + " bytes",
        null);
  }
}
