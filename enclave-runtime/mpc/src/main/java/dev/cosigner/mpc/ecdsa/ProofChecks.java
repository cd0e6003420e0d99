package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.proof.Equation;
import dev.cosigner.mpc.proof.ProofBatch;
import dev.cosigner.mpc.proof.ProofException;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.AbortException;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The proofs of one round, verified together; a refusal names the prover. */
final class ProofChecks {
  private final ProofBatch batch;
  private final SortedMap<Integer, String> names = new TreeMap<>();

  /** The checks of one proof before its equations. */
  interface Check {
    List<Equation> equations() throws ProofException;
  }

  /** Under a member's own keys, which make its own equations cheaper. */
  ProofChecks(AuxiliarySecrets secrets) {
    batch = new ProofBatch(secrets.paillier(), secrets.pedersen());
  }

  /** Checks ranges at once, and keeps the equations for {@link #verify}. */
  void add(int sender, String name, Check check) throws AbortException {
    names.merge(sender, name, (before, now) -> before.contains(now) ? before : before + ", " + now);
    try {
      batch.add(sender, check.equations());
    } catch (ProofException e) {
      throw refused(sender, name, e);
    }
  }

  /** Verifies the equations of all. */
  void verify(SecureRandom random, Workers workers) throws AbortException {
    for (var refusal : batch.verify(random, workers).entrySet()) {
      int sender = refusal.getKey();
      throw refused(sender, "one of " + names.get(sender), refusal.getValue());
    }
  }

  static AbortException refused(int sender, String name, ProofException e) {
    return AbortException.by(sender, AbortReason.INVALID_PROOF, name + ": " + e.getMessage());
  }
}
