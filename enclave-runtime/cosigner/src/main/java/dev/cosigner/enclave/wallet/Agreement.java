package dev.cosigner.enclave.wallet;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A last round in which every party sends the same statement to all others, so that nothing takes
 * effect at one that did not come out the same at all. Those who cannot know the statement yet (the
 * members of an old group) take it from the others, judge it, and then send it on.
 */
final class Agreement implements Session<byte[]> {
  private final SessionContext context;
  private final Judge judge;
  private final Map<Integer, byte[]> received = new HashMap<>();
  private byte[] own;

  /** Judges a statement that this party did not make. */
  @FunctionalInterface
  interface Judge {
    /**
     * Judges one.
     *
     * @throws CeremonyException where it must not be agreed to
     */
    void judge(byte[] statement) throws CeremonyException;
  }

  /**
   * One party's part in the round.
   *
   * @param own this party's statement, or null where it is to be learnt
   */
  Agreement(SessionContext context, byte[] own, Judge judge) {
    this.context = context;
    this.own = own;
    this.judge = judge;
  }

  @Override
  public Outcome<byte[]> start() {
    return own == null ? new Outcome.Progress<>(List.of()) : new Outcome.Progress<>(toAll());
  }

  @Override
  public Outcome<byte[]> accept(int sender, byte[] body) {
    byte[] known = received.putIfAbsent(sender, body);
    if (known != null && !Arrays.equals(known, body)) {
      return differ(sender, "it sent two statements");
    }
    List<Outgoing> messages = new ArrayList<>();
    if (own == null) {
      try {
        judge.judge(body);
      } catch (CeremonyException e) {
        return differ(sender, e.getMessage());
      }
      own = body;
      messages.addAll(toAll());
    }
    if (!Arrays.equals(own, body)) {
      return differ(sender, "its statement is another than this member's");
    }
    return received.size() == context.parties().size() - 1
        ? new Outcome.Done<>(messages, own)
        : new Outcome.Progress<>(messages);
  }

  @Override
  public void close() {
    received.clear();
  }

  private static Outcome<byte[]> differ(int sender, String detail) {
    return new Outcome.Aborted<>(AbortReason.RESULT_MISMATCH, OptionalInt.of(sender), detail);
  }

  private List<Outgoing> toAll() {
    return context.parties().stream()
        .filter(party -> party != context.self())
        .map(party -> new Outgoing(party, true, own))
        .toList();
  }
}
