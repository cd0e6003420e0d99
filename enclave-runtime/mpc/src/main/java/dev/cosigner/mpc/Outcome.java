package dev.cosigner.mpc;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a session answers to {@link Session#start} and {@link Session#accept}.
 *
 * @param <R> what the protocol yields
 */
public sealed interface Outcome<R> {

  /** The session goes on. The messages, of which there may be none, are to be sent. */
  record Progress<R>(List<Outgoing> messages) implements Outcome<R> {
    public Progress {
      messages = List.copyOf(messages);
    }
  }

  /**
   * The session has ended well. The messages are to be sent all the same: the peers need them to
   * end.
   */
  record Done<R>(List<Outgoing> messages, R result) implements Outcome<R> {
    public Done {
      messages = List.copyOf(messages);
    }
  }

  /**
   * The session has ended without a result. What existed before it is as it was.
   *
   * @param culprit the party that did not follow the protocol, when this party alone can tell.
   *     Empty when one of two parties lies and only the signatures of the channel can show which,
   *     when two parties were given different inputs (in both cases {@code detail} names them), or
   *     when it was nobody's doing
   * @param detail what was expected and what was found, without secrets
   */
  record Aborted<R>(AbortReason reason, OptionalInt culprit, String detail) implements Outcome<R> {}
}
