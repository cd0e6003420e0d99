package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.rounds.RoundMessage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/** The messages of {@link AddUserDealer} and {@link AddUserReceiver}. */
sealed interface AddUserMessage extends RoundMessage
    permits Commitment, Echo, AddUserMessage.Opening, AddUserMessage.Piece, Confirmation {

  /** Reads a broadcast. */
  static AddUserMessage decode(Curve curve, int round, int dealers, int receivers, CborValue fields)
      throws CborException, CurveException {
    return switch (round) {
      case Commitment.ROUND -> Commitment.decode(fields);
      case Echo.ROUND -> Echo.decode(dealers, fields);
      case Opening.ROUND -> Opening.decode(curve, receivers, fields);
      case Confirmation.ROUND -> Confirmation.decode(fields);
      default ->
          throw new IllegalArgumentException("expected a round of broadcasts, found " + round);
    };
  }

  /**
   * Round 3, from a dealer: what round 1 committed to.
   *
   * @param points for each receiver in ascending order, its piece times the generator
   * @param nonce the commitment's randomness
   */
  record Opening(List<Point> points, Bytes32 nonce) implements AddUserMessage {
    static final int ROUND = 3;

    static Opening decode(Curve curve, int receivers, CborValue encoded)
        throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      return new Opening(
          fields.points(curve, "points of pieces", receivers), fields.bytes32("nonce"));
    }

    /** Adds all of it to the transcript of the commitment. */
    Transcript addTo(Transcript transcript) {
      return transcript.points("points", points).item("nonce", nonce);
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.ofPoints(points), Fields.of(nonce));
    }
  }

  /** Round 4, confidential, from a dealer to a receiver: a piece of the dealer's share. */
  record Piece(SecretScalar secret) implements AddUserMessage {
    static final int ROUND = 4;

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of();
    }
  }
}
