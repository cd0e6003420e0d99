package dev.cosigner.enclave.wallet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * What other members say in phases that this one has not reached. Bounded for all phases of a
 * ceremony together: members that keep to the protocol have at most a round of a phase, or the
 * whole of one in which this member plays no part, ahead of it.
 */
final class EarlyMessages {
  /** Of at most {@code Envelope.MAX_PAYLOAD} bytes each. */
  static final int MAX = 64;

  private final Map<Integer, Queue<Message>> byPhase = new HashMap<>();
  private int size;

  /** Keeps a message; false where there is no more room. */
  boolean add(int phase, Message message) {
    if (size == MAX) {
      message.wipe();
      return false;
    }
    size++;
    byPhase.computeIfAbsent(phase, _ -> new ArrayDeque<>()).add(message);
    return true;
  }

  /** Gives a phase's messages out, in the order in which they came. */
  List<Message> take(int phase) {
    Queue<Message> taken = byPhase.remove(phase);
    if (taken == null) {
      return List.of();
    }
    size -= taken.size();
    return new ArrayList<>(taken);
  }

  void wipe() {
    byPhase.values().forEach(queue -> queue.forEach(Message::wipe));
    byPhase.clear();
    size = 0;
  }
}
