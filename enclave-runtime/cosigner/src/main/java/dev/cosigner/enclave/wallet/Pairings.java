package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.Pairing;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The pairing exchanges of one boot, each by the group that its plan creates. A device takes one
 * part in an exchange, once: a second commitment, answer or opening for one plan is refused, so
 * nobody can try again until words happen to agree. An exchange is forgotten when its plan has
 * expired; until then there are at most {@value #MAX}.
 */
final class Pairings {
  static final int MAX = 256;

  private final SecureRandom random;
  private final Map<ByteString, Exchange> exchanges = new LinkedHashMap<>();

  private enum State {
    COMMITTED,
    ANSWERED,
    PAIRED,
    REJECTED
  }

  private static final class Exchange {
    final OnboardPlan plan;
    final byte[] commitment;
    final byte[] ownRandom;
    State state;
    List<String> words = List.of();

    Exchange(OnboardPlan plan, byte[] commitment, byte[] ownRandom, State state) {
      this.plan = plan;
      this.commitment = commitment;
      this.ownRandom = ownRandom;
      this.state = state;
    }
  }

  Pairings(SecureRandom random) {
    this.random = random;
  }

  /** The new device's commitment. */
  synchronized byte[] commit(OnboardPlan plan, long nowMillis) throws RequestException {
    byte[] own = draw();
    byte[] commitment = Pairing.commitment(plan, own);
    begin(new Exchange(plan, commitment, own, State.COMMITTED), nowMillis);
    return commitment;
  }

  /** The existing device's answer to a commitment. */
  synchronized byte[] answer(OnboardPlan plan, byte[] commitment, long nowMillis)
      throws RequestException {
    byte[] own = draw();
    begin(new Exchange(plan, commitment.clone(), own, State.ANSWERED), nowMillis);
    return own.clone();
  }

  /** The new device opens its commitment. */
  synchronized byte[] open(ByteString group, byte[] existingRandom) throws RequestException {
    Exchange exchange = require(group, State.COMMITTED);
    exchange.words =
        Pairing.words(exchange.plan, exchange.commitment, existingRandom, exchange.ownRandom);
    exchange.state = State.PAIRED;
    return exchange.ownRandom.clone();
  }

  /** The existing device learns what the commitment opens to. */
  synchronized void close(ByteString group, byte[] newRandom) throws RequestException {
    Exchange exchange = require(group, State.ANSWERED);
    byte[] opened = Pairing.commitment(exchange.plan, newRandom);
    if (!MessageDigest.isEqual(opened, exchange.commitment)) {
      exchange.state = State.REJECTED;
      throw new RequestException(
          "commitment-mismatch",
          "the new device opened something else than it had committed to",
          ByteString.copyOf(exchange.commitment).hex(),
          ByteString.copyOf(opened).hex(),
          null);
    }
    exchange.words =
        Pairing.words(exchange.plan, exchange.commitment, exchange.ownRandom, newRandom);
    exchange.state = State.PAIRED;
  }

  /** The words that people compare, by the group that each plan creates. */
  synchronized Map<ByteString, List<String>> words() {
    Map<ByteString, List<String>> all = new LinkedHashMap<>();
    exchanges.forEach((group, exchange) -> {
      if (exchange.state == State.PAIRED) {
        all.put(group, exchange.words);
      }
    });
    return all;
  }

  /** People saw different words. */
  synchronized void reject(ByteString group) {
    Exchange exchange = exchanges.get(group);
    if (exchange != null) {
      exchange.state = State.REJECTED;
    }
  }

  /** Whether this device has paired for exactly this plan, and nobody has objected. */
  synchronized void requirePaired(OnboardPlan plan) throws RequestException {
    require(plan.groupId(), State.PAIRED);
  }

  private void begin(Exchange exchange, long nowMillis) throws RequestException {
    exchanges.values().removeIf(known -> known.plan.expiryMillis() < nowMillis);
    if (exchanges.size() >= MAX) {
      throw new RequestException(
          "busy",
          "too many pairings for plans that have not expired",
          "at most " + MAX,
          MAX + " pairings",
          null);
    }
    if (exchanges.putIfAbsent(exchange.plan.groupId(), exchange) != null) {
      throw new RequestException(
          "pairing-exists",
          "this plan's pairing was begun before",
          "a new plan",
          "the same plan",
          null);
    }
  }

  private Exchange require(ByteString group, State state) throws RequestException {
    Exchange exchange = exchanges.get(group);
    if (exchange == null || exchange.state != state) {
      throw new RequestException(
          "not-paired",
          "the pairing for this plan is not where it must be",
          state.name(),
          exchange == null ? "no pairing" : exchange.state.name(),
          null);
    }
    return exchange;
  }

  private byte[] draw() {
    byte[] drawn = new byte[Pairing.RANDOM_BYTES];
    random.nextBytes(drawn);
    return drawn;
  }
}
