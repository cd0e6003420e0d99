package dev.cosigner.mpc.ecdsa;

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
      case Acceptance.ROUND -> Acceptance.decode(fields);
      case Share.ROUND -> Share.decode(curve, parties, fields);
      default -> throw new IllegalArgumentException("expected round 1 or 2, found " + round);
    };
  }

  /**
   * Round 1: the sender accepts the request.
   *
   * @param nonce fresh, for the re-randomisation
   */
  record Acceptance(Bytes32 nonce) implements SigningMessage {
    static final int ROUND = 1;

    static Acceptance decode(CborValue fields) throws CborException {
      return new Acceptance(Fields.of(fields, 1).bytes32("nonce"));
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.of(nonce));
    }
  }

  /**
   * Round 2: the sender's share of s.
   *
   * @param acceptances a hash of each message of round 1, in the order of their senders
   */
  record Share(List<Bytes32> acceptances, Scalar share) implements SigningMessage {
    static final int ROUND = 2;

    static Share decode(Curve curve, int parties, CborValue encoded)
        throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      return new Share(
          fields.listOfBytes32("acceptances", parties), fields.scalar(curve, "share of s"));
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.ofBytes32(acceptances), Fields.of(share));
    }
  }
}
