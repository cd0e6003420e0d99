package dev.cosigner.mpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Carries messages between the sessions of one protocol run until nothing moves any more. */
public final class Network {
  /** A message under way. */
  @SuppressWarnings("ArrayRecordComponent") // not compared
  public record Message(int sender, int receiver, boolean confidential, byte[] body) {
    @Override
    public String toString() {
      return sender + " -> " + receiver;
    }
  }

  /** What becomes of a message: any number of others in its place. */
  public interface Interference {
    List<Message> replace(Message message);
  }

  private final SortedMap<Integer, Session<?>> sessions;
  private final SortedMap<Integer, Outcome<?>> outcomes = new TreeMap<>();
  private final Deque<Message> underWay = new ArrayDeque<>();
  private Interference interference = List::of;
  private Random schedule;
  private int bytes;

  public Network(Map<Integer, ? extends Session<?>> sessions) {
    this.sessions = new TreeMap<>(sessions);
  }

  /** Messages pass through here. */
  public Network interfere(Interference interference) {
    this.interference = interference;
    return this;
  }

  /** Only what one party sends, of its rounds, in order, passes through here. */
  public Network interfereWith(int sender, Interference interference) {
    return interfere(
        message -> message.sender() == sender ? interference.replace(message) : List.of(message));
  }

  /** Random order, some messages twice, some sessions started late. */
  public Network schedule(Random schedule) {
    this.schedule = schedule;
    return this;
  }

  /** Runs to the end; the last outcome of each session, of those that ended. */
  public SortedMap<Integer, Outcome<?>> run() {
    var waiting = new ArrayList<>(sessions.keySet());
    if (schedule != null) {
      Collections.shuffle(waiting, schedule);
    }
    var unstarted = new ArrayDeque<>(waiting);
    while (!unstarted.isEmpty() || !underWay.isEmpty()) {
      boolean start = schedule == null || underWay.isEmpty() || schedule.nextInt(4) == 0;
      if (start && !unstarted.isEmpty()) {
        int party = unstarted.removeFirst();
        // A message that came before the start may have ended the session.
        if (!outcomes.containsKey(party)) {
          note(party, sessions.get(party).start());
        }
      } else if (!underWay.isEmpty()) {
        deliver(next());
      }
    }
    sessions.values().forEach(Session::close);
    return outcomes;
  }

  /** How many bytes all parties sent. */
  public int bytes() {
    return bytes;
  }

  private Message next() {
    if (schedule == null) {
      return underWay.removeFirst();
    }
    var all = new ArrayList<>(underWay);
    var message = all.get(schedule.nextInt(all.size()));
    if (schedule.nextInt(5) != 0) {
      underWay.remove(message);
    }
    return message;
  }

  private void deliver(Message message) {
    int receiver = message.receiver();
    if (!outcomes.containsKey(receiver)) {
      note(receiver, sessions.get(receiver).accept(message.sender(), message.body().clone()));
    }
  }

  private void note(int party, Outcome<?> outcome) {
    switch (outcome) {
      case Outcome.Progress<?> progress -> send(party, progress.messages());
      case Outcome.Done<?> done -> {
        outcomes.put(party, done);
        send(party, done.messages());
      }
      case Outcome.Aborted<?> aborted -> outcomes.put(party, aborted);
    }
  }

  private void send(int sender, List<Outgoing> messages) {
    for (var outgoing : messages) {
      bytes += outgoing.body().length;
      underWay.addAll(
          interference.replace(
              new Message(sender, outgoing.receiver(), outgoing.confidential(), outgoing.body())));
    }
  }
}
