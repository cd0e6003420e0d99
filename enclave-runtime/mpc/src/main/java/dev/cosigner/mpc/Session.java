package dev.cosigner.mpc;

/**
 * One party's part in one protocol run. Messages may arrive in any order and more than once: what
 * belongs to a later round is kept until its turn, and the same bytes again change nothing. After
 * {@link Outcome.Done}, {@link Outcome.Aborted} or {@link #close} the session has wiped its secrets
 * and accepts nothing more.
 *
 * <p>The channel that carries the messages authenticates their senders, and encrypts the
 * confidential ones to their receivers. A session is used by one thread at a time.
 *
 * @param <R> what the protocol yields
 */
public interface Session<R> extends AutoCloseable {

  /**
   * Begins: returns the messages of the first round.
   *
   * @throws IllegalStateException if the session was started or has ended
   */
  Outcome<R> start();

  /**
   * Takes a message in.
   *
   * @param sender the party that the channel says it is from
   * @param body the bytes of its {@link Outgoing#body}; the caller wipes a confidential one
   * @throws IllegalArgumentException if {@code sender} is not another party of the session
   * @throws IllegalStateException if the session has ended
   */
  Outcome<R> accept(int sender, byte[] body);

  /** Ends the session wherever it stands and wipes its secrets. */
  @Override
  void close();
}
