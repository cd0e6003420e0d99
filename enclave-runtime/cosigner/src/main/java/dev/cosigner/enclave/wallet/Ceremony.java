package dev.cosigner.enclave.wallet;

import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Scheme;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One ceremony at one member. It opens with an exchange of nonces, from which every phase's session
 * id is made: hash(scheme, view, phase, protocol, ceremony, one nonce per cosigner). So no session
 * is ever run twice, whatever a host replays. Not safe for use by several threads.
 */
final class Ceremony implements AutoCloseable {
  private static final String OPENING = "cosigner/opening/v1";
  private static final String SESSION_DOMAIN = "cosigner/session/v1";
  private static final String VIEW_DOMAIN = "cosigner/view/v1";
  private static final int NONCE_BYTES = 32;
  private static final int MAX_EARLY = 256;

  private final Script script;
  private final Enrolment self;
  private final ByteString view;
  private final List<Enrolment> cosigners;
  private final List<Phase<?>> phases;
  private final Map<Integer, ByteString> nonces = new TreeMap<>();
  private final List<SessionRoster> rosters = new ArrayList<>();
  private final Map<Integer, Deque<Message>> early = new HashMap<>();
  private final List<Draft> drafts = new ArrayList<>();
  private RunningPhase<?> running;
  private int phase = -1;
  private Outcome outcome = new Outcome.Pending(OPENING);

  @SuppressWarnings("ArrayRecordComponent") // handed over, not shared; not compared
  private record Message(int from, int to, byte[] body) {}

