package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/** Round 1 of the auxiliary set-up: a hash of what the sender opens in round 3. */
record Commitment(Bytes32 hash) implements AuxiliaryMessage {
  static final int ROUND = 1;

  static Commitment decode(CborValue fields) throws CborException {
    return new Commitment(Fields.of(fields, 1).bytes32("commitment"));
  }

  @Override
  public int round() {
    return ROUND;
  }

  @Override
  public List<CborValue> fields() {
    return List.of(Fields.of(hash));
  }
}
