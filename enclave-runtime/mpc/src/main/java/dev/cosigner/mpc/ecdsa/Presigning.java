package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Presigning in three rounds and one that confirms, for a batch of presignatures at once (CGGMP,
 * eprint 2021/060, revision of October 2024, figure 8).
 *
 * <ol>
 *   <li>everybody sends its encrypted nonces k and gamma, with commitments and Pi-enc-elg
 *   <li>everybody sends Gamma, and masked products of its gamma and share of the key with
 *       everybody's k, with Pi-elog and Pi-aff-g
 *   <li>everybody sends its parts of k gamma and, in the exponent, of k x, with Pi-elog
 *   <li>everybody echoes the parts; if those of one presignature do not add up, with Pi-dec and
 *       Pi-aff-g*, which name the culprit
 * </ol>
 *
 * <p>Each round's message echoes the round before. A batch succeeds as a whole or not at all.
 */
public final class Presigning extends RoundSession<PresigningMessage, List<Presignature>> {
  /** Most presignatures of one session. */
  public static final int MAX_COUNT = 16;

  /** Most parties: messages grow with their number, and so does what is spent on them. */
  public static final int MAX_PARTIES = 5;

  static final Protocol PROTOCOL = new Protocol("ecdsa/presigning", 4, 1 << 21, 1 << 13, 9);

  private final SessionContext context;
  private final PresigningMember member;
  private final PresigningMessage.Form form;
  private final List<PendingPresignature> pending = new ArrayList<>();
  private Optional<Blame> blame = Optional.empty();

  /**
   * A session of the whole group.
   *
   * @param keyShare stays open and remains the caller's
   * @param auxiliaryKeys likewise
   * @param count how many presignatures to make, from 1 to {@value #MAX_COUNT}
   */
  public Presigning(
      Prover prover,
      SessionContext context,
      KeyShare keyShare,
      AuxiliaryKeys auxiliaryKeys,
      int count) {
    this(
        prover,
        context,
        keyShare,
        auxiliaryKeys,
        Randomisers.fresh(auxiliaryKeys, prover.random()),
        Workers.NONE,
        count);
  }

  /**
   * A session of the whole group.
   *
   * @param keyShare stays open and remains the caller's
   * @param auxiliaryKeys likewise
   * @param randomisers where randomisers come from
   * @param workers who makes and checks independent proofs
   * @param count how many presignatures to make, from 1 to {@value #MAX_COUNT}
   */
  public Presigning(
      Prover prover,
      SessionContext context,
      KeyShare keyShare,
      AuxiliaryKeys auxiliaryKeys,
      Randomisers randomisers,
      Workers workers,
      int count) {
    super(prover.curve(), context, PROTOCOL, input(context, keyShare, auxiliaryKeys, count));
    keyShare.requireMembers(context);
    auxiliaryKeys.requireShares(context, keyShare.publicKeys());
    if (count < 1 || count > MAX_COUNT || context.parties().size() > MAX_PARTIES) {
      throw new IllegalArgumentException(
          "expected 1 to %d presignatures of at most %d parties, found %d of %d"
              .formatted(MAX_COUNT, MAX_PARTIES, count, context.parties().size()));
    }
    this.context = context;
    member =
        new PresigningMember(
            prover, keyShare, auxiliaryKeys, randomisers, workers, this::transcript);
    form =
        new PresigningMessage.Form(
            prover.parameters(), prover.curve(), context.parties().size(), count);
  }

  private static Bytes32 input(
      SessionContext context, KeyShare keyShare, AuxiliaryKeys auxiliaryKeys, int count) {
    var transcript = keyShare.publicKeys().addTo(inputs(context, PROTOCOL));
    return auxiliaryKeys.addTo(transcript).item("count", count).hash();
  }

