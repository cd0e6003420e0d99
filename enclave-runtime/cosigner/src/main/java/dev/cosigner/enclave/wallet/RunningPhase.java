package dev.cosigner.enclave.wallet;

import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.envelope.Draft;
import dev.cosigner.protocol.envelope.SessionRoster;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sessions of this cosigner's parties in one phase. What own parties say to each other never
 * leaves; what they say to others is drafted.
 *
 * @param <R> what a party's session results in
 */
final class RunningPhase<R> implements AutoCloseable {
  private enum State {
    RUNNING,
    COMPLETE,
    ABORTED
  }

  private final Phase<R> phase;
  private final SessionRoster roster;
  private final Map<Integer, Session<? extends R>> sessions = new TreeMap<>();
  private final Map<Integer, R> results = new TreeMap<>();
  private final Queue<Message> local = new ArrayDeque<>();
  private final List<Draft> drafts = new ArrayList<>();
  private State state = State.RUNNING;
  private Outcome.Aborted aborted;

  RunningPhase(Phase<R> phase, SessionRoster roster) {
    this.phase = phase;
    this.roster = roster;
  }

  /** Opens and starts the sessions; the phases before are complete. */
  void start(Scheme scheme) {
    for (int party : new TreeSet<>(roster.ownParties())) {
      sessions.put(party, phase.open(context(scheme, party)));
    }
    for (Map.Entry<Integer, Session<? extends R>> session : sessions.entrySet()) {
      if (state == State.RUNNING) {
        take(session.getKey(), session.getValue().start());
      }
    }
    settle();
  }

  /** Takes a message of another member in, and wipes it. */
  void accept(Message message) {
    step(message);
    settle();
  }

  boolean isComplete() {
    return state == State.COMPLETE;
  }

  /** Why the phase was given up, if it was. */
  Optional<Outcome.Aborted> aborted() {
    return Optional.ofNullable(aborted);
  }

  /** What is to be said to others since the last call. */
  List<Draft> takeDrafts() {
    List<Draft> taken = List.copyOf(drafts);
    drafts.clear();
    return taken;
  }

  /** Ends all sessions, and wipes what of their results the phase has not taken over. */
  @Override
  public void close() {
    sessions.values().forEach(Session::close);
    if (state != State.COMPLETE) {
      results.values().forEach(phase::discard);
    }
    results.clear();
    local.forEach(Message::wipe);
    local.clear();
    drafts.forEach(Draft::wipe);
    drafts.clear();
  }

  private SessionContext context(Scheme scheme, int party) {
    return new SessionContext(
        scheme,
        roster.session().toByteArray(),
        roster.group().toByteArray(),
        roster.view().toByteArray(),
        party,
        roster.parties().keySet().stream().sorted().toList());
  }

  /** Delivers between own parties, then completes the phase if all own parties are done. */
  private void settle() {
    while (state == State.RUNNING && !local.isEmpty()) {
      step(local.remove());
    }
    if (state == State.RUNNING && results.size() == sessions.size()) {
      try {
        phase.complete(results);
        state = State.COMPLETE;
      } catch (CeremonyException e) {
        abort(e.reason(), ByteString.EMPTY, e.getMessage());
      }
    }
  }

  private void step(Message message) {
    Session<? extends R> session = sessions.get(message.to());
    if (state == State.RUNNING && session != null && !results.containsKey(message.to())) {
      take(message.to(), session.accept(message.from(), message.body()));
    }
    message.wipe();
  }

  private void take(int party, dev.cosigner.mpc.Outcome<? extends R> step) {
    switch (step) {
      case dev.cosigner.mpc.Outcome.Progress<? extends R>(List<Outgoing> messages) ->
          send(party, messages);
      case dev.cosigner.mpc.Outcome.Done<? extends R>(List<Outgoing> messages, R result) -> {
        send(party, messages);
        results.put(party, result);
      }
      case dev.cosigner.mpc.Outcome.Aborted<? extends R> given ->
          abort(
              given.reason().name(),
              given.culprit().isPresent()
                  ? roster.parties().get(given.culprit().getAsInt()).identityKey()
                  : ByteString.EMPTY,
              given.detail());
    }
  }

  private void send(int party, List<Outgoing> messages) {
    for (Outgoing message : messages) {
      if (roster.ownParties().contains(message.receiver())) {
        local.add(new Message(party, message.receiver(), message.body()));
      } else {
        drafts.add(Draft.in(roster, party, message.receiver(), message.body()));
      }
    }
  }

  private void abort(String reason, ByteString culprit, String detail) {
    state = State.ABORTED;
    aborted = new Outcome.Aborted(reason, culprit, detail);
  }
}
