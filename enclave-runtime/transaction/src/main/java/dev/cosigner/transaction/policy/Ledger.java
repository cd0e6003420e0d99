package dev.cosigner.transaction.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was signed before, as the caller keeps it: rolling limits add it up. Whoever keeps it must
 * neither lose nor roll back entries that are younger than the policy's longest span.
 */
public record Ledger(List<Entry> entries) {
  /** The ledger of a wallet that never signed. */
  public static final Ledger EMPTY = new Ledger(List.of());

  /**
   * One signed transaction.
   *
   * @param id of its proposal
   * @param time when it was signed, seconds since 1970
   * @param wallet the address that signed
   */
  public record Entry(String id, long time, String wallet, List<Subject> subjects) {
    /** Copies the list. */
    public Entry {
      subjects = List.copyOf(subjects);
    }

    /** The entry of {@code proposal}, signed at {@code time}. */
    public static Entry of(Proposal proposal, long time) {
      return new Entry(proposal.id(), time, proposal.wallet(), proposal.subjects());
    }
  }

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException where a transaction is there twice: entries were replayed
   */
  public Ledger {
    entries = List.copyOf(entries);
    Set<String> ids = new HashSet<>();
    for (Entry entry : entries) {
      if (!ids.add(entry.id())) {
        throw new IllegalArgumentException(
            "ledger: expected each transaction once, found " + entry.id() + " twice");
      }
    }
  }

  /**
   * This ledger after {@code proposal} was signed. What is there already is not added again: the
   * same bytes take effect once.
   */
  public Ledger with(Proposal proposal, long time) {
    if (entries.stream().anyMatch(entry -> entry.id().equals(proposal.id()))) {
      return this;
    }
    List<Entry> longer = new ArrayList<>(entries);
    longer.add(Entry.of(proposal, time));
    return new Ledger(longer);
  }
}
