package dev.cosigner.cli.bench;

import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.ecdsa.AuxiliaryKeys;
import dev.cosigner.mpc.ecdsa.DirectSigning;
import dev.cosigner.mpc.ecdsa.Presignature;
import dev.cosigner.mpc.ecdsa.Presigning;
import dev.cosigner.mpc.ecdsa.Signing;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.pool.Pool;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The operations of threshold ECDSA, on one key, with the parameters of production. */
final class EcdsaWorkload implements Workload {
  static final SecurityParameters PARAMETERS = SecurityParameters.STANDARD;

  private final ConstantTimeCurve curve;
  private final List<Integer> members;
  private final Workers workers;
  private final SecureRandom random = new SecureRandom();
  private final Prover prover;
  private final Members parties;
  private final EcdsaGroup group;
  private final Deque<Map<Integer, Presignature>> presignatures = new ArrayDeque<>();
  private RandomiserPools randomisers;
  private Map<Integer, AuxiliaryKeys> randomisersFor;
  private double presigningNanos;
  private long presigned;
  private long consumed;

  EcdsaWorkload(
      LibcryptoArithmetic arithmetic, ConstantTimeCurve curve, int parties, Workers workers) {
    this.curve = curve;
    this.workers = workers;
    members = Members.range(1, parties);
    prover = new Prover(PARAMETERS, arithmetic, curve, random);
    this.parties = new Members(Scheme.ECDSA_SECP256K1, random);
    group = new EcdsaGroup(prover, members, this.parties, workers);
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        withPrimes("keygen", group::generate),
        withRandomisers("presign", Presigning.MAX_COUNT, this::presignBatch),
        withRandomisers("sign", 1, this::sign),
        new Operation(
            "sign-presigned",
            members.size(),
            1,
            Presigning.MAX_COUNT,
            this::keepPresignatures,
            this::nanosOfPresignatures,
            this::signWithPresignature),
        withPrimes("add-user", group::addUser),
        withPrimes("refresh", group::refresh));
  }

  @Override
  public List<Pool.Fill> pools() {
    return Stream.concat(Stream.of(group.primes()), randomisers.fills().stream()).toList();
  }

  private Operation withPrimes(String name, Operation.Once run) {
    return new Operation(
        name, members.size(), 1, Integer.MAX_VALUE, () -> {}, group::nanosOfPrimes, run);
  }

  private Operation withRandomisers(String name, int count, Operation.Once run) {
    return new Operation(
        name,
        members.size(),
        count,
        Integer.MAX_VALUE,
        this::fillPools,
        () -> randomisers.nanosUsed(),
        run);
  }

  /** For the keys that the group has now. */
  private void fillPools() {
    if (!group.keys().equals(randomisersFor)) {
      if (randomisers != null) {
        randomisers.close();
      }
      randomisersFor = group.keys();
      randomisers = new RandomiserPools(randomisersFor, random, Presigning.MAX_COUNT);
    }
    randomisers.fill();
  }

  private long presignBatch() {
    double begin = ProcessorClock.processNanos() + randomisers.nanosUsed();
    LocalNetwork.Run run =
        parties.run(
            members,
            context ->
                new Presigning(
                    prover,
                    context,
                    group.share(context.self()),
                    group.keys().get(context.self()),
                    randomisers.of(context.self()),
                    workers,
                    Presigning.MAX_COUNT));
    presigningNanos += ProcessorClock.processNanos() + randomisers.nanosUsed() - begin;
    presigned += Presigning.MAX_COUNT;
    for (int i = 0; i < Presigning.MAX_COUNT; i++) {
      Map<Integer, Presignature> one = new TreeMap<>();
      for (int member : members) {
        one.put(member, (Presignature) ((List<?>) run.results().get(member)).get(i));
      }
      presignatures.addLast(one);
    }
    return run.bytes();
  }

  private long sign() {
    byte[] digest = parties.bytes();
    return parties
        .run(
            members,
            context ->
                new DirectSigning(
                    prover,
                    context,
                    group.share(context.self()),
                    group.keys().get(context.self()),
                    randomisers.of(context.self()),
                    workers,
                    DerivationPath.ROOT,
                    digest))
        .bytes();
  }

  private void keepPresignatures() {
    if (presignatures.isEmpty()) {
      fillPools();
      long _ = presignBatch();
    }
  }

  /** Of those that were signed with: what one of a batch cost on average, randomisers included. */
  private double nanosOfPresignatures() {
    return presigned == 0 ? 0 : consumed * presigningNanos / presigned;
  }

  private long signWithPresignature() {
    Map<Integer, Presignature> presignature = presignatures.removeFirst();
    consumed++;
    byte[] digest = parties.bytes();
    return parties
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
}
