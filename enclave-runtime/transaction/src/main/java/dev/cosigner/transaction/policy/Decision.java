package dev.cosigner.transaction.policy;

import java.util.List;
import java.util.Optional;

/** What a policy says of a proposal, and why. */
public sealed interface Decision {
  /**
   * It may be signed, once everyone has approved who must.
   *
   * @param permits for each effect in order, the names of the permits that are for it
   * @param approvals every one of which must be met
   */
  record Allowed(List<List<String>> permits, List<RequiredApproval> approvals) implements Decision {
    /** Copies the lists. */
    public Allowed {
      permits = permits.stream().map(List::copyOf).toList();
      approvals = List.copyOf(approvals);
    }
  }

  /**
   * It must not be signed.
   *
   * @param refusals everything that stands against it, the deciding one first; not empty
   */
  record Refused(List<Refusal> refusals) implements Decision {
    /** Copies the list. */
    public Refused {
      refusals = List.copyOf(refusals);
    }

    /** The one that decided. */
    public Refusal first() {
      return refusals.getFirst();
    }
  }

  /**
   * One thing that stands against a proposal.
   *
   * @param rule that decided: the one that does not hold, or the permit that was nearest; empty
   *     where no rule is about it, and so the default decided
   * @param effect number of the effect, from 1; 0 where it is about the whole
   * @param expected what it would have taken
   * @param found what there is
   */
  record Refusal(Reason reason, Optional<String> rule, int effect, String expected, String found) {
    /** The whole in a line. */
    @Override
    public String toString() {
      return reason
          + rule.map(name -> " by " + name).orElse("")
          + (effect == 0 ? "" : " for effect " + effect)
          + ": expected "
          + expected
          + ", found "
          + found;
    }
  }

  /**
   * Approvals that must be there.
   *
   * @param rule that asks for them
   * @param count of operators
   * @param group of which they must be; empty for any operators
   */
  record RequiredApproval(String rule, int count, Optional<String> group) {}
}
