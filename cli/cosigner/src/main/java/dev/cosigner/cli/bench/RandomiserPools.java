package dev.cosigner.cli.bench;

import dev.cosigner.mpc.ecdsa.AuxiliaryKeys;
import dev.cosigner.mpc.ecdsa.Randomisers;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.pool.Pool;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The stocks of randomisers that members made ahead: at each member one for every member's key. In
 * an enclave they fill themselves beside other work; here only {@link #fill} does, so that the time
 * for it is told apart.
 */
final class RandomiserPools implements AutoCloseable {
  /** A member's own key serves k, gamma, and proofs about both for each peer... */
  private static final int OWN = 2;

  private static final int OWN_FOR_EACH_PEER = 6;

  /** ...and a peer's key two products with its k and two proofs about them. */
  private static final int PEERS = 4;

  private final SortedMap<Integer, SortedMap<Integer, Pool<Randomiser>>> pools = new TreeMap<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /**
   * Empty ones.
   *
   * @param presignatures for how many they hold enough
   */
  RandomiserPools(Map<Integer, AuxiliaryKeys> keys, SecureRandom random, int presignatures) {
    keys.forEach((member, own) -> {
      SortedMap<Integer, Pool<Randomiser>> ofMember = new TreeMap<>();
      for (int key : own.members()) {
        int each = key == member ? OWN + OWN_FOR_EACH_PEER * (own.members().size() - 1) : PEERS;
        ofMember.put(
            key,
            new Pool<>(
                "randomisers of member %d under the key of %d".formatted(member, key),
                each * presignatures,
                () -> own.randomiser(key, random),
                tasks::add,
                ProcessorClock::threadNanos));
      }
      pools.put(member, ofMember);
    });
  }

  /** Those of one member. */
  Randomisers of(int member) {
    return key -> pools.get(member).get(key).get();
  }

  /** Makes what is missing. */
  void fill() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /** Processor time that those made ahead and taken had cost. */
  double nanosUsed() {
    return fills().stream()
        .mapToDouble(fill -> {
          long all = fill.made() + fill.waited();
          return all == 0 ? 0 : (double) (fill.taken() - fill.waited()) * fill.work() / all;
        })
        .sum();
  }

  List<Pool.Fill> fills() {
    return pools.values().stream()
        .flatMap(ofMember -> ofMember.values().stream())
        .map(Pool::fill)
        .toList();
  }

  @Override
  public void close() {
    tasks.clear();
    pools.values().forEach(ofMember -> ofMember.values().forEach(Pool::close));
  }
}
