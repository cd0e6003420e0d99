package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * The first phase of new shares for the same members and the same key: every member deals a random
 * polynomial that is zero at zero, and adds what it got to its share. The old share is only read,
 * and stays good: what comes out is pending until {@link RefreshCommit} has ended.
 *
 * <ol>
 *   <li>everybody commits to its polynomial
 *   <li>everybody echoes all commitments
 *   <li>everybody opens its commitment
 *   <li>everybody sends each other member its piece, confidentially
 *   <li>everybody checks its pieces and confirms the new public keys
 * </ol>
 */
public final class Refresh extends RoundSession<RefreshMessage, PendingShare> {
  static final Protocol PROTOCOL = new Protocol("frost/refresh", 5, 4096);

  private final Scheme scheme;
  private final ConstantTimeCurve curve;
  private final KeyShare keyShare;
  private final SecureRandom random;
  private SecretPolynomial quotient;
  private RefreshMessage.Opening opening;
  private PublicKeyPackage publicKeys;
  private SecretScalar secret;

  /**
   * A session of the whole group.
   *
   * @param keyShare stays open and remains the caller's
   * @throws IllegalArgumentException unless the parties are the members of the group, and self is
   *     the share's
   */
  public Refresh(
      ConstantTimeCurve curve, SessionContext context, KeyShare keyShare, SecureRandom random) {
    super(curve, context, PROTOCOL, keyShare.publicKeys().addTo(inputs(context, PROTOCOL)).hash());
    Schemes.requireCurve(context, curve);
    keyShare.requireMembers(context);
    this.scheme = context.scheme();
    this.curve = curve;
    this.keyShare = keyShare;
    this.random = random;
  }

  @Override
  protected void begin() {
    // The polynomial is x times this one.
    quotient = SecretPolynomial.random(curve, parties().size() - 1, random);
    var nonce = new byte[Bytes32.LENGTH];
    random.nextBytes(nonce);
    opening = new RefreshMessage.Opening(quotient.commitment(), Bytes32.of(nonce));
    broadcast(new Commitment(commitment(self(), opening)));
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case Commitment.ROUND -> broadcast(new Echo(echo(Commitment.ROUND)));
      case Echo.ROUND -> {
        for (var echo : peers(Echo.class).entrySet()) {
          requireSameEcho(Commitment.ROUND, echo.getKey(), echo.getValue().hashes());
        }
        broadcast(opening);
      }
      case RefreshMessage.Opening.ROUND -> sendPieces();
      case RefreshMessage.Piece.ROUND -> addPieces();
      default -> {
        Results.requireSame(peers(Confirmation.class), result());
        finish(new PendingShare(new KeyShare(scheme, self(), secret, publicKeys)));
        secret = null;
      }
    }
  }

  private void sendPieces() throws AbortException {
    var commitments = received(Commitment.class);
    var openings = received(RefreshMessage.Opening.class);
    for (var entry : openings.entrySet()) {
      int sender = entry.getKey();
      if (!commitments.get(sender).hash().equals(commitment(sender, entry.getValue()))) {
        throw AbortException.by(
            sender,
            AbortReason.COMMITMENT_MISMATCH,
            "expected the polynomial of its commitment, found another");
      }
    }
    publicKeys = newPublicKeys(openings.values());
    secret = piece(self());
    for (int receiver : parties()) {
      if (receiver != self()) {
        send(receiver, new RefreshMessage.Piece(piece(receiver)));
      }
    }
    quotient.close();
  }

  private PublicKeyPackage newPublicKeys(Collection<RefreshMessage.Opening> openings)
      throws AbortException {
    var verificationShares = new TreeMap<Integer, Point>();
    for (int member : parties()) {
      var share = keyShare.publicKeys().verificationShare(member);
      for (var opened : openings) {
        share = curve.add(share, publicPiece(opened.coefficients(), member));
      }
      verificationShares.put(member, share);
    }
    return Results.require(curve, verificationShares, keyShare.publicKeys().chainCode());
  }

  private void addPieces() throws AbortException {
    var openings = received(RefreshMessage.Opening.class);
    for (var entry : peers(RefreshMessage.Piece.class).entrySet()) {
      int sender = entry.getKey();
      var piece = entry.getValue().secret();
      if (piece.isZero()) {
        throw AbortException.by(sender, AbortReason.ZERO_SHARE, "expected a piece, found zero");
      }
      if (!piece
          .timesGenerator()
          .equals(publicPiece(openings.get(sender).coefficients(), self()))) {
        throw AbortException.by(
            sender,
            AbortReason.WRONG_PIECE,
            "expected its polynomial's value at " + self() + ", found another");
      }
      try (var previous = secret) {
        secret = previous.plus(piece);
      }
    }
    try (var previous = secret) {
      secret = previous.plus(keyShare.secret());
    }
    broadcast(new Confirmation(result()));
  }

  /** The own polynomial's value at a member's number. */
  private SecretScalar piece(int member) {
    try (var value = quotient.evaluate(member)) {
      return value.times(curve.scalar(member));
    }
  }

  private Point publicPiece(List<Point> coefficients, int member) {
    return curve.multiply(
        curve.scalar(member), SecretPolynomial.evaluate(curve, coefficients, member));
  }

  private Bytes32 result() {
    return publicKeys.addTo(transcript("result", Confirmation.ROUND, Step.ALL, Step.ALL)).hash();
  }

  private Bytes32 commitment(int sender, RefreshMessage.Opening opened) {
    return opened.addTo(transcript("commitment", Commitment.ROUND, sender, Step.ALL)).hash();
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return confidential(round)
        ? parties().stream().filter(party -> party != self()).toList()
        : parties();
  }

  @Override
  protected boolean confidential(int round) {
    return round == RefreshMessage.Piece.ROUND;
  }

  @Override
  protected RefreshMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return RefreshMessage.decode(curve, round, parties().size(), fields);
  }

  @Override
  protected RefreshMessage confidentialMessage(int round, SecretScalar secret) {
    return new RefreshMessage.Piece(secret);
  }

  @Override
  protected void wipe() {
    if (quotient != null) {
      quotient.close();
    }
    if (secret != null) {
      secret.close();
    }
  }
}
