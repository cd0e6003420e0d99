package dev.cosigner.cli.bench;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.ecdsa.AuxiliaryKeys;
import dev.cosigner.mpc.ecdsa.AuxiliarySecrets;
import dev.cosigner.mpc.ecdsa.AuxiliarySetup;
import dev.cosigner.mpc.frost.AddUserDealer;
import dev.cosigner.mpc.frost.AddUserPlan;
import dev.cosigner.mpc.frost.AddUserReceiver;
import dev.cosigner.mpc.frost.KeyGeneration;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.frost.PendingShare;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.frost.Refresh;
import dev.cosigner.mpc.frost.RefreshCommit;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.pool.Pool;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.transcript.Bytes32;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A group with a key of threshold ECDSA: how it comes to be, gets a second group, and new shares
 * and moduli. Paillier keys are made on the spot. There are two sets of safe primes, which take
 * turns, for they take longer than all the rest; no key outlives the benchmark.
 */
final class EcdsaGroup {
  private static final SecurityParameters PARAMETERS = EcdsaWorkload.PARAMETERS;
  private static final int SETS = 2;
  private static final int PRIMES_OF_MEMBER = 2;

  private final Prover prover;
  private final List<Integer> members;
  private final Members parties;
  private final Workers workers;
  private final List<SecretInteger> primes = new ArrayList<>();
  private final Pool.Fill primesFill;
  private Map<Integer, KeyShare> shares = Map.of();
  private Map<Integer, AuxiliaryKeys> keys = Map.of();
  private int currentSet;
  private long primesUsed;

  /** With a key. */
  EcdsaGroup(Prover prover, List<Integer> members, Members parties, Workers workers) {
    this.prover = prover;
    this.members = members;
    this.parties = parties;
    this.workers = workers;
    primesFill = makePrimes(SETS * PRIMES_OF_MEMBER * members.size());
    long _ = generate();
  }

  /** Makes safe primes as an enclave's pool does. */
  private Pool.Fill makePrimes(int count) {
    // The work is done here and now, so that nothing runs beside what is measured.
    Deque<Runnable> tasks = new ArrayDeque<>();
    try (Pool<SecretInteger> pool =
        new Pool<>(
            "safe primes",
            count,
            () -> prover.arithmetic().randomSafePrime(PARAMETERS.modulusBits() / 2),
            tasks::add,
            ProcessorClock::threadNanos)) {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      Pool.Fill full = pool.fill();
      for (int i = 0; i < count; i++) {
        primes.add(pool.get());
      }
      return full;
    }
  }

  /** The pool of safe primes when it was full. */
  Pool.Fill primes() {
    return primesFill;
  }

  /** Processor time that the safe primes had cost which were used so far. */
  double nanosOfPrimes() {
    return (double) primesUsed * primesFill.work() / primesFill.made();
  }

  KeyShare share(int member) {
    return shares.get(member);
  }

  /** Another object after each change. */
  Map<Integer, AuxiliaryKeys> keys() {
    return keys;
  }

  /** A new key and its auxiliary set-up. */
  long generate() {
    LocalNetwork.Run run =
        parties.run(
            members, context -> new KeyGeneration(prover.curve(), context, prover.random()));
    shares.values().forEach(KeyShare::close);
    shares = shares(run.results());
    LocalNetwork.Run setup = setup(members, of -> shares.get(of).publicKeys(), List.of());
    replaceKeys(setup);
    return run.bytes() + setup.bytes();
  }

  /** A second group for the same key, which is thrown away. A provider is in both groups. */
  long addUser() {
    List<Integer> receivers = Members.range(members.size() + 1, 2 * members.size());
    AddUserPlan plan =
        new AddUserPlan(
            shares.get(members.getFirst()).publicKeys(), Bytes32.of(parties.bytes()), receivers);
    LocalNetwork.Run run =
        parties.run(
            plan.parties(),
            context ->
                members.contains(context.self())
                    ? new AddUserDealer(
                        prover.curve(), context, plan, shares.get(context.self()), prover.random())
                    : new AddUserReceiver(prover.curve(), context, plan));
    Map<Integer, KeyShare> second = shares(run.results());
    LocalNetwork.Run setup = setup(receivers, of -> second.get(of).publicKeys(), moduli());
    second.values().forEach(KeyShare::close);
    setup.results().values().forEach(made -> ((AuxiliaryKeys) made).close());
    return run.bytes() + setup.bytes();
  }

  /** New shares and moduli. */
  long refresh() {
    LocalNetwork.Run run =
        parties.run(
            members,
            context ->
                new Refresh(prover.curve(), context, shares.get(context.self()), prover.random()));
    SortedMap<Integer, Object> pending = run.results();
    LocalNetwork.Run setup =
        setup(members, of -> ((PendingShare) pending.get(of)).publicKeys(), moduli());
    LocalNetwork.Run commit =
        parties.run(
            members,
            context ->
                new RefreshCommit(
                    prover.curve(),
                    context,
                    shares.get(context.self()),
                    (PendingShare) pending.get(context.self())));
    // The old shares are wiped by now.
    shares = shares(commit.results());
    replaceKeys(setup);
    return run.bytes() + setup.bytes() + commit.bytes();
  }

  private LocalNetwork.Run setup(
      List<Integer> members,
      Function<Integer, PublicKeyPackage> publicKeys,
      List<BigInteger> others) {
    // Not the set that the group has: no modulus may come again.
    int first = (1 - currentSet) * PRIMES_OF_MEMBER * members.size();
    primesUsed += (long) PRIMES_OF_MEMBER * members.size();
    return parties.run(
        members,
        context -> {
          int place = first + PRIMES_OF_MEMBER * members.indexOf(context.self());
          return new AuxiliarySetup(
              prover,
              context,
              publicKeys.apply(context.self()),
              new AuxiliarySecrets(
                  PaillierPrivateKey.generate(prover.arithmetic(), PARAMETERS, prover.random()),
                  RingPedersenTrapdoor.generate(
                      prover.arithmetic(),
                      PARAMETERS,
                      primes.get(place),
                      primes.get(place + 1),
                      prover.random())),
              others,
              workers);
        });
  }

  private List<BigInteger> moduli() {
    return keys.get(members.getFirst()).moduli();
  }

  private void replaceKeys(LocalNetwork.Run setup) {
    keys.values().forEach(AuxiliaryKeys::close);
    Map<Integer, AuxiliaryKeys> made = new TreeMap<>();
    setup.results().forEach((member, result) -> made.put(member, (AuxiliaryKeys) result));
    keys = made;
    currentSet = 1 - currentSet;
  }

  private static Map<Integer, KeyShare> shares(SortedMap<Integer, Object> results) {
    Map<Integer, KeyShare> shares = new TreeMap<>();
    results.forEach((member, result) -> {
      if (result instanceof KeyShare share) {
        shares.put(member, share);
      }
    });
    return shares;
  }
}
