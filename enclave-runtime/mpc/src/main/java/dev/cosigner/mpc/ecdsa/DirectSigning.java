package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.RoundSession;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * A signature without a presignature: {@link Presigning} of one, and {@link Signing} with it, as
 * one session of six rounds. The presignature is handed from the one to the other and exists
 * nowhere else.
 *
 * <p>A peer may end its presigning first: the messages of its signing wait until this party's
 * presigning has ended.
 */
public final class DirectSigning implements Session<Signature> {
  @SuppressWarnings("ArrayRecordComponent") // not compared
  private record Early(int sender, byte[] body) {}

  private final Prover prover;
  private final SessionContext context;
  private final DerivationPath path;
  private final byte[] digest;
  private final Presigning presigning;
  private final Deque<Early> early = new ArrayDeque<>();
  private Signing signing;
  private boolean ended;

  /**
   * A session of the whole group.
   *
   * @param keyShare stays open and remains the caller's
   * @param auxiliaryKeys likewise
   * @param randomisers where randomisers come from
   * @param workers who makes and checks independent proofs
   * @param path to the key that signs, from the group's
   * @param digest the hash of the message, {@value Signing#DIGEST_BYTES} bytes
   * @throws IllegalArgumentException unless the parties are the group's members, or if the digest
   *     has another length
   * @throws ArithmeticException if there is no child at the path
   */
  public DirectSigning(
      Prover prover,
      SessionContext context,
      KeyShare keyShare,
      AuxiliaryKeys auxiliaryKeys,
      Randomisers randomisers,
      Workers workers,
      DerivationPath path,
      byte[] digest) {
    Signing.requireSignable(prover.curve(), keyShare.publicKeys(), path, digest);
    this.prover = prover;
    this.context = context;
    this.path = path;
    this.digest = digest.clone();
    presigning = new Presigning(prover, context, keyShare, auxiliaryKeys, randomisers, workers, 1);
  }

  @Override
  public Outcome<Signature> start() {
    return noted(presigned(presigning.start()));
  }

  @Override
  public Outcome<Signature> accept(int sender, byte[] body) {
    if (ended) {
      throw new IllegalStateException("expected a running session, found one that has ended");
    }
    return noted(accepted(sender, body));
  }

  private Outcome<Signature> accepted(int sender, byte[] body) {
    if (signing == null) {
      return RoundSession.isOf(Signing.PROTOCOL, sender, body)
          ? keep(sender, body)
          : presigned(presigning.accept(sender, body));
    }
    if (RoundSession.isOf(Presigning.PROTOCOL, sender, body)) {
      // All of its rounds are over: a repetition, which changes nothing.
      return new Outcome.Progress<>(List.of());
    }
    return signing.accept(sender, body);
  }

  /** A peer has no more to say than the rounds of signing, however often it says it. */
  private Outcome<Signature> keep(int sender, byte[] body) {
    if (!context.parties().contains(sender) || sender == context.self()) {
      throw new IllegalArgumentException(
          "expected one of the other parties of " + context.parties() + ", found " + sender);
    }
    var before = early.stream().filter(message -> message.sender() == sender).toList();
    if (before.stream().noneMatch(message -> Arrays.equals(message.body(), body))) {
      if (before.size() == Signing.PROTOCOL.rounds()) {
        return new Outcome.Aborted<>(
            AbortReason.EQUIVOCATION,
            OptionalInt.of(sender),
            "party " + sender + ": expected one message of each round of signing, found more");
      }
      early.add(new Early(sender, body.clone()));
    }
    return new Outcome.Progress<>(List.of());
  }

  private Outcome<Signature> noted(Outcome<Signature> outcome) {
    if (!(outcome instanceof Outcome.Progress<Signature>)) {
      close();
    }
    return outcome;
  }

  /** Goes on to signing when there is a presignature. */
  private Outcome<Signature> presigned(Outcome<List<Presignature>> outcome) {
    return switch (outcome) {
      case Outcome.Progress<List<Presignature>>(var messages) -> new Outcome.Progress<>(messages);
      case Outcome.Aborted<List<Presignature>>(var reason, var culprit, var detail) ->
          new Outcome.Aborted<>(reason, culprit, detail);
      case Outcome.Done<List<Presignature>>(var messages, var presignatures) ->
          sign(messages, presignatures.getFirst());
    };
  }

  private Outcome<Signature> sign(List<Outgoing> messages, Presignature presignature) {
    signing = new Signing(prover.curve(), context, presignature, path, digest, prover.random());
    var sent = new ArrayList<>(messages);
    var outcome = signing.start();
    while (outcome instanceof Outcome.Progress<Signature>(var more)) {
      sent.addAll(more);
      var next = early.poll();
      if (next == null) {
        return new Outcome.Progress<>(sent);
      }
      outcome = signing.accept(next.sender(), next.body());
    }
    if (outcome instanceof Outcome.Done<Signature>(var more, var signature)) {
      sent.addAll(more);
      return new Outcome.Done<>(sent, signature);
    }
    return outcome;
  }

  @Override
  public void close() {
    ended = true;
    presigning.close();
    if (signing != null) {
      signing.close();
    }
  }
}
