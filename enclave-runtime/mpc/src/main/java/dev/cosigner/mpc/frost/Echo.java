package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * Round 2 of key generation, of add-user and of refresh: a hash of each message of round 1, in the
 * order of their senders, so that all know that all got the same.
 */
record Echo(List<Bytes32> hashes) implements KeyGenerationMessage, AddUserMessage, RefreshMessage {
  static final int ROUND = 2;

  static Echo decode(int senders, CborValue fields) throws CborException {
    return new Echo(Fields.of(fields, 1).listOfBytes32("echo", senders));
  }

  @Override
  public int round() {
    return ROUND;
  }

  @Override
  public List<CborValue> fields() {
    return List.of(Fields.ofBytes32(hashes));
  }
}