  @Override
  protected void begin() {
    var nonces = new ArrayList<PresigningMessage.Nonce>();
    for (int i = 0; i < form.count(); i++) {
      pending.add(new PendingPresignature(member, i));
      nonces.add(pending.get(i).nonce());
    }
    broadcast(new PresigningMessage.Nonces(form, nonces));
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case PresigningMessage.Nonces.ROUND -> multiply();
      case PresigningMessage.Products.ROUND -> open();
      case PresigningMessage.Openings.ROUND -> confirm();
      default -> end();
    }
  }

  private void multiply() throws AbortException {
    var checks = new ProofChecks(member.secrets());
    for (var one : pending) {
      var nonces = new TreeMap<Integer, PresigningMessage.Nonce>();
      received(PresigningMessage.Nonces.class)
          .forEach((sender, sent) -> nonces.put(sender, sent.nonces().get(one.index())));
      one.receiveNonces(nonces, checks);
    }
    checks.verify(member.prover().random(), member.workers());
    var multiplications = pending.stream().map(PendingPresignature::multiplication).toList();
    broadcast(
        new PresigningMessage.Products(
            form, echo(PresigningMessage.Nonces.ROUND), multiplications));
  }

  private void open() throws AbortException {
    var checks = new ProofChecks(member.secrets());
    for (var entry : peers(PresigningMessage.Products.class).entrySet()) {
      requireSameEcho(PresigningMessage.Nonces.ROUND, entry.getKey(), entry.getValue().echo());
    }
    for (var one : pending) {
      var multiplications = new TreeMap<Integer, PresigningMessage.Multiplication>();
      received(PresigningMessage.Products.class)
          .forEach((sender, sent) ->
              multiplications.put(sender, sent.multiplications().get(one.index())));
      one.receiveMultiplications(multiplications, checks);
    }
    checks.verify(member.prover().random(), member.workers());
    // Only now: whoever made the sum zero on purpose has no proof, and is named for that.
    for (var one : pending) {
      requireNotDegenerate(one.noncePoint().isIdentity(), "Gamma");
    }
    var openings = pending.stream().map(PendingPresignature::opening).toList();
    broadcast(new PresigningMessage.Openings(echo(PresigningMessage.Products.ROUND), openings));
  }

  private void confirm() throws AbortException {
    var checks = new ProofChecks(member.secrets());
    for (var entry : peers(PresigningMessage.Openings.class).entrySet()) {
      requireSameEcho(PresigningMessage.Products.ROUND, entry.getKey(), entry.getValue().echo());
    }
    for (var one : pending) {
      var openings = new TreeMap<Integer, PresigningMessage.Opening>();
      received(PresigningMessage.Openings.class)
          .forEach((sender, sent) -> openings.put(sender, sent.openings().get(one.index())));
      one.receiveOpenings(openings, checks);
    }
    checks.verify(member.prover().random(), member.workers());
    for (var one : pending) {
      if (blame.isEmpty() && !one.deltasAddUp()) {
        blame = Optional.of(one.blame(false));
      } else if (blame.isEmpty() && !one.sharesAddUp()) {
        blame = Optional.of(one.blame(true));
      }
    }
    broadcast(
        new PresigningMessage.Confirmation(
            form, echo(PresigningMessage.Openings.ROUND), blame.map(Blame::identification)));
  }

  private void end() throws AbortException {
    var confirmations = peers(PresigningMessage.Confirmation.class);
    for (var entry : confirmations.entrySet()) {
      requireSameEcho(PresigningMessage.Openings.ROUND, entry.getKey(), entry.getValue().echo());
    }
    for (var entry : confirmations.entrySet()) {
      requireIdentification(entry.getKey(), entry.getValue().identification());
    }
    if (blame.isPresent()) {
      identify(confirmations);
    }
    for (var one : pending) {
      requireNotDegenerate(one.productOfNonces().isZero(), "delta");
    }
    try (var unfinished = new SecretScope()) {
      var presignatures = new ArrayList<Presignature>();
      for (var one : pending) {
        presignatures.add(unfinished.add(one.presignature(id(one))));
      }
      finish(presignatures);
      unfinished.keep();
    }
  }

  /** All have the same openings, so all know whether they add up. */
  private void requireIdentification(
      int sender, Optional<PresigningMessage.Identification> identification) throws AbortException {
    if (identification.isPresent() != blame.isPresent()) {
      throw AbortException.by(
          sender,
          AbortReason.RESULT_MISMATCH,
          blame.isPresent()
              ? "expected proofs of its parts, which do not add up with all others, found none"
              : "expected a confirmation, found proofs of parts that add up");
    }
  }

  private void identify(SortedMap<Integer, PresigningMessage.Confirmation> confirmations)
      throws AbortException {
    var proofs = new TreeMap<Integer, PresigningMessage.Identification>();
    confirmations.forEach(
        (sender, sent) -> proofs.put(sender, sent.identification().orElseThrow()));
    blame.orElseThrow().verify(proofs);
    throw AbortException.byNobody(
        AbortReason.DEGENERATE_RESULT,
        "expected parts that add up, found others although all proofs of them hold");
  }

  private static void requireNotDegenerate(boolean degenerate, String what) throws AbortException {
    if (degenerate) {
      throw AbortException.byNobody(
          AbortReason.DEGENERATE_RESULT, "expected a random " + what + ", found zero");
    }
  }

  private Bytes32 id(PendingPresignature one) {
    return transcript("presignature", PresigningMessage.Confirmation.ROUND, Step.ALL, Step.ALL)
        .item("index", one.index())
        .item("Gamma", one.noncePoint())
        .list(
            "openings",
            echo(PresigningMessage.Openings.ROUND).stream().map(Bytes32::bytes).toList())
        .hash();
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return context.parties();
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
    throw new IllegalStateException("expected no confidential message in presigning");
  }

  @Override
  protected void wipe() {
    pending.forEach(PendingPresignature::close);
    member.close();
  }
}
