package dev.cosigner.mpc.rounds;

import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * A message of one round of a protocol: what the {@link Frame} frames. Each protocol has a sealed
 * hierarchy of records.
 */
public interface RoundMessage {

  /** The round it belongs to, from 1. */
  int round();

  /** The fields, in the order in which the protocol's decoder reads them. */
  List<CborValue> fields();

  /** The secret of a confidential message, which is for one receiver; null in a broadcast. */
  default SecretScalar secret() {
    return null;
  }

  /** Wipes the secret, if there is one. */
  default void wipe() {
    if (secret() != null) {
      secret().close();
    }
  }
}
