package dev.cosigner.cli.bench;

import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Carries messages between the sessions of one protocol run, all in this process, to its end. */
final class LocalNetwork {
  @SuppressWarnings("ArrayRecordComponent") // not compared
  private record Message(int sender, int receiver, byte[] body) {}

  private final SortedMap<Integer, Session<?>> sessions;
  private final SortedMap<Integer, Object> results = new TreeMap<>();
  private final Deque<Message> underWay = new ArrayDeque<>();
  private long bytes;

  private LocalNetwork(Map<Integer, ? extends Session<?>> sessions) {
    this.sessions = new TreeMap<>(sessions);
  }

  /**
   * What a run yields.
   *
   * @param results of each party
   * @param bytes that all parties sent
   */
  record Run(SortedMap<Integer, Object> results, long bytes) {}

  static Run run(Map<Integer, ? extends Session<?>> sessions) {
    return new LocalNetwork(sessions).run();
  }

  private Run run() {
    sessions.forEach((party, session) -> note(party, session.start()));
    while (!underWay.isEmpty()) {
      Message message = underWay.removeFirst();
      if (!results.containsKey(message.receiver())) {
        note(
            message.receiver(),
            sessions.get(message.receiver()).accept(message.sender(), message.body()));
      }
    }
    sessions.values().forEach(Session::close);
    if (results.size() != sessions.size()) {
      throw new IllegalStateException(
          "expected all parties to end, found that of " + results.keySet());
    }
    return new Run(results, bytes);
  }

  private void note(int party, Outcome<?> outcome) {
    switch (outcome) {
      case Outcome.Progress<?> progress -> send(party, progress.messages());
      case Outcome.Done<?> done -> {
        results.put(party, done.result());
        send(party, done.messages());
      }
      case Outcome.Aborted<?> aborted ->
          throw new IllegalStateException(
              "expected a result, found " + aborted.reason() + ": " + aborted.detail());
    }
  }

  private void send(int sender, List<Outgoing> messages) {
    for (Outgoing outgoing : messages) {
      bytes += outgoing.body().length;
      underWay.add(new Message(sender, outgoing.receiver(), outgoing.body()));
    }
  }
}