  Ceremony(Script script, Enrolment self) {
    this.script = script;
    this.self = self;
    this.cosigners = script.cosigners();
    this.phases = script.phases();
    this.view = view(cosigners);
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

  /** Draws this cosigner's nonce and tells the others. */
  void begin(SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    int own = cosigners.indexOf(self) + 1;
    nonces.put(own, ByteString.copyOf(nonce));
    for (int to = 1; to <= cosigners.size(); to++) {
      if (to != own) {
        drafts.add(draft(rosters.getFirst(), own, to, nonce));
      }
    }
  }

  /** The open session that a header names. */
  Optional<SessionRoster> roster(EnvelopeHeader header) {
    return rosters.stream().filter(open -> open.session().equals(header.session())).findFirst();
  }

  /** Takes a message that was opened under one of {@link #roster}'s rosters. */
  void accept(EnvelopeHeader header, byte[] payload) {
    if (!(outcome instanceof Outcome.Pending)) {
      return;
    }
    Message message = new Message(header.fromParty(), header.toParty(), payload);
    int index = rosters.indexOf(roster(header).orElseThrow()) - 1;
    if (index < 0) {
      acceptNonce(message);
    } else if (index > phase) {
      // The envelope's window admits each number once, so what waits here is bounded by what the
      // phase's parties have to say; a member that says more is stopped by the session itself.
      Deque<Message> waiting = early.computeIfAbsent(index, _ -> new ArrayDeque<>());
      if (waiting.size() >= MAX_EARLY) {
        abort("too-many-messages", cosignerOf(index, message.from()), "in a phase to come");
        return;
      }
      waiting.add(message);
    } else if (index == phase) {
      running.accept(message);
    }
  }

  /** What this cosigner has to say since the last call. */
  List<Draft> takeDrafts() {
    List<Draft> taken = List.copyOf(drafts);
    drafts.clear();
    return taken;
  }

  /** Gives the ceremony up, for instance because its time is over. */
  void abort(String reason, ByteString culprit, String detail) {
    outcome = new Outcome.Aborted(reason, culprit, detail);
    drafts.clear();
    close();
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
    early.clear();
    script.close();
  }

  private void acceptNonce(Message message) {
    ByteString nonce = ByteString.copyOf(message.body());
    if (nonce.size() != NONCE_BYTES) {
      abort("malformed-nonce", cosigners.get(message.from() - 1).identityKey(), "not 32 bytes");
      return;
    }
    ByteString known = nonces.putIfAbsent(message.from(), nonce);
    if (known != null && !known.equals(nonce)) {
      abort("equivocation", cosigners.get(message.from() - 1).identityKey(), "two opening nonces");
    } else if (phase < 0 && nonces.size() == cosigners.size()) {
      for (int i = 0; i < phases.size(); i++) {
        rosters.add(roster(sessionId(i), phases.get(i).protocol(), phases.get(i).parties()));
      }
      enter(0);
    }
  }

  private byte[] sessionId(int index) {
    List<byte[]> items = new ArrayList<>();
    items.add(ascii(Scheme.FROST_ED25519.id()));
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
    if (phase == phases.size()) {
      finish();
      return;
    }
    outcome = new Outcome.Pending(phases.get(phase).protocol());
    RunningPhase<?> started = new RunningPhase<>(phases.get(phase));
    running = started;
    started.start();
    Deque<Message> waiting = early.remove(next);
    while (waiting != null && !waiting.isEmpty() && running == started) {
      started.accept(waiting.remove());
    }
  }

  private void finish() {
    running = null;
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

  private ByteString cosignerOf(int index, int party) {
    return phases.get(index).parties().get(party).identityKey();
  }

  private Draft draft(SessionRoster roster, int from, int to, byte[] body) {
    return new Draft(
        roster.group(),
        roster.view(),
        roster.session(),
        roster.protocol(),
        roster.parties().get(to),
        from,
        to,
        body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The sessions of this cosigner's parties in the phase that runs. */
  private final class RunningPhase<R> {
    private final Phase<R> spec;
    private final SessionRoster roster = rosters.get(phase + 1);
    private final Map<Integer, Session<? extends R>> sessions = new TreeMap<>();
    private final Map<Integer, R> results = new TreeMap<>();
    private final Deque<Message> local = new ArrayDeque<>();

    RunningPhase(Phase<R> spec) {
      this.spec = spec;
    }

    void start() {
      for (int party : new TreeSet<>(roster.ownParties())) {
        sessions.put(party, spec.open(context(party)));
      }
      for (Map.Entry<Integer, Session<? extends R>> entry : sessions.entrySet()) {
        if (running == this) {
          take(entry.getKey(), entry.getValue().start());
        }
      }
      settle();
    }

    void accept(Message message) {
      step(message);
      settle();
    }

    void close() {
      sessions.values().forEach(Session::close);
    }

    private SessionContext context(int party) {
      return new SessionContext(
          Scheme.FROST_ED25519,
          roster.session().toByteArray(),
          roster.group().toByteArray(),
          roster.view().toByteArray(),
          party,
          roster.parties().keySet().stream().sorted().toList());
    }

    /** Delivers between own parties, then completes the phase if all own parties are done. */
    private void settle() {
      while (running == this && !local.isEmpty()) {
        step(local.remove());
      }
      if (running == this && results.size() == sessions.size()) {
        try {
          spec.complete(results);
        } catch (CeremonyException e) {
          abort(e.reason(), ByteString.EMPTY, e.getMessage());
          return;
        }
        enter(phase + 1);
      }
    }

    private void step(Message message) {
      Session<? extends R> session = sessions.get(message.to());
      if (session != null && !results.containsKey(message.to())) {
        take(message.to(), session.accept(message.from(), message.body()));
      }
    }

    private void take(int party, dev.cosigner.mpc.Outcome<? extends R> step) {
      switch (step) {
        case dev.cosigner.mpc.Outcome.Progress<? extends R>(List<Outgoing> messages) ->
            send(party, messages);
        case dev.cosigner.mpc.Outcome.Done<? extends R>(List<Outgoing> messages, R result) -> {
          send(party, messages);
          results.put(party, result);
        }
        case dev.cosigner.mpc.Outcome.Aborted<? extends R> aborted ->
            abort(
                aborted.reason().name(),
                aborted.culprit().isPresent()
                    ? cosignerOf(phase, aborted.culprit().getAsInt())
                    : ByteString.EMPTY,
                aborted.detail());
      }
    }

    private void send(int party, List<Outgoing> messages) {
      for (Outgoing message : messages) {
        if (roster.ownParties().contains(message.receiver())) {
          local.add(new Message(party, message.receiver(), message.body()));
        } else {
          drafts.add(draft(roster, party, message.receiver(), message.body()));
        }
      }
    }
  }
}
