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

/** The messages of {@link Refresh}. */
sealed interface RefreshMessage extends RoundMessage
    permits Commitment, Echo, RefreshMessage.Opening, RefreshMessage.Piece, Confirmation {

  /**
   * Reads a broadcast.
   *
   * @param parties how many take part
   */
  static RefreshMessage decode(Curve curve, int round, int parties, CborValue fields)
      throws CborException, CurveException {
    return switch (round) {
      case Commitment.ROUND -> Commitment.decode(fields);
      case Echo.ROUND -> Echo.decode(parties, fields);
      case Opening.ROUND -> Opening.decode(curve, parties, fields);
      case Confirmation.ROUND -> Confirmation.decode(fields);
      default ->
          throw new IllegalArgumentException("expected a round of broadcasts, found " + round);
    };
  }

  /**
   * Round 3: what round 1 committed to.
   *
   * @param coefficients the coefficients of the sender's polynomial times the generator, from that
   *     of x on: its constant term is zero
   * @param nonce the commitment's randomness
   */
  record Opening(List<Point> coefficients, Bytes32 nonce) implements RefreshMessage {
    static final int ROUND = 3;

    static Opening decode(Curve curve, int parties, CborValue encoded)
        throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      return new Opening(
          fields.points(curve, "coefficients", parties - 1), fields.bytes32("nonce"));
    }

    /** Adds all of it to the transcript of the commitment. */
    Transcript addTo(Transcript transcript) {
      return transcript.points("coefficients", coefficients).item("nonce", nonce);
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.ofPoints(coefficients), Fields.of(nonce));
    }
  }

  /** Round 4, confidential: the sender's polynomial at the receiver's number. */
  record Piece(SecretScalar secret) implements RefreshMessage {
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
