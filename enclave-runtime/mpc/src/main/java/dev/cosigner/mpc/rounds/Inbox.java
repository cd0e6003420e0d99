package dev.cosigner.mpc.rounds;

import dev.cosigner.mpc.transcript.Bytes32;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The messages of a session, at most one of each sender and round, with the hash of each one's
 * bytes other than its secret.
 */
final class Inbox<M extends RoundMessage> {
  private record Key(int round, int sender) {}

  private record Entry<M>(M message, Bytes32 hash) {}

  private final Map<Key, Entry<M>> entries = new HashMap<>();

  void put(int round, int sender, M message, Bytes32 hash) {
    entries.put(new Key(round, sender), new Entry<>(message, hash));
  }

  /** Null if there is no message. */
  Bytes32 hash(int round, int sender) {
    var entry = entries.get(new Key(round, sender));
    return entry == null ? null : entry.hash();
  }

  /** Null if there is none. */
  M message(int round, int sender) {
    var entry = entries.get(new Key(round, sender));
    return entry == null ? null : entry.message();
  }

  boolean hasAll(int round, Collection<Integer> senders) {
    return senders.stream().allMatch(sender -> entries.containsKey(new Key(round, sender)));
  }

  void forEach(BiConsumer<Integer, M> action) {
    entries.forEach((key, entry) -> action.accept(key.sender(), entry.message()));
  }

  void wipe() {
    entries.values().forEach(entry -> entry.message().wipe());
    entries.clear();
  }
}
