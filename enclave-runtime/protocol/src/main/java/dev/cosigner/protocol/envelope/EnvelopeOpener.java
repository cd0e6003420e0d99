package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.envelope.EnvelopeException.Reason;
import dev.cosigner.protocol.hpke.HpkeException;
import dev.cosigner.protocol.hpke.HpkePrivateKey;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import dev.cosigner.protocol.wallet.Enrolment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens the envelopes that reach one boot of one cosigner. Everything that the untrusted world can
 * have changed is checked before the payload is decrypted, let alone parsed; a number counts as
 * received only when all checks have passed. Not safe for use by several threads.
 */
public final class EnvelopeOpener {
  /**
   * How old an envelope's attestation document may be: ten minutes, as long as a ceremony takes at
   * most, so that whatever was said in it can be brought again.
   */
  public static final long MAX_AGE_MILLIS = 10 * 60 * 1000L;

  private static final int MAX_SENDERS = 4096;

  private final ByteString ownInstance;
  private final HpkePrivateKey key;
  private final int maxSenders;

  /** Ordered by their last use. */
  private final Map<Sender, ReplayWindow> windows = new LinkedHashMap<>(16, 0.75f, true);

  /** One boot of one identity: an instance alone is only what its sender says of itself. */
  private record Sender(ByteString identityKey, ByteString instance) {}

  public EnvelopeOpener(ByteString ownInstance, HpkePrivateKey key) {
    this(ownInstance, key, MAX_SENDERS);
  }

  EnvelopeOpener(ByteString ownInstance, HpkePrivateKey key, int maxSenders) {
    this.ownInstance = ownInstance;
    this.key = key;
    this.maxSenders = maxSenders;
  }

  /** A message whose sender, place and novelty are known. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not shared; not compared
  public record Opened(EnvelopeHeader header, byte[] payload) {
    @Override
    public String toString() {
      return "Opened[" + header + "]";
    }
  }

  /**
   * Opens one envelope.
   *
   * @param rosters finds the open session that a header names, or empty
   * @param nowMillis this cosigner's own time
   * @throws EnvelopeException with the reason for which it is dropped
   */
  public Opened open(
      byte[] encoded, Function<EnvelopeHeader, Optional<SessionRoster>> rosters, long nowMillis)
      throws EnvelopeException {
    Envelope envelope;
    EnvelopeHeader header;
    try {
      envelope = Envelope.decode(encoded);
      header = EnvelopeHeader.decode(envelope.header().toByteArray());
    } catch (CborException e) {
      throw new EnvelopeException(Reason.MALFORMED, e.getMessage(), e);
    }
    if (!header.receiverInstance().equals(ownInstance)) {
      throw new EnvelopeException(
          Reason.OTHER_INSTANCE,
          "expected " + ownInstance + ", found " + header.receiverInstance());
    }
    SessionRoster roster =
        rosters
            .apply(header)
            .filter(open -> open.group().equals(header.group()))
            .filter(open -> open.view().equals(header.view()))
            .filter(open -> open.session().equals(header.session()))
            .orElseThrow(() ->
                new EnvelopeException(
                    Reason.UNKNOWN_SESSION,
                    "no session " + header.session() + " is open in this group and view"));
    checkPlace(header, roster);
    Sender sender = new Sender(header.sender(), header.senderInstance());
    ReplayWindow window = windows.get(sender);
    if (window != null && !window.admits(header.sequence())) {
      throw new EnvelopeException(
          Reason.REPLAYED, "number " + header.sequence() + " was received before or is too old");
    }
    checkOrigin(envelope, header, roster, nowMillis);
    byte[] payload;
    try {
      payload =
          key.open(
              envelope.sealed().toByteArray(),
              EnvelopeSealer.HPKE_INFO,
              envelope.header().toByteArray());
    } catch (HpkeException e) {
      throw new EnvelopeException(Reason.BAD_SEAL, "the payload does not open", e);
    }
    window(sender).mark(header.sequence());
    return new Opened(header, payload);
  }

  private static void checkPlace(EnvelopeHeader header, SessionRoster roster)
      throws EnvelopeException {
    if (!header.protocol().equals(roster.protocol())) {
      throw new EnvelopeException(
          Reason.OTHER_PROTOCOL, "expected " + roster.protocol() + ", found " + header.protocol());
    }
    if (roster.parties().values().stream()
        .noneMatch(party -> party.identityKey().equals(header.sender()))) {
      throw new EnvelopeException(
          Reason.UNKNOWN_SENDER, header.sender() + " is no member of this session");
    }
    Enrolment party = roster.parties().get(header.fromParty());
    if (party == null
        || !party.identityKey().equals(header.sender())
        || roster.ownParties().contains(header.fromParty())
        || !roster.ownParties().contains(header.toParty())) {
      throw new EnvelopeException(
          Reason.OTHER_PARTY,
          header.sender()
              + " does not send as party "
              + header.fromParty()
              + " to party "
              + header.toParty()
              + " here");
    }
    if (!party.instance().equals(header.senderInstance())) {
      throw new EnvelopeException(
          Reason.OTHER_SENDER_INSTANCE,
          "expected " + party.instance() + ", found " + header.senderInstance());
    }
  }

  private static void checkOrigin(
      Envelope envelope, EnvelopeHeader header, SessionRoster roster, long nowMillis)
      throws EnvelopeException {
    try {
      IdentityPublicKey.of(header.sender().toByteArray())
          .verify(
              Envelope.signatureInput(
                  envelope.header().toByteArray(), envelope.sealed().toByteArray()),
              envelope.signature().toByteArray());
    } catch (IdentityException e) {
      throw new EnvelopeException(Reason.BAD_SIGNATURE, "the sender's signature is wrong", e);
    }
    if (!envelope.batch().contains(envelope.digest())) {
      throw new EnvelopeException(
          Reason.NOT_IN_BATCH, "the attested batch does not name this envelope");
    }
    try {
      roster
          .verifier()
          .verify(
              envelope.document().toByteArray(),
              Expectation.nothing().withUserData(Envelope.batchHash(envelope.batch())),
              nowMillis,
              MAX_AGE_MILLIS);
    } catch (AttestationException e) {
      throw new EnvelopeException(Reason.BAD_ATTESTATION, e.getMessage(), e);
    }
  }

  private ReplayWindow window(Sender sender) {
    if (windows.size() >= maxSenders && !windows.containsKey(sender)) {
      // Only members' boots get here: the one that has been silent longest has left.
      windows.remove(windows.keySet().iterator().next());
    }
    return windows.computeIfAbsent(sender, _ -> new ReplayWindow());
  }
}
