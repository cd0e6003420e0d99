package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.transcript.Bytes32;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A member of an existing group in add-user: splits its part of the key, lambda_i * s_i, into
 * random pieces for the members of a new group, whose sum is the part. Its own share is only read.
 * Ends, with the new group's public keys, when every receiver has confirmed them.
 */
public final class AddUserDealer extends AddUser<PublicKeyPackage> {
  private final ConstantTimeCurve curve;
  private final AddUserPlan plan;
  private final KeyShare keyShare;
  private final SecureRandom random;
  private final SortedMap<Integer, SecretScalar> pieces = new TreeMap<>();
  private AddUserMessage.Opening opening;
  private PublicKeyPackage newPublicKeys;

  /**
   * A session of all dealers and receivers.
   *
   * @param keyShare stays open and remains the caller's
   * @throws IllegalArgumentException unless the share is self's in the plan's existing group
   */
  public AddUserDealer(
      ConstantTimeCurve curve,
      SessionContext context,
      AddUserPlan plan,
      KeyShare keyShare,
      SecureRandom random) {
    super(curve, context, plan);
    keyShare.requireScheme(context);
    if (context.self() != keyShare.identifier()
        || !keyShare.publicKeys().equals(plan.publicKeys())) {
      throw new IllegalArgumentException(
          "expected the share of member "
              + context.self()
              + " of "
              + plan.publicKeys()
              + ", found "
              + keyShare);
    }
    this.curve = curve;
    this.plan = plan;
    this.keyShare = keyShare;
    this.random = random;
  }

  @Override
  protected void begin() {
    split();
    var nonce = new byte[Bytes32.LENGTH];
    random.nextBytes(nonce);
    var points = pieces.values().stream().map(SecretScalar::timesGenerator).toList();
    opening = new AddUserMessage.Opening(points, Bytes32.of(nonce));
    broadcast(new Commitment(commitment(self(), opening)));
  }

  /** All pieces but one are random; that one is what remains of the part. */
  private void split() {
    List<Integer> receivers = plan.receivers();
    var rest =
        keyShare.secret().times(Frost.deriveInterpolatingValue(curve, plan.dealers(), self()));
    for (int receiver : receivers.subList(1, receivers.size())) {
      var piece = curve.randomSecret(random);
      pieces.put(receiver, piece);
      try (var previous = rest) {
        rest = previous.minus(piece);
      }
    }
    pieces.put(receivers.getFirst(), rest);
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case Commitment.ROUND -> broadcast(new Echo(echo(Commitment.ROUND)));
      case Echo.ROUND -> {
        requireSameCommitments();
        broadcast(opening);
      }
      case AddUserMessage.Opening.ROUND -> {
        newPublicKeys = newPublicKeys();
        pieces.forEach((receiver, piece) -> send(receiver, new AddUserMessage.Piece(piece)));
      }
      case AddUserMessage.Piece.ROUND -> {
        // Pieces are not sent to dealers.
      }
      default -> {
        requireSameResult(newPublicKeys);
        finish(newPublicKeys);
      }
    }
  }

  @Override
  protected void wipe() {
    pieces.values().forEach(SecretScalar::close);
  }
}
