package dev.cosigner.enclave.wallet;

import dev.cosigner.protocol.ByteString;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids of ceremonies that this boot has begun: none is begun twice, whatever a host replays. An
 * id is remembered until its plan or request has expired, after which nobody may begin with it.
 */
final class SpentIds {
  static final int MAX = 1 << 16;

  /** Between the check of the expiry and here, some time may pass. */
  private static final long MARGIN_MILLIS = 60_000;

  private final Map<ByteString, Long> untilMillis = new HashMap<>();

  boolean contains(ByteString id) {
    return untilMillis.containsKey(id);
  }

  /** Makes room; false where there is none. */
  boolean hasRoom(long nowMillis) {
    if (untilMillis.size() >= MAX) {
      untilMillis.values().removeIf(until -> until < nowMillis - MARGIN_MILLIS);
    }
    return untilMillis.size() < MAX;
  }

  void add(ByteString id, long expiryMillis) {
    untilMillis.put(id, expiryMillis);
  }
}
