package dev.cosigner.cli.bench;

import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.ecdsa.AuxiliaryKeys;
import dev.cosigner.mpc.ecdsa.AuxiliarySecrets;
import dev.cosigner.mpc.ecdsa.AuxiliarySetup;
import dev.cosigner.mpc.ecdsa.Presignature;
import dev.cosigner.mpc.ecdsa.Presigning;
import dev.cosigner.mpc.ecdsa.Signing;
import dev.cosigner.mpc.frost.KeyGeneration;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.pool.Pool;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations of threshold ECDSA, on one key, with the parameters of production. */
final class EcdsaWorkload implements Workload {
  private static final SecurityParameters PARAMETERS = SecurityParameters.STANDARD;

  /** Each operation runs once before it is measured, and once when it is. */
  private static final int LEAST_BATCHES = 2;

  private final LibcryptoArithmetic arithmetic;
  private final ConstantTimeCurve curve;
  private final List<Integer> members;
  private final SecureRandom random = new SecureRandom();
  private final Members group = new Members(Scheme.ECDSA_SECP256K1, random);
  private final List<SecretInteger> primes = new ArrayList<>();
  private final double primeMillis;
  private final Map<Integer, KeyShare> shares = new TreeMap<>();
  private final Map<Integer, AuxiliaryKeys> keys = new TreeMap<>();
  private final Deque<Map<Integer, Presignature>> presignatures = new ArrayDeque<>();
  private long presigningNanos;
  private long presigned;

  EcdsaWorkload(LibcryptoArithmetic arithmetic, ConstantTimeCurve curve, int parties) {
    this.arithmetic = arithmetic;
    this.curve = curve;
    members = Members.range(1, parties);
    primeMillis = makePrimes(2 * parties);
    long _ = keyGeneration();
  }

  /** Makes safe primes as an enclave's pool does; what one costs, in milliseconds. */
  private double makePrimes(int count) {
    // The work is done here and now, so that nothing runs beside what is measured.
    Deque<Runnable> tasks = new ArrayDeque<>();
    try (Pool<SecretInteger> pool =
        new Pool<>(
            "safe primes",
            count,
            () -> arithmetic.randomSafePrime(PARAMETERS.modulusBits() / 2),
            tasks::add,
            ProcessorClock::threadNanos)) {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
      double work = pool.fill().work();
      for (int i = 0; i < count; i++) {
        primes.add(pool.get());
      }
      return work / 1e6 / count;
    }
  }

  @Override
  public List<Operation> operations() {
    int parties = members.size();
    return List.of(
        new Operation(
            "keygen", parties, 1, Integer.MAX_VALUE, () -> 2 * primeMillis, this::keyGeneration),
        new Operation(
            "presign",
            parties,
            Presigning.MAX_COUNT,
            Integer.MAX_VALUE,
            () -> 0,
            this::presignBatch),
        Operation.of("sign", parties, this::sign),
        new Operation(
            "sign-presigned",
            parties,
            1,
            LEAST_BATCHES * Presigning.MAX_COUNT,
            this::presigningMillis,
            this::signWithPresignature));
  }

  /**
   * A key and its auxiliary set-up: Paillier keys are made on the spot. The safe primes are the
   * same ones each time, for they take longer than all the rest; no key outlives the benchmark.
   */
  private long keyGeneration() {
    LocalNetwork.Run key = group.run(members, context -> new KeyGeneration(curve, context, random));
    shares.values().forEach(KeyShare::close);
    key.results().forEach((member, share) -> shares.put(member, (KeyShare) share));
    LocalNetwork.Run setup =
        group.run(
            members,
            context ->
                new AuxiliarySetup(
                    prover(),
                    context,
                    shares.get(context.self()).publicKeys(),
                    secrets(context.self()),
                    List.of()));
    keys.values().forEach(AuxiliaryKeys::close);
    setup.results().forEach((member, made) -> keys.put(member, (AuxiliaryKeys) made));
    presignatures.clear();
    return key.bytes() + setup.bytes();
  }

  private AuxiliarySecrets secrets(int member) {
    return new AuxiliarySecrets(
        PaillierPrivateKey.generate(arithmetic, PARAMETERS, random),
        RingPedersenTrapdoor.generate(
            arithmetic,
            PARAMETERS,
            primes.get(2 * member - 2),
            primes.get(2 * member - 1),
            random));
  }

  private long presignBatch() {
    long begin = ProcessorClock.processNanos();
    long bytes = presign(Presigning.MAX_COUNT);
    presigningNanos += ProcessorClock.processNanos() - begin;
    presigned += Presigning.MAX_COUNT;
    return bytes;
  }

  private long presign(int count) {
    LocalNetwork.Run run =
        group.run(
            members,
            context ->
                new Presigning(
                    prover(),
                    context,
                    shares.get(context.self()),
                    keys.get(context.self()),
                    count));
    for (int i = 0; i < count; i++) {
      Map<Integer, Presignature> one = new TreeMap<>();
      for (int member : members) {
        one.put(member, (Presignature) ((List<?>) run.results().get(member)).get(i));
      }
      presignatures.addLast(one);
    }
    return run.bytes();
  }

  /** What a presignature of a batch cost each party. */
  private double presigningMillis() {
    return presigningNanos / 1e6 / presigned / members.size();
  }

  private long sign() {
    long bytes = presign(1);
    return bytes + sign(presignatures.removeLast());
  }

  private long signWithPresignature() {
    return sign(presignatures.removeFirst());
  }

  private long sign(Map<Integer, Presignature> presignature) {
    byte[] digest = group.bytes();
    return group
        .run(
            members,
            context ->
                new Signing(
                    curve,
                    context,
                    presignature.get(context.self()),
                    DerivationPath.ROOT,
                    digest,
                    random))
        .bytes();
  }

  private Prover prover() {
    return new Prover(PARAMETERS, arithmetic, curve, random);
  }
}
