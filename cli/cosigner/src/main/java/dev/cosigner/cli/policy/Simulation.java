package dev.cosigner.cli.policy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.policy.Ledger;
import dev.cosigner.transaction.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A history of transactions under a policy: what it allows enters the ledger of what follows. */
public final class Simulation {
  private Simulation() {}

  /**
   * One transaction of the history.
   *
   * @param name in the file
   * @param time seconds since 1970
   */
  public record Step(String name, long time, PolicyVerdict verdict) {}

  /**
   * Judges the transactions of a file in its order.
   *
   * @throws CosignerException {@code policy-history-malformed} with the path of the field
   */
  public static List<Step> run(Policy policy, Path file) throws CosignerException, IOException {
    JsonFields root =
        JsonFields.of(
            "policy-history",
            BoundedFile.read(file, PolicyTests.MAX_BYTES, "history of transactions"));
    root.optionalText("$schema");
    root.number("version", 1, 1);
    List<Step> steps = new ArrayList<>();
    Ledger ledger = Ledger.EMPTY;
    for (JsonFields fields : root.objects("transactions")) {
      PolicyCase next = PolicyCase.read(fields, policy.assets());
      if (!next.ledger().entries().isEmpty()) {
        throw fields.malformed(
            fields.name("ledger"), "no ledger: what was allowed before is it", "one");
      }
      fields.end();
      PolicyVerdict verdict = next.judge(policy, ledger);
      if (verdict.outcome().equals(PolicyVerdict.ALLOW)) {
        ledger = sign(policy, ledger, next);
      }
      steps.add(new Step(next.name(), next.time(), verdict));
    }
    root.end();
    if (steps.isEmpty()) {
      throw root.malformed("transactions", "at least one transaction", "none");
    }
    return steps;
  }

  private static Ledger sign(Policy policy, Ledger ledger, PolicyCase allowed) {
    try {
      return ledger.with(allowed.proposal(policy), allowed.time());
    } catch (TransactionException e) {
      throw new IllegalStateException("a transaction that was decoded before", e);
    }
  }
}
