package dev.cosigner.mpc.rounds;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bookkeeping of a protocol in rounds, so that a protocol's class says what each round computes
 * and nothing else. A message is checked for form and for what it belongs to when it arrives; a
 * round is computed when all its messages are there.
 *
 * @param <M> the sealed hierarchy of the protocol's messages
 * @param <R> what the protocol yields
 */
public abstract class RoundSession<M extends RoundMessage, R> implements Session<R> {
  private enum State {
    NEW,
    RUNNING,
    ENDED
  }

  private final ConstantTimeCurve curve;
  private final SessionContext context;
  private final Protocol protocol;
  private final Bytes32 session;
  private final Bytes32 input;
  private final Inbox<M> inbox = new Inbox<>();
  private List<Outgoing> outbox = new ArrayList<>();
  private State state = State.NEW;
  private int round;
  private R result;

  /**
   * A session that has not started.
   *
   * @param input the protocol's public inputs, which must be the same at all parties
   */
  protected RoundSession(
      ConstantTimeCurve curve, SessionContext context, Protocol protocol, Bytes32 input) {
    this.curve = curve;
    this.context = context;
    this.protocol = protocol;
    this.input = input;
    session =
        Transcript.of(context, new Step(protocol.name(), "session", 0, Step.ALL, Step.ALL)).hash();
  }

  /** The transcript over a protocol's public inputs. */
  protected static Transcript inputs(SessionContext context, Protocol protocol) {
    return Transcript.of(context, new Step(protocol.name(), "input", 0, Step.ALL, Step.ALL));
  }

  /** Computes and sends what needs no message of others. */
  protected abstract void begin() throws AbortException;

  /** Who sends a message to this party in a round. May contain this party. */
  protected abstract Collection<Integer> senders(int round);

  /** Whether the messages of a round are confidential. */
  protected abstract boolean confidential(int round);

  /** Reads the fields of a broadcast of a round. */
  protected abstract M decode(int round, int sender, CborValue fields)
      throws CborException, CurveException;

  /**
   * The confidential message of a round, which has taken its secret over and has no other field.
   */
  protected abstract M confidentialMessage(int round, SecretScalar secret);

  /** Computes what follows when all messages of a round are there. */
  protected abstract void complete(int round) throws AbortException;

  /** Wipes what the protocol holds in secret, when the session ends in whatever way. */
  protected abstract void wipe();

  @Override
  public final Outcome<R> start() {
    if (state != State.NEW) {
      throw new IllegalStateException(
          "expected a new session, found one that was started or has ended");
    }
    state = State.RUNNING;
    return run(() -> {
      begin();
      round = 1;
      advance();
    });
  }

  @Override
  public final Outcome<R> accept(int sender, byte[] body) {
    if (state == State.ENDED) {
      throw new IllegalStateException("expected a running session, found one that has ended");
    }
    if (sender == self() || !parties().contains(sender)) {
      throw new IllegalArgumentException(
          "expected one of the other parties of " + parties() + ", found " + sender);
    }
    return run(() -> {
      receive(sender, body);
      if (state == State.RUNNING) {
        advance();
      }
    });
  }

  @Override
  public final void close() {
    if (state != State.ENDED) {
      end();
    }
  }

  /** This party. */
  protected final int self() {
    return context.self();
  }

  /** All parties, in ascending order. */
  protected final List<Integer> parties() {
    return context.parties();
  }

  /** The transcript of a step of this session, over its inputs. */
  protected final Transcript transcript(String purpose, int round, int sender, int receiver) {
    return Transcript.of(context, new Step(protocol.name(), purpose, round, sender, receiver))
        .item("input", input);
  }

  /** Sends a message to every other party, and keeps it among those received. */
  protected final void broadcast(M message) {
    var body = frame(message, Step.ALL).encode();
    inbox.put(message.round(), self(), message, hash(message.round(), self(), Step.ALL, body));
    for (int party : parties()) {
      if (party != self()) {
        outbox.add(new Outgoing(party, false, body.clone()));
      }
    }
  }

  /** Sends a confidential message to one party, and wipes it here. */
  protected final void send(int receiver, M message) {
    var body = frame(message, receiver).encode();
    var secret = message.secret().reveal();
    System.arraycopy(secret, 0, body, body.length - secret.length, secret.length);
    Arrays.fill(secret, (byte) 0);
    message.wipe();
    outbox.add(new Outgoing(receiver, true, body));
  }

  /**
   * The messages of one type that arrived, and the own one if it was a broadcast, by sender in
   * ascending order.
   */
  protected final <T extends M> SortedMap<Integer, T> received(Class<T> type) {
    var messages = new TreeMap<Integer, T>();
    inbox.forEach((sender, message) -> {
      if (type.isInstance(message)) {
        messages.put(sender, type.cast(message));
      }
    });
    return messages;
  }

  /** The messages of one type that others sent, by sender in ascending order. */
  protected final <T extends M> SortedMap<Integer, T> peers(Class<T> type) {
    var messages = received(type);
    messages.remove(self());
    return messages;
  }

  /** One hash for each of the senders of a round's broadcasts: what this party echoes. */
  protected final List<Bytes32> echo(int round) {
    return senders(round).stream().sorted().map(sender -> inbox.hash(round, sender)).toList();
  }

