package dev.cosigner.enclave.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.envelope.Draft;
import dev.cosigner.protocol.envelope.EnvelopeHeader;
import dev.cosigner.protocol.envelope.SessionRoster;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.Enrolment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One ceremony at one member. It opens with an exchange of nonces, from which every phase's session
 * id is made: hash(scheme, group, view, phase, protocol, ceremony, one nonce per cosigner). So no
 * session is ever run twice, whatever a host replays. Not safe for use by several threads.
 */
final class Ceremony implements AutoCloseable {
  private static final String OPENING = "cosigner/opening/v1";
  private static final String INPUT_DOMAIN = "cosigner/opening-input/v1";
  private static final String SESSION_DOMAIN = "cosigner/session/v1";
  private static final String VIEW_DOMAIN = "cosigner/view/v1";
  private static final int NONCE_BYTES = 32;

  private final Script script;
  private final Enrolment self;
  private final ByteString view;
  private final List<Enrolment> cosigners;
  private final List<Phase<?>> phases;
  private final byte[] input;
  private final Map<Integer, ByteString> nonces = new TreeMap<>();

  /** The opening's roster, then one for each phase once all nonces are known. */
  private final List<SessionRoster> rosters = new ArrayList<>();

  private final EarlyMessages early = new EarlyMessages();
  private final List<Draft> drafts = new ArrayList<>();
  private RunningPhase<?> running;
  private int phase = -1;
  private Outcome outcome = new Outcome.Pending(OPENING);

  Ceremony(Script script, Enrolment self) {
    this.script = script;
    this.self = self;
    this.cosigners = script.cosigners();
    this.phases = script.phases();
    this.view = view(cosigners);
    this.input = DomainHash.of(INPUT_DOMAIN, script.input());
    rosters.add(
        roster(
            DomainHash.of(OPENING, script.id().toByteArray(), view.toByteArray()),
            OPENING,
            Phase.numbered(1, cosigners)));
  }

  /** Which boots work together: a hash of their instances. */
  static ByteString view(List<Enrolment> cosigners) {
    return ByteString.copyOf(
        DomainHash.of(
            VIEW_DOMAIN,
            cosigners.stream()
                .map(cosigner -> cosigner.instance().toByteArray())
                .toArray(byte[][]::new)));
  }

  ByteString id() {
    return script.id();
  }

  Outcome outcome() {
    return outcome;
  }

  /** Draws this cosigner's nonce and tells the others, with a hash of what it was given. */
  void begin(SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    int own = cosigners.indexOf(self) + 1;
    nonces.put(own, ByteString.copyOf(nonce));
    for (int to = 1; to <= cosigners.size(); to++) {
      if (to != own) {
        byte[] opening = Arrays.copyOf(nonce, NONCE_BYTES + input.length);
        System.arraycopy(input, 0, opening, NONCE_BYTES, input.length);
        drafts.add(Draft.in(rosters.getFirst(), own, to, opening));
      }
    }
  }

  /** The open session that a header names. */
  Optional<SessionRoster> roster(EnvelopeHeader header) {
    return rosters.stream().filter(open -> open.session().equals(header.session())).findFirst();
  }

  /**
   * Takes a message that was opened under one of {@link #roster}'s rosters.
   *
   * @param payload taken over and wiped
   */
  void accept(EnvelopeHeader header, byte[] payload) {
    Message message = new Message(header.fromParty(), header.toParty(), payload);
    int index = rosters.indexOf(roster(header).orElseThrow()) - 1;
    if (index > phase) {
      if (!early.add(index, message)) {
        abort(
            "too-many-messages",
            rosters.get(index + 1).parties().get(message.from()).identityKey(),
            "expected at most " + EarlyMessages.MAX + " messages ahead of their phase");
      }
    } else if (index < 0) {
      acceptOpening(message);
    } else if (index == phase && running != null) {
      running.accept(message);
      follow();
    }
    // Whatever else there is belongs to a phase that is complete.
  }

