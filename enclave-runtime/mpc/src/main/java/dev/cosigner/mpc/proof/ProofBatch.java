package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Equations of proofs that arrived together, verified together: those of one modulus, or of one
 * curve, are raised to random powers of 128 bits and multiplied, so that they share their costly
 * powers. When the product is not 1, each equation is verified alone, to name who sent it.
 *
 * <p>A batch with an equation that is wrong by a factor of large order holds with a probability of
 * 2^-128; one of small order may pass. So moduli must have been proven before ({@link ModProof},
 * {@link FacProof}): then a factor of small order modulo N^2 is an N-th power, an encryption of 0,
 * and changes no plaintext. Modulo the verifier's own N^, of safe primes, it changes a commitment's
 * sign, on which nothing rests. As two verifiers may then differ, a proof that all must agree
 * about, as in the identification of a culprit, is verified alone.
 *
 * <p>Used once, by one thread, which may share the work with others.
 */
public final class ProofBatch {
  private static final int COEFFICIENT_BITS = 128;

  private record Claim(int prover, Equation equation) {}

  private final PaillierPrivateKey key;
  private final RingPedersenTrapdoor trapdoor;
  private final List<Claim> claims = new ArrayList<>();

  /**
   * An empty batch.
   *
   * @param key this party's own, for the equations modulo its N^2
   * @param trapdoor of this party's own parameters, under which the proofs to it are made
   */
  public ProofBatch(PaillierPrivateKey key, RingPedersenTrapdoor trapdoor) {
    this.key = key;
    this.trapdoor = trapdoor;
  }

  /**
   * Adds the equations of one proof.
   *
   * @param prover the party that sent it
   */
  public void add(int prover, List<Equation> equations) {
    equations.forEach(equation -> claims.add(new Claim(prover, equation)));
  }

  /**
   * Verifies all.
   *
   * @param random drawn from now, after all proofs have arrived
   * @param workers for what can be verified independently
   * @return who sent an equation that does not hold, with the first one's refusal; empty when all
   *     hold
   */
  public SortedMap<Integer, ProofException> verify(SecureRandom random, Workers workers) {
    var groups = new LinkedHashMap<Object, List<Claim>>();
    for (var claim : claims) {
      groups.computeIfAbsent(claim.equation().group(), any -> new ArrayList<>()).add(claim);
    }
    var tasks = new ArrayList<Supplier<List<Claim>>>();
    for (var group : groups.values()) {
      var coefficients = new ArrayList<BigInteger>();
      group.forEach(claim -> coefficients.add(new BigInteger(COEFFICIENT_BITS, random)));
      tasks.add(() -> refused(group, coefficients));
    }
    var refusals = new TreeMap<Integer, ProofException>();
    for (var refused : workers.all(tasks)) {
      for (var claim : refused) {
        refusals.putIfAbsent(claim.prover(), Equation.refusal(claim.equation()));
      }
    }
    return refusals;
  }

  /** Those of a group that do not hold. */
  private List<Claim> refused(List<Claim> group, List<BigInteger> coefficients) {
    return holds(combined(group, coefficients))
        ? List.of()
        : group.stream().filter(claim -> !holds(claim.equation())).toList();
  }

  /** With what this party alone knows, where that helps. */
  private boolean holds(Equation equation) {
    return switch (equation) {
      case PaillierEquation ours when ours.isUnder(key) -> ours.holds(key);
      case RingPedersenEquation ours when ours.isUnder(trapdoor) -> ours.holds(trapdoor);
      default -> equation.holds();
    };
  }

  /** The product of the equations, each raised to a random power. */
  private static Equation combined(List<Claim> group, List<BigInteger> coefficients) {
    return IntStream.range(0, group.size())
        .mapToObj(i -> group.get(i).equation().raised(coefficients.get(i)))
        .reduce(Equation::times)
        .orElseThrow();
  }
}
