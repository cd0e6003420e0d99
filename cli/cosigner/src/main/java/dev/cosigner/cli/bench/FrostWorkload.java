package dev.cosigner.cli.bench;

import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The operations of a Schnorr scheme, on one key. */
final class FrostWorkload {
  private static final int MESSAGE_BYTES = 32;

  private final Scheme scheme;
  private final ConstantTimeCurve curve;
  private final List<Integer> members;
  private final SecureRandom random = new SecureRandom();
  private final byte[] group = bytes();
  private final byte[] view = bytes();
  private final Map<Integer, KeyShare> shares = new TreeMap<>();

  FrostWorkload(Scheme scheme, ConstantTimeCurve curve, int parties) {
    this.scheme = scheme;
    this.curve = curve;
    members = range(1, parties);
    keyGeneration().results().forEach((member, share) -> shares.put(member, (KeyShare) share));
  }

  /** The operations by name, each of which runs once and returns how many bytes a party sent. */
  SequencedMap<String, Supplier<Double>> operations() {
    SequencedMap<String, Supplier<Double>> operations = new LinkedHashMap<>();
    operations.put("keygen", () -> perParty(keyGeneration(), members.size()));
    operations.put("sign", () -> perParty(sign(), members.size()));
    operations.put("add-user", () -> perParty(addUser(), 2 * members.size()));
    operations.put("refresh", this::refresh);
    return operations;
  }

  /** How many parties take part in an operation. */
  int parties(String operation) {
    return operation.equals("add-user") ? 2 * members.size() : members.size();
  }

  private LocalNetwork.Run keyGeneration() {
    return run(members, context -> new KeyGeneration(curve, context, random));
  }

  private LocalNetwork.Run sign() {
    byte[] message = new byte[MESSAGE_BYTES];
    random.nextBytes(message);
    return run(
        members,
        context ->
            new Signing(
                curve, context, shares.get(context.self()), SigningKey.ofGroup(), message, random));
  }

  private LocalNetwork.Run addUser() {
    List<Integer> receivers = range(members.size() + 1, 2 * members.size());
    AddUserPlan plan =
        new AddUserPlan(
            shares.get(members.getFirst()).publicKeys(), Bytes32.of(bytes()), receivers);
    return run(
        plan.parties(),
        context ->
            members.contains(context.self())
                ? new AddUserDealer(curve, context, plan, shares.get(context.self()), random)
                : new AddUserReceiver(curve, context, plan));
  }

  private double refresh() {
    LocalNetwork.Run first =
        run(members, context -> new Refresh(curve, context, shares.get(context.self()), random));
    SortedMap<Integer, Object> pending = first.results();
    LocalNetwork.Run second =
        run(
            members,
            context ->
                new RefreshCommit(
                    curve,
                    context,
                    shares.get(context.self()),
                    (PendingShare) pending.get(context.self())));
    // The old shares are wiped by now.
    second.results().forEach((member, share) -> shares.put(member, (KeyShare) share));
    return (double) (first.bytes() + second.bytes()) / members.size();
  }

  private static double perParty(LocalNetwork.Run run, int parties) {
    close(run);
    return (double) run.bytes() / parties;
  }

  private static void close(LocalNetwork.Run run) {
    for (Object result : run.results().values()) {
      if (result instanceof KeyShare share) {
        share.close();
      }
    }
  }

  private interface Maker {
    Session<?> make(SessionContext context);
  }

  private LocalNetwork.Run run(List<Integer> parties, Maker maker) {
    byte[] sessionId = bytes();
    Map<Integer, Session<?>> sessions = new TreeMap<>();
    for (int self : parties) {
      sessions.put(
          self, maker.make(new SessionContext(scheme, sessionId, group, view, self, parties)));
    }
    return LocalNetwork.run(sessions);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[SessionContext.ID_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }
}
