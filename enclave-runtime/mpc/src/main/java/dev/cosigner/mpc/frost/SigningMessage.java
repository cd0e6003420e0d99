package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.rounds.RoundMessage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/** The messages of {@link Signing}. */
sealed interface SigningMessage extends RoundMessage {

  /** Reads a broadcast. */
  static SigningMessage decode(Curve curve, int round, int parties, CborValue fields)
      throws CborException, CurveException {
    return switch (round) {
      case Nonces.ROUND -> Nonces.decode(curve, fields);
      case Share.ROUND -> Share.decode(curve, parties, fields);
      default -> throw new IllegalArgumentException("expected round 1 or 2, found " + round);
    };
  }

  /** Round 1: the commitments to the sender's nonces. */
  record Nonces(SigningCommitment commitment) implements SigningMessage {
    static final int ROUND = 1;

    static Nonces decode(Curve curve, CborValue encoded) throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      return new Nonces(
          new SigningCommitment(
              fields.point(curve, "hiding commitment"), fields.point(curve, "binding commitment")));
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.of(commitment.hiding()), Fields.of(commitment.binding()));
    }
  }

  /**
   * Round 2: the sender's signature share.
   *
   * @param signingPackage a hash of each message of round 1, in the order of their senders: with
   *     the session's input, which is the message to sign and the public keys, all that the share
   *     was made for
   */
  record Share(List<Bytes32> signingPackage, Scalar share) implements SigningMessage {
    static final int ROUND = 2;

    static Share decode(Curve curve, int parties, CborValue encoded)
        throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      return new Share(
          fields.listOfBytes32("signing package", parties),
          fields.scalar(curve, "signature share"));
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.ofBytes32(signingPackage), Fields.of(share));
    }
  }
}