  /** What this cosigner has to say since the last call; whoever takes it wipes it. */
  List<Draft> takeDrafts() {
    List<Draft> taken = List.copyOf(drafts);
    drafts.clear();
    return taken;
  }

  /** Gives the ceremony up, for instance because its time is over. */
  void abort(String reason, ByteString culprit, String detail) {
    abort(new Outcome.Aborted(reason, culprit, detail));
  }

  private void abort(Outcome.Aborted aborted) {
    outcome = aborted;
    drafts.forEach(Draft::wipe);
    drafts.clear();
    close();
  }

  /** Wipes everything that has not taken effect. */
  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
    early.wipe();
    script.close();
  }

  private void acceptOpening(Message message) {
    ByteString sender = cosigners.get(message.from() - 1).identityKey();
    byte[] opening = message.body();
    if (opening.length != NONCE_BYTES + input.length) {
      abort("malformed-opening", sender, "expected a nonce and a hash, found another length");
      return;
    }
    ByteString nonce = ByteString.copyOf(Arrays.copyOf(opening, NONCE_BYTES));
    ByteString known = nonces.putIfAbsent(message.from(), nonce);
    if (known != null && !known.equals(nonce)) {
      abort("equivocation", sender, "two opening nonces");
    } else if (!Arrays.equals(input, 0, input.length, opening, NONCE_BYTES, opening.length)) {
      // Nobody is blamed: whoever brought the request may have given the two different ones.
      abort("other-input", ByteString.EMPTY, sender + " was given other approvals");
    } else if (phase < 0 && nonces.size() == cosigners.size()) {
      for (int i = 0; i < phases.size(); i++) {
        rosters.add(roster(sessionId(i), phases.get(i).protocol(), phases.get(i).parties()));
      }
      enter(0);
    }
  }

  private byte[] sessionId(int index) {
    List<byte[]> items = new ArrayList<>();
    items.add(ascii(script.scheme().label()));
    items.add(script.group().toByteArray());
    items.add(view.toByteArray());
    items.add(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    items.add(ascii(phases.get(index).protocol()));
    items.add(script.id().toByteArray());
    nonces.values().forEach(nonce -> items.add(nonce.toByteArray()));
    return DomainHash.of(SESSION_DOMAIN, items.toArray(byte[][]::new));
  }

  private void enter(int next) {
    phase = next;
    running = null;
    if (phase == phases.size()) {
      finish();
      return;
    }
    outcome = new Outcome.Pending(phases.get(phase).protocol());
    RunningPhase<?> started = new RunningPhase<>(phases.get(phase), rosters.get(phase + 1));
    List<Message> waiting = early.take(phase);
    running = started;
    started.start(script.scheme());
    waiting.forEach(started::accept);
    follow();
  }

  /** Does what follows from what the running phase came to. */
  private void follow() {
    drafts.addAll(running.takeDrafts());
    if (running.aborted().isPresent()) {
      abort(running.aborted().get());
    } else if (running.isComplete()) {
      running.close();
      enter(phase + 1);
    }
  }

  private void finish() {
    try {
      outcome = new Outcome.Done(ByteString.copyOf(script.finish()));
      close();
    } catch (CeremonyException e) {
      abort(e.reason(), ByteString.EMPTY, e.getMessage());
    }
  }

  private SessionRoster roster(byte[] session, String protocol, Map<Integer, Enrolment> parties) {
    return new SessionRoster(
        script.group(),
        view,
        ByteString.copyOf(session),
        protocol,
        parties,
        ownParties(parties),
        script.verifier());
  }

  private Set<Integer> ownParties(Map<Integer, Enrolment> parties) {
    Set<Integer> own = new TreeSet<>();
    parties.forEach((party, player) -> {
      if (player.equals(self)) {
        own.add(party);
      }
    });
    return own;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
