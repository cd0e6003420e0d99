package dev.cosigner.cli.bench;

import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.frost.AddUserDealer;
import dev.cosigner.mpc.frost.AddUserPlan;
import dev.cosigner.mpc.frost.AddUserReceiver;
import dev.cosigner.mpc.frost.KeyGeneration;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.frost.PendingShare;
import dev.cosigner.mpc.frost.Refresh;
import dev.cosigner.mpc.frost.RefreshCommit;
import dev.cosigner.mpc.frost.Signing;
import dev.cosigner.mpc.frost.SigningKey;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The operations of a Schnorr scheme, on one key. */
final class FrostWorkload implements Workload {
  private final ConstantTimeCurve curve;
  private final List<Integer> members;
  private final SecureRandom random = new SecureRandom();
  private final Members group;
  private final Map<Integer, KeyShare> shares = new TreeMap<>();

  FrostWorkload(Scheme scheme, ConstantTimeCurve curve, int parties) {
    this.curve = curve;
    members = Members.range(1, parties);
    group = new Members(scheme, random);
    keyGeneration().results().forEach((member, share) -> shares.put(member, (KeyShare) share));
  }

  @Override
  public List<Operation> operations() {
    int parties = members.size();
    return List.of(
        Operation.of("keygen", parties, () -> close(keyGeneration())),
        Operation.of("sign", parties, () -> sign().bytes()),
        // Those who deal are counted in: a provider is in both groups.
        Operation.of("add-user", parties, () -> close(addUser())),
        Operation.of("refresh", parties, this::refresh));
  }

  private LocalNetwork.Run keyGeneration() {
    return group.run(members, context -> new KeyGeneration(curve, context, random));
  }

  private LocalNetwork.Run sign() {
    byte[] message = group.bytes();
    return group.run(
        members,
        context ->
            new Signing(
                curve, context, shares.get(context.self()), SigningKey.ofGroup(), message, random));
  }

  private LocalNetwork.Run addUser() {
    List<Integer> receivers = Members.range(members.size() + 1, 2 * members.size());
    AddUserPlan plan =
        new AddUserPlan(
            shares.get(members.getFirst()).publicKeys(), Bytes32.of(group.bytes()), receivers);
    return group.run(
        plan.parties(),
        context ->
            members.contains(context.self())
                ? new AddUserDealer(curve, context, plan, shares.get(context.self()), random)
                : new AddUserReceiver(curve, context, plan));
  }

  private long refresh() {
    LocalNetwork.Run first =
        group.run(
            members, context -> new Refresh(curve, context, shares.get(context.self()), random));
    SortedMap<Integer, Object> pending = first.results();
    LocalNetwork.Run second =
        group.run(
            members,
            context ->
                new RefreshCommit(
                    curve,
                    context,
                    shares.get(context.self()),
                    (PendingShare) pending.get(context.self())));
    // The old shares are wiped by now.
    second.results().forEach((member, share) -> shares.put(member, (KeyShare) share));
    return first.bytes() + second.bytes();
  }

  private static long close(LocalNetwork.Run run) {
    for (Object result : run.results().values()) {
      if (result instanceof KeyShare share) {
        share.close();
      }
    }
    return run.bytes();
  }
}
