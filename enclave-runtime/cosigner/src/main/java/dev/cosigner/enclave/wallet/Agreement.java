package dev.cosigner.enclave.wallet;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A last round in which every party sends the same short statement to all others, so that nothing
 * takes effect at one that did not come out the same at all. Those who cannot know the statement
 * yet (the members of an old group) take it from the others, judge it, and then send it on.
 */
final class Agreement implements Session<byte[]> {
  private final SessionContext context;
  private final Judge judge;
  private final Map<Integer, byte[]> received = new HashMap<>();
  private byte[] own;

  /** Judges a statement that this party could not make. */
  @FunctionalInterface
  interface Judge {
    /**
     * Judges one.
     *
     * @return what this party says after it has heard {@code told}
     * @throws CeremonyException where it must not be agreed to
     */
    byte[] judge(byte[] told) throws CeremonyException;
  }

  /** The part of one who knows the statement. */
  Agreement(SessionContext context, byte[] own) {
    this(context, own, null);
  }

  /** The part of one who learns it from whoever speaks first. */
  Agreement(SessionContext context, Judge judge) {
    this(context, null, judge);
  }

  private Agreement(SessionContext context, byte[] own, Judge judge) {
    this.context = context;
    this.own = own;
    this.judge = judge;
  }

  @Override
  public Outcome<byte[]> start() {
    return new Outcome.Progress<>(own == null ? List.of() : toAll());
  }

  @Override
  public Outcome<byte[]> accept(int sender, byte[] body) {
    byte[] known = received.putIfAbsent(sender, body.clone());
    if (known != null && !Arrays.equals(known, body)) {
      return aborted(AbortReason.EQUIVOCATION, sender, "it sent two statements");
    }
    List<Outgoing> messages = List.of();
    if (own == null) {
      try {
        own = judge.judge(body);
      } catch (CeremonyException e) {
        return aborted(AbortReason.RESULT_MISMATCH, sender, e.getMessage());
      }
      messages = toAll();
    }
    if (!Arrays.equals(own, body)) {
      return aborted(
          AbortReason.RESULT_MISMATCH, sender, "its statement is another than this member's");
    }
    return received.size() == context.parties().size() - 1
        ? new Outcome.Done<>(messages, own)
        : new Outcome.Progress<>(messages);
  }

  @Override
  public void close() {
    received.clear();
  }

  private static Outcome<byte[]> aborted(AbortReason reason, int sender, String detail) {
    return new Outcome.Aborted<>(reason, OptionalInt.of(sender), detail);
  }

  private List<Outgoing> toAll() {
    return context.parties().stream()
        .filter(party -> party != context.self())
        .map(party -> new Outgoing(party, true, own.clone()))
        .toList();
  }
}
