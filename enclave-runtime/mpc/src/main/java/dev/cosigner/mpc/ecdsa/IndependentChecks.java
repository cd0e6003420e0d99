package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.AbortException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks of several peers that do not depend on each other. */
final class IndependentChecks {
  private final List<Supplier<Optional<AbortException>>> checks = new ArrayList<>();

  /** A check, whose refusal ends the session. */
  interface Check {
    void run() throws AbortException;
  }

  void add(Check check) {
    checks.add(() -> {
      try {
        check.run();
        return Optional.empty();
      } catch (AbortException e) {
        return Optional.of(e);
      }
    });
  }

  /** Runs all; of several that refuse, the first one that was added is heard. */
  void run(Workers workers) throws AbortException {
    for (var refusal : workers.all(checks)) {
      if (refusal.isPresent()) {
        throw refusal.get();
      }
    }
  }
}
