package dev.cosigner.enclave.wallet;

import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.protocol.wallet.Enrolment;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One protocol of a ceremony. Its parties have their numbers in this phase alone; a cosigner may
 * play several, or none.
 *
 * @param <R> what a party's session results in
 */
abstract class Phase<R> {
  private final String protocol;
  private final Map<Integer, Enrolment> parties;

  /**
   * A protocol and who takes part in it.
   *
   * @param protocol the protocol's name and version, part of the session id and of each envelope
   * @param parties who plays which party
   */
  Phase(String protocol, Map<Integer, Enrolment> parties) {
    this.protocol = protocol;
    this.parties = Map.copyOf(parties);
  }

  /** Numbers parties from {@code first} on, in their order. */
  static SortedMap<Integer, Enrolment> numbered(int first, List<Enrolment> players) {
    SortedMap<Integer, Enrolment> parties = new TreeMap<>();
    for (Enrolment player : players) {
      parties.put(first + parties.size(), player);
    }
    return parties;
  }

  final String protocol() {
    return protocol;
  }

  final Map<Integer, Enrolment> parties() {
    return parties;
  }

  /** Opens this cosigner's session as {@code context.self()}; the phases before are complete. */
  abstract Session<? extends R> open(SessionContext context);

  /** Wipes a result that the phase will not be completed with. */
  void discard(R result) {}

  /**
   * All own parties have finished, and their results are the phase's from now on; called also, with
   * nothing, where this cosigner plays none.
   */
  abstract void complete(Map<Integer, R> results) throws CeremonyException;
}
