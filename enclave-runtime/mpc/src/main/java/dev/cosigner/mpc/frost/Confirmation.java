package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * Round 5 of key generation, of add-user and of refresh: the sender's secret share is good, and
 * this is the hash of the public keys that it belongs to.
 */
record Confirmation(Bytes32 result)
    implements KeyGenerationMessage, AddUserMessage, RefreshMessage {
  static final int ROUND = 5;

  static Confirmation decode(CborValue fields) throws CborException {
    return new Confirmation(Fields.of(fields, 1).bytes32("result"));
  }

  @Override
  public int round() {
    return ROUND;
  }

  @Override
  public List<CborValue> fields() {
    return List.of(Fields.of(result));
  }
}
