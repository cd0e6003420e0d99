package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.nsm.EnclaveClock;
import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.envelope.Draft;
import dev.cosigner.protocol.envelope.EnvelopeException;
import dev.cosigner.protocol.envelope.EnvelopeHeader;
import dev.cosigner.protocol.envelope.EnvelopeOpener;
import dev.cosigner.protocol.envelope.EnvelopeSealer;
import dev.cosigner.protocol.hpke.HpkeException;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Delivery;
import dev.cosigner.protocol.request.DeliveryResult;
import dev.cosigner.protocol.request.Outbound;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.OnboardTranscript;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ceremonies of one boot of one cosigner: opens what comes in, hands it to its ceremony, seals
 * what goes out. Bounded: at most {@value #MAX_OPEN} run at once, each for at most ten minutes; the
 * last words of as many, and the outcomes of {@value #MAX_KEPT}, are kept. One lock guards all of
 * it.
 */
final class Ceremonies {
  static final int MAX_OPEN = 32;
  static final int MAX_KEPT = 512;
  static final long MAX_MILLIS = OnboardTranscript.MAX_CEREMONY_MILLIS;

  /** After this many envelopes a delivery's answer is full, and the rest is to be brought again. */
  static final int MAX_ANSWERED = 128;

  private final Enrolment self;
  private final EnvelopeSealer sealer;
  private final EnvelopeOpener opener;
  private final SecureRandom random;
  private final EnclaveClock clock;
  private final Map<ByteString, Open> open = new LinkedHashMap<>();
  private final Map<ByteString, Outcome> over = new LinkedHashMap<>();
  private final Map<ByteString, List<Outbound>> lastWords = new LinkedHashMap<>();
  private final SpentIds spent = new SpentIds();

  private record Open(Ceremony ceremony, long untilMillis, List<Outbound> said) {}

  /**
   * Ceremonies of this boot, none of which runs.
   *
   * @param clock this cosigner's own time
   */
  Ceremonies(
      Enrolment self,
      EnvelopeSealer sealer,
      EnvelopeOpener opener,
      SecureRandom random,
      EnclaveClock clock) {
    this.self = self;
    this.sealer = sealer;
    this.opener = opener;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Begins a ceremony. One that runs already is not begun again: its envelopes so far are the
   * answer.
   *
   * @throws RequestException {@code ceremony-over} where one with this id has ended, {@code busy}
   *     where too many run or were begun
   */
  synchronized Begun begin(Script script) throws RequestException {
    long now = expire();
    ByteString id = script.id();
    if (open.containsKey(id)) {
      return new Begun(id, open.get(id).said());
    }
    if (spent.contains(id)) {
      throw new RequestException(
          "ceremony-over",
          "this request or plan was carried out or given up before",
          "a new request with a new nonce",
          "ceremony " + id,
          null);
    }
    if (open.size() >= MAX_OPEN || !spent.hasRoom(now)) {
      throw new RequestException(
          "busy",
          "too many ceremonies run, or were begun in the last day",
          "fewer than " + MAX_OPEN + ", and " + SpentIds.MAX + " in a day",
          open.size() + " ceremonies run",
          null);
    }
    Ceremony ceremony = new Ceremony(script, self);
    spent.add(id, script.expiryMillis());
    open.put(id, new Open(ceremony, now + MAX_MILLIS, new ArrayList<>()));
    ceremony.begin(random);
    return new Begun(id, say(id));
  }

  /** Opens envelopes and lets their ceremonies go on; what is in them is refused one by one. */
  synchronized DeliveryResult deliver(Delivery delivery) throws RequestException {
    long now = expire();
    List<Outbound> answer = new ArrayList<>();
    List<DeliveryResult.Refused> refused = new ArrayList<>();
    for (int i = 0; i < delivery.envelopes().size(); i++) {
      if (answer.size() >= MAX_ANSWERED) {
        refused.add(new DeliveryResult.Refused(i, DeliveryResult.LATER));
        continue;
      }
      try {
        answer.addAll(deliver(delivery.envelopes().get(i), now));
      } catch (EnvelopeException e) {
        refused.add(new DeliveryResult.Refused(i, e.reason().name()));
      }
    }
    return new DeliveryResult(answer, refused);
  }

  private List<Outbound> deliver(ByteString envelope, long now) throws EnvelopeException {
    EnvelopeOpener.Opened opened =
        opener.open(
            envelope.toByteArray(),
            header -> find(header).flatMap(ceremony -> ceremony.roster(header)),
            now);
    Ceremony ceremony = find(opened.header()).orElseThrow();
    ceremony.accept(opened.header(), opened.payload());
    return say(ceremony.id());
  }

  /** What this cosigner said in a ceremony so far: the same bytes again. */
  synchronized Begun resend(ByteString id) throws RequestException {
    expire();
    Open found = open.get(id);
    if (found != null) {
      return new Begun(id, found.said());
    }
    if (!spent.contains(id)) {
      throw unknown(id);
    }
    return new Begun(id, lastWords.getOrDefault(id, List.of()));
  }

  /** Whether a ceremony runs or has ended well, so that asking again need not begin another. */
  synchronized boolean stands(ByteString id) throws RequestException {
    expire();
    return open.containsKey(id) || over.get(id) instanceof Outcome.Done;
  }

  /** How a ceremony stands. */
  synchronized Outcome outcome(ByteString id) throws RequestException {
    expire();
    Open found = open.get(id);
    if (found != null) {
      return found.ceremony().outcome();
    }
    Outcome outcome = over.get(id);
    if (outcome == null) {
      throw unknown(id);
    }
    return outcome;
  }

  private static RequestException unknown(ByteString id) {
    return new RequestException(
        "unknown-ceremony",
        "no such ceremony was begun since this cosigner started, or its outcome is forgotten",
        "one of the last " + MAX_KEPT + " ceremonies that were begun here",
        id.hex(),
        null);
  }

  private Optional<Ceremony> find(EnvelopeHeader header) {
    return open.values().stream()
        .map(Open::ceremony)
        .filter(ceremony -> ceremony.roster(header).isPresent())
        .findFirst();
  }

  /** Seals what the ceremony has to say now, and puts an ended one aside. */
  private List<Outbound> say(ByteString id) {
    Open found = open.get(id);
    List<Outbound> said = new ArrayList<>();
    List<Draft> drafts = found.ceremony().takeDrafts();
    try {
      for (EnvelopeSealer.Addressed addressed : sealer.seal(drafts)) {
        said.add(
            new Outbound(
                addressed.receiverInstance(), ByteString.copyOf(addressed.envelope().encode())));
      }
    } catch (HpkeException e) {
      found.ceremony().abort("bad-receiver-key", ByteString.EMPTY, e.getMessage());
    } finally {
      drafts.forEach(Draft::wipe);
    }
    found.said().addAll(said);
    if (!(found.ceremony().outcome() instanceof Outcome.Pending)) {
      open.remove(id);
      keep(over, id, found.ceremony().outcome(), MAX_KEPT);
      // A peer may still need this cosigner's last messages.
      keep(lastWords, id, List.copyOf(found.said()), MAX_OPEN);
    }
    return said;
  }

  private long expire() throws RequestException {
    long now = Custody.nowMillis(clock);
    for (Map.Entry<ByteString, Open> entry : List.copyOf(open.entrySet())) {
      if (now > entry.getValue().untilMillis()) {
        entry
            .getValue()
            .ceremony()
            .abort("time-over", ByteString.EMPTY, "the members did not finish in ten minutes");
        say(entry.getKey());
      }
    }
    return now;
  }

  private static <V> void keep(Map<ByteString, V> map, ByteString id, V value, int most) {
    map.put(id, value);
    Iterator<ByteString> oldest = map.keySet().iterator();
    while (map.size() > most) {
      oldest.next();
      oldest.remove();
    }
  }
}