  /** Compares what another party says that it received in a round with what arrived here. */
  protected final void requireSameEcho(int round, int peer, List<Bytes32> echoed)
      throws AbortException {
    var senders = senders(round).stream().sorted().toList();
    for (int i = 0; i < senders.size(); i++) {
      if (!inbox.hash(round, senders.get(i)).equals(echoed.get(i))) {
        throw equivocation(round, senders.get(i), peer);
      }
    }
  }

  private AbortException equivocation(int round, int sender, int peer) {
    var detail =
        "expected all to receive the same from party %d in round %d, found that party %d says otherwise"
            .formatted(sender, round, peer);
    // A peer that is wrong about this party, or about itself, lies now or lied then.
    if (sender == self() || sender == peer) {
      return AbortException.by(peer, AbortReason.EQUIVOCATION, detail);
    }
    return AbortException.byNobody(AbortReason.EQUIVOCATION, detail + ": one of the two lies");
  }

  /** Ends the session well. */
  protected final void finish(R result) {
    this.result = result;
  }

  /** Whether a body is a message of a protocol, of which session soever. */
  public static boolean isOf(Protocol protocol, int sender, byte[] body) {
    try {
      return Frame.decode(body, sender, protocol).protocol().equals(protocol.name());
    } catch (AbortException e) {
      return false;
    }
  }

  private void receive(int sender, byte[] body) throws AbortException {
    var frame = Frame.decode(body, sender, protocol);
    frame.requireOf(protocol.name(), session, input, sender);
    boolean expected =
        frame.round() >= 1
            && frame.round() <= protocol.rounds()
            && senders(frame.round()).contains(sender);
    AbortException.require(
        expected,
        sender,
        AbortReason.WRONG_ROUND,
        "a round in which it sends",
        "round " + frame.round());
    var hash = hash(frame.round(), sender, frame.receiver(), Frame.withoutSecret(body));
    var before = inbox.hash(frame.round(), sender);
    if (before != null) {
      AbortException.require(
          before.equals(hash) && repeatsSecret(frame, sender, body),
          sender,
          AbortReason.EQUIVOCATION,
          "one message of round " + frame.round(),
          "two");
      return;
    }
    requireReceiver(frame, sender);
    inbox.put(frame.round(), sender, decode(frame, sender, body), hash);
  }

  /** Whether a second body, all else being the same, has the secret of the first one, if any. */
  private boolean repeatsSecret(Frame frame, int sender, byte[] body) {
    if (!frame.confidential()) {
      return true;
    }
    var repeated = Frame.secret(body);
    try (var secret = curve.receiveSecret(repeated);
        var difference = secret.minus(inbox.message(frame.round(), sender).secret())) {
      return difference.isZero();
    } catch (CurveException e) {
      return false;
    } finally {
      Arrays.fill(repeated, (byte) 0);
    }
  }

  private void requireReceiver(Frame frame, int sender) throws AbortException {
    boolean confidential = confidential(frame.round());
    AbortException.require(
        frame.confidential() == confidential
            && frame.receiver() == (confidential ? self() : Step.ALL),
        sender,
        AbortReason.WRONG_RECEIVER,
        confidential ? "a confidential message for party " + self() : "a broadcast",
        "a message for " + (frame.receiver() == Step.ALL ? "all" : "party " + frame.receiver()));
  }

  private M decode(Frame frame, int sender, byte[] body) throws AbortException {
    try {
      return frame.confidential()
          ? decodeConfidential(frame, body)
          : decode(frame.round(), sender, frame.fields());
    } catch (CborException e) {
      throw AbortException.by(sender, AbortReason.MALFORMED_MESSAGE, e.getMessage());
    } catch (CurveException e) {
      throw AbortException.by(sender, e);
    }
  }

  private M decodeConfidential(Frame frame, byte[] body) throws CborException, CurveException {
    frame.fields().asArrayOf("fields of a confidential message", 0);
    var secret = Frame.secret(body);
    try {
      return confidentialMessage(frame.round(), curve.receiveSecret(secret));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private void advance() throws AbortException {
    while (result == null && inbox.hasAll(round, senders(round))) {
      complete(round);
      round++;
    }
  }

  private Outcome<R> run(Computation computation) {
    boolean goesOn = false;
    try {
      computation.run();
      var messages = outbox;
      outbox = new ArrayList<>();
      if (result != null) {
        return new Outcome.Done<>(messages, result);
      }
      goesOn = true;
      return new Outcome.Progress<>(messages);
    } catch (AbortException e) {
      return new Outcome.Aborted<>(e.reason(), e.culprit(), e.getMessage());
    } finally {
      if (!goesOn) {
        end();
      }
    }
  }

  private void end() {
    state = State.ENDED;
    inbox.wipe();
    outbox.stream()
        .filter(Outgoing::confidential)
        .forEach(message -> Arrays.fill(message.body(), (byte) 0));
    outbox.clear();
    wipe();
  }

  private Frame frame(M message, int receiver) {
    return new Frame(
        protocol.name(),
        session,
        input,
        message.round(),
        self(),
        receiver,
        message.secret() != null,
        CborValue.array(message.fields()));
  }

  private Bytes32 hash(int round, int sender, int receiver, byte[] body) {
    return transcript("message", round, sender, receiver).item("body", body).hash();
  }

  private interface Computation {
    void run() throws AbortException;
  }
}
