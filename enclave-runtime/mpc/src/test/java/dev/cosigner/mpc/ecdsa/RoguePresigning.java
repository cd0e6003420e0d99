package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Confirmation;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Multiplication;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Nonce;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Nonces;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Opening;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Openings;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Products;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A member of presigning that computes as it should, changes what it sends, and believes what it
 * receives: its lies are the same to all, and nothing stops it.
 */
final class RoguePresigning extends RoundSession<PresigningMessage, List<Presignature>> {
  /** What it changes. */
  static class Lie {
    Nonce nonce(PendingPresignature own, Nonce honest) {
      return honest;
    }

    Multiplication multiplication(Multiplication honest) {
      return honest;
    }

    Opening opening(Opening honest) {
      return honest;
    }

    Confirmation confirmation(Confirmation honest) {
      return honest;
    }
  }

  private final PresigningMember member;
  private final PresigningMessage.Form form;
  private final Lie lie;
  private PendingPresignature pending;

  RoguePresigning(
      Prover prover,
      SessionContext context,
      KeyShare keyShare,
      AuxiliaryKeys auxiliaryKeys,
      Lie lie) {
    super(
        prover.curve(),
        context,
        Presigning.PROTOCOL,
        auxiliaryKeys
            .addTo(keyShare.publicKeys().addTo(inputs(context, Presigning.PROTOCOL)))
            .item("count", 1)
            .hash());
    this.lie = lie;
    member =
        new PresigningMember(
            prover,
            keyShare,
            auxiliaryKeys,
            Randomisers.fresh(auxiliaryKeys, prover.random()),
            Workers.NONE,
            this::transcript);
    form =
        new PresigningMessage.Form(
            prover.parameters(), prover.curve(), context.parties().size(), 1);
  }

  PendingPresignature pending() {
    return pending;
  }

  PresigningMember member() {
    return member;
  }

  @Override
  protected void begin() {
    pending = new PendingPresignature(member, 0);
    broadcast(new Nonces(form, List.of(lie.nonce(pending, pending.nonce()))));
  }

  @Override
  protected void complete(int round) throws AbortException {
    var unverified = new ProofChecks(member.secrets());
    switch (round) {
      case 1 -> {
        var nonces = new TreeMap<Integer, Nonce>();
        received(Nonces.class).forEach((sender, m) -> nonces.put(sender, m.nonces().getFirst()));
        pending.receiveNonces(nonces, unverified);
        var multiplication = lie.multiplication(pending.multiplication());
        broadcast(new Products(form, echo(1), List.of(multiplication)));
      }
      case 2 -> {
        var all = new TreeMap<Integer, Multiplication>();
        received(Products.class)
            .forEach((sender, m) -> all.put(sender, m.multiplications().getFirst()));
        pending.receiveMultiplications(all, unverified);
        broadcast(new Openings(echo(2), List.of(lie.opening(pending.opening()))));
      }
      case 3 -> {
        var all = new TreeMap<Integer, Opening>();
        received(Openings.class).forEach((sender, m) -> all.put(sender, m.openings().getFirst()));
        pending.receiveOpenings(all, unverified);
        Optional<Blame> blame =
            !pending.deltasAddUp()
                ? Optional.of(pending.blame(false))
                : !pending.sharesAddUp() ? Optional.of(pending.blame(true)) : Optional.empty();
        broadcast(
            lie.confirmation(new Confirmation(form, echo(3), blame.map(Blame::identification))));
      }
      default -> finish(List.of());
    }
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return parties();
  }

  @Override
  protected boolean confidential(int round) {
    return false;
  }

  @Override
  protected PresigningMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return PresigningMessage.decode(form, round, fields);
  }

  @Override
  protected PresigningMessage confidentialMessage(int round, SecretScalar secret) {
    throw new AssertionError(round);
  }

  @Override
  protected void wipe() {
    pending.close();
    member.close();
  }
}
