package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * What dealers and receivers of add-user have in common: they all see the same public messages and
 * check them alike.
 *
 * <ol>
 *   <li>every dealer commits to the points of its pieces
 *   <li>everybody echoes all commitments
 *   <li>every dealer opens its commitment
 *   <li>every dealer sends each receiver its piece, confidentially
 *   <li>every receiver checks its pieces and confirms the new group's public keys
 * </ol>
 */
abstract sealed class AddUser<R> extends RoundSession<AddUserMessage, R>
    permits AddUserDealer, AddUserReceiver {
  static final Protocol PROTOCOL = new Protocol("frost/add-user", 5, 4096);

  private final ConstantTimeCurve curve;
  private final AddUserPlan plan;

  AddUser(ConstantTimeCurve curve, SessionContext context, AddUserPlan plan) {
    super(curve, context, PROTOCOL, plan.addTo(inputs(context, PROTOCOL)).hash());
    Schemes.requireCurve(context, curve);
    plan.requireParties(context);
    this.curve = curve;
    this.plan = plan;
  }

  /** Round 2: all have the same commitments. */
  final void requireSameCommitments() throws AbortException {
    for (var echo : peers(Echo.class).entrySet()) {
      requireSameEcho(Commitment.ROUND, echo.getKey(), echo.getValue().hashes());
    }
  }

  /**
   * Round 3: every dealer opened its commitment, to points that add up to its part of the key.
   * Returns the new group's public keys.
   */
  final PublicKeyPackage newPublicKeys() throws AbortException {
    var commitments = received(Commitment.class);
    var openings = received(AddUserMessage.Opening.class);
    for (var entry : openings.entrySet()) {
      int dealer = entry.getKey();
      if (!commitments.get(dealer).hash().equals(commitment(dealer, entry.getValue()))) {
        throw AbortException.by(
            dealer,
            AbortReason.COMMITMENT_MISMATCH,
            "expected the points of its commitment, found others");
      }
      requireSum(dealer, entry.getValue().points());
    }
    var verificationShares = new TreeMap<Integer, Point>();
    for (int i = 0; i < plan.receivers().size(); i++) {
      var sum = curve.identity();
      for (var opened : openings.values()) {
        sum = curve.add(sum, opened.points().get(i));
      }
      int receiver = plan.receivers().get(i);
      verificationShares.put(receiver, curve.multiply(curve.invert(newLambda(receiver)), sum));
    }
    var publicKeys = Results.require(curve, verificationShares, plan.publicKeys().chainCode());
    if (!publicKeys.groupPublicKey().equals(plan.publicKeys().groupPublicKey())) {
      throw AbortException.byNobody(
          AbortReason.RESULT_MISMATCH,
          "expected the group public key "
              + plan.publicKeys().groupPublicKey()
              + ", found "
              + publicKeys);
    }
    return publicKeys;
  }

  private void requireSum(int dealer, List<Point> points) throws AbortException {
    var sum = curve.identity();
    for (var point : points) {
      sum = curve.add(sum, point);
    }
    var lambda = Frost.deriveInterpolatingValue(curve, plan.dealers(), dealer);
    if (!sum.equals(curve.multiply(lambda, plan.publicKeys().verificationShare(dealer)))) {
      throw AbortException.by(
          dealer,
          AbortReason.WRONG_SUM_OF_PIECES,
          "expected points whose sum is its part of the group public key, found others");
    }
  }

  /** Round 5: all receivers have the same public keys. */
  final void requireSameResult(PublicKeyPackage publicKeys) throws AbortException {
    Results.requireSame(peers(Confirmation.class), result(publicKeys));
  }

  final Bytes32 result(PublicKeyPackage publicKeys) {
    return publicKeys.addTo(transcript("result", Confirmation.ROUND, Step.ALL, Step.ALL)).hash();
  }

  final Bytes32 commitment(int dealer, AddUserMessage.Opening opened) {
    return opened.addTo(transcript("commitment", Commitment.ROUND, dealer, Step.ALL)).hash();
  }

  /** Lagrange's coefficient of a receiver in the new group. */
  final Scalar newLambda(int receiver) {
    return Frost.deriveInterpolatingValue(curve, plan.receivers(), receiver);
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return switch (round) {
      case Echo.ROUND -> parties();
      case AddUserMessage.Piece.ROUND ->
          plan.receivers().contains(self()) ? plan.dealers() : List.of();
      case Confirmation.ROUND -> plan.receivers();
      default -> plan.dealers();
    };
  }

  @Override
  protected final boolean confidential(int round) {
    return round == AddUserMessage.Piece.ROUND;
  }

  @Override
  protected final AddUserMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return AddUserMessage.decode(
        curve, round, plan.dealers().size(), plan.receivers().size(), fields);
  }

  @Override
  protected final AddUserMessage confidentialMessage(int round, SecretScalar secret) {
    return new AddUserMessage.Piece(secret);
  }
}
