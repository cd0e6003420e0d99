package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.protocol.wallet.Scheme;

/**
 * A member of the new group in add-user: checks every dealer's piece against its public point. The
 * sum of its pieces, divided by its Lagrange coefficient in the new group, is its share of the same
 * key.
 */
public final class AddUserReceiver extends AddUser<KeyShare> {
  private final Scheme scheme;
  private final ConstantTimeCurve curve;
  private final AddUserPlan plan;
  private PublicKeyPackage publicKeys;
  private SecretScalar secret;

  /**
   * A session of all dealers and receivers.
   *
   * @throws IllegalArgumentException unless self is one of the plan's receivers
   */
  public AddUserReceiver(ConstantTimeCurve curve, SessionContext context, AddUserPlan plan) {
    super(curve, context, plan);
    if (!plan.receivers().contains(context.self())) {
      throw new IllegalArgumentException(
          "expected one of the receivers "
              + plan.receivers()
              + " as self, found "
              + context.self());
    }
    this.scheme = context.scheme();
    this.curve = curve;
    this.plan = plan;
  }

  @Override
  protected void begin() {
    // The dealers speak first.
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case Commitment.ROUND -> broadcast(new Echo(echo(Commitment.ROUND)));
      case Echo.ROUND -> requireSameCommitments();
      case AddUserMessage.Opening.ROUND -> publicKeys = newPublicKeys();
      case AddUserMessage.Piece.ROUND -> {
        combinePieces();
        broadcast(new Confirmation(result(publicKeys)));
      }
      default -> {
        requireSameResult(publicKeys);
        finish(new KeyShare(scheme, self(), secret, publicKeys));
        secret = null;
      }
    }
  }

  private void combinePieces() throws AbortException {
    int index = plan.receivers().indexOf(self());
    var openings = received(AddUserMessage.Opening.class);
    for (var entry : received(AddUserMessage.Piece.class).entrySet()) {
      int dealer = entry.getKey();
      var piece = entry.getValue().secret();
      if (piece.isZero()) {
        throw AbortException.by(dealer, AbortReason.ZERO_SHARE, "expected a piece, found zero");
      }
      if (!piece.timesGenerator().equals(openings.get(dealer).points().get(index))) {
        throw AbortException.by(
            dealer,
            AbortReason.WRONG_PIECE,
            "expected the piece of its public point, found another");
      }
      try (var previous = secret) {
        secret = previous == null ? piece.copy() : previous.plus(piece);
      }
    }
    try (var sum = secret) {
      secret = sum.times(curve.invert(newLambda(self())));
    }
  }

  @Override
  protected void wipe() {
    if (secret != null) {
      secret.close();
    }
  }
}
