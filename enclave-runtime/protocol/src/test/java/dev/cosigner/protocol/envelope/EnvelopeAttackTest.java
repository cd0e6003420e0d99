package dev.cosigner.protocol.envelope;

import static dev.cosigner.protocol.attestation.AttestingModule.IMAGE;
import static dev.cosigner.protocol.attestation.AttestingModule.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.envelope.EnvelopeException.Reason;
import dev.cosigner.protocol.hpke.Hpke;
import dev.cosigner.protocol.hpke.HpkePrivateKey;
import dev.cosigner.protocol.identity.IdentityKey;
import dev.cosigner.protocol.wallet.Enrolment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** One attack for each reason to drop an envelope, and the rest of the ways to forge one. */
class EnvelopeAttackTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] PAYLOAD = "a share".getBytes(StandardCharsets.UTF_8);
  private static final MeasurementPolicy POLICY = MeasurementPolicy.of(IMAGE);
  private static final AttestationVerifier VERIFIER =
      new AttestationVerifier(AttestingModule.anchor(), POLICY);
  private static final AttestingModule MODULE = new AttestingModule(IMAGE, false);
  private static final IdentityKey SENDER_KEY = IdentityKey.generate(RANDOM);
  private static final HpkePrivateKey OPENING_KEY = HpkePrivateKey.generate(RANDOM);
  private static final Enrolment SENDER = enrolment(SENDER_KEY, random(32));
  private static final Enrolment RECEIVER =
      enrolment(IdentityKey.generate(RANDOM), ByteString.copyOf(OPENING_KEY.publicKey()));
  private static final Enrolment THIRD = enrolment(IdentityKey.generate(RANDOM), random(32));
  private static final SessionRoster ROSTER = roster(VERIFIER);
  private static final EnvelopeHeader HEADER = header(SENDER, 7);

  private final EnvelopeOpener opener = new EnvelopeOpener(RECEIVER.instance(), OPENING_KEY);

  private static Enrolment enrolment(IdentityKey key, ByteString hpkeKey) {
    return new Enrolment(
        AttestingModule.anchor().kind(),
        ByteString.copyOf(key.publicKey().encoded()),
        hpkeKey,
        random(16));
  }

  private static ByteString random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return ByteString.copyOf(bytes);
  }

  /** The sender plays 1, the receiver 2 and 4, somebody else 3. */
  private static SessionRoster roster(AttestationVerifier verifier) {
    return new SessionRoster(
        random(32),
        random(32),
        random(32),
        "test/v1",
        Map.of(1, SENDER, 2, RECEIVER, 3, THIRD, 4, RECEIVER),
        Set.of(2, 4),
        verifier);
  }

  private static SessionRoster with(AttestationVerifier verifier) {
    return new SessionRoster(
        ROSTER.group(),
        ROSTER.view(),
        ROSTER.session(),
        ROSTER.protocol(),
        ROSTER.parties(),
        ROSTER.ownParties(),
        verifier);
  }

  private static EnvelopeForge forge(AttestingModule module) {
    return new EnvelopeForge(SENDER_KEY, userData -> module.attest(userData, null, null, NOW));
  }

  private static Envelope sealed(EnvelopeHeader header) {
    return forge(MODULE).seal(header, PAYLOAD, RECEIVER.hpkeKey());
  }

  private EnvelopeOpener.Opened open(Envelope envelope) throws EnvelopeException {
    return open(envelope.encode(), ROSTER, NOW);
  }

  private EnvelopeOpener.Opened open(byte[] envelope, SessionRoster roster, long now)
      throws EnvelopeException {
    return opener.open(envelope, _ -> Optional.of(roster), now);
  }

  private EnvelopeException assertDropped(Reason reason, Envelope envelope) {
    return assertDropped(reason, envelope.encode(), ROSTER, NOW);
  }

  private EnvelopeException assertDropped(
      Reason reason, byte[] envelope, SessionRoster roster, long now) {
    EnvelopeException dropped =
        catchThrowableOfType(EnvelopeException.class, () -> open(envelope, roster, now));
    assertThat(dropped).as("expected " + reason).isNotNull();
    assertThat(dropped.reason()).as(dropped.getMessage()).isEqualTo(reason);
    return dropped;
  }

  @Test
  void whatWasSealedOpens() throws Exception {
    EnvelopeOpener.Opened opened = open(sealed(HEADER));
    assertThat(opened.payload()).isEqualTo(PAYLOAD);
    assertThat(opened.header()).isEqualTo(HEADER);
    assertThat(opened).hasToString("Opened[" + HEADER + "]");
  }

  @Test
  void aDraftDoesNotShowItsPayload() {
    assertThat(Draft.in(ROSTER, 1, 2, PAYLOAD)).hasToString("Draft[test/v1, party 1 to 2]");
  }

  @Test
  void oneDocumentCoversAllThatLeaveTogetherUpTo64() throws Exception {
    for (int drafts : new int[] {0, 1, 64, 65}) {
      AtomicInteger documents = new AtomicInteger();
      var sealer =
          new EnvelopeSealer(
              SENDER,
              SENDER_KEY,
              userData -> {
                documents.incrementAndGet();
                return MODULE.attest(userData, null, null, NOW);
              },
              RANDOM);
      var sealed =
          sealer.seal(
              IntStream.range(0, drafts)
                  .mapToObj(_ -> Draft.in(ROSTER, 1, 2, PAYLOAD.clone()))
                  .toList());
      assertThat(documents).hasValue((drafts + 63) / 64);
      assertThat(sealed).hasSize(drafts);
      for (EnvelopeSealer.Addressed addressed : sealed) {
        assertThat(
                new EnvelopeOpener(RECEIVER.instance(), OPENING_KEY)
                    .open(addressed.envelope().encode(), _ -> Optional.of(ROSTER), NOW)
                    .payload())
            .isEqualTo(PAYLOAD);
      }
    }
  }

  private interface Opening {
    void open(int sender, Envelope envelope) throws EnvelopeException;
  }

  private static void assertReplayed(ThrowableAssert.ThrowingCallable opening) {
    assertThat(catchThrowableOfType(EnvelopeException.class, opening).reason())
        .isEqualTo(Reason.REPLAYED);
  }

  private static EnvelopeHeader header(Enrolment sender, long sequence) {
    return new EnvelopeHeader(
        ROSTER.group(),
        ROSTER.view(),
        ROSTER.session(),
        ROSTER.protocol(),
        sender.identityKey(),
        sender.instance(),
        RECEIVER.instance(),
        1,
        2,
        sequence);
  }

  @Test
  void theBootThatWasSilentLongestIsForgottenFirst() throws Exception {
    var small = new EnvelopeOpener(RECEIVER.instance(), OPENING_KEY, 2);
    List<IdentityKey> keys =
        IntStream.range(0, 3).mapToObj(_ -> IdentityKey.generate(RANDOM)).toList();
    List<SessionRoster> rosters = new ArrayList<>();
    List<Envelope> envelopes = new ArrayList<>();
    for (IdentityKey key : keys) {
      Enrolment sender = enrolment(key, random(32));
      rosters.add(
          new SessionRoster(
              ROSTER.group(),
              ROSTER.view(),
              ROSTER.session(),
              ROSTER.protocol(),
              Map.of(1, sender, 2, RECEIVER),
              Set.of(2),
              VERIFIER));
      envelopes.add(
          new EnvelopeForge(key, userData -> MODULE.attest(userData, null, null, NOW))
              .seal(header(sender, 7), PAYLOAD, RECEIVER.hpkeKey()));
    }
    Opening opening =
        (i, envelope) -> {
          SessionRoster roster = rosters.get(i);
          small.open(envelope.encode(), _ -> Optional.of(roster), NOW);
        };
    opening.open(0, envelopes.get(0));
    opening.open(1, envelopes.get(1));
    // Nobody is forgotten for a boot that is known already.
    opening.open(
        1,
        new EnvelopeForge(keys.get(1), userData -> MODULE.attest(userData, null, null, NOW))
            .seal(header(rosters.get(1).parties().get(1), 8), PAYLOAD, RECEIVER.hpkeKey()));
    assertReplayed(() -> opening.open(0, envelopes.get(0)));

    opening.open(2, envelopes.get(2));
    assertReplayed(() -> opening.open(0, envelopes.get(0)));
    assertReplayed(() -> opening.open(2, envelopes.get(2)));
    opening.open(1, envelopes.get(1));
  }

  @Test
  void malformed() {
    byte[] encoded = sealed(HEADER).encode();
    assertDropped(Reason.MALFORMED, new byte[0], ROSTER, NOW);
    assertDropped(Reason.MALFORMED, Arrays.copyOf(encoded, encoded.length - 1), ROSTER, NOW);
    assertDropped(Reason.MALFORMED, Arrays.copyOf(encoded, encoded.length + 1), ROSTER, NOW);
    byte[] version = encoded.clone();
    version[1] = 2;
    assertDropped(Reason.MALFORMED, version, ROSTER, NOW);
    assertDropped(Reason.MALFORMED, new byte[Envelope.MAX_BYTES + 1], ROSTER, NOW);
    Envelope one = sealed(HEADER);
    assertDropped(
        Reason.MALFORMED,
        new Envelope(
            ByteString.copyOf(new byte[40]),
            one.sealed(),
            one.signature(),
            one.batch(),
            one.document()));
    assertDropped(
        Reason.MALFORMED,
        new Envelope(one.header(), one.sealed(), one.signature(), List.of(), one.document()));
    List<ByteString> many = new ArrayList<>();
    for (int i = 0; i <= Envelope.MAX_BATCH; i++) {
      many.add(random(32));
    }
    assertDropped(
        Reason.MALFORMED,
        new Envelope(one.header(), one.sealed(), one.signature(), many, one.document()));
    byte[] large = new byte[Envelope.MAX_PAYLOAD + 1];
    assertDropped(Reason.MALFORMED, forge(MODULE).seal(HEADER, large, RECEIVER.hpkeKey()));
  }

  @Test
  void forAnotherBoot() {
    assertDropped(
        Reason.OTHER_INSTANCE,
        sealed(header(SENDER.identityKey(), SENDER.instance(), random(16), 1, 2, 7)));
  }

  @Test
  void ofASessionGroupOrViewThatIsNotOpen() {
    for (int field = 0; field < 3; field++) {
      EnvelopeHeader other =
          new EnvelopeHeader(
              field == 0 ? random(32) : HEADER.group(),
              field == 1 ? random(32) : HEADER.view(),
              field == 2 ? random(32) : HEADER.session(),
              HEADER.protocol(),
              HEADER.sender(),
              HEADER.senderInstance(),
              HEADER.receiverInstance(),
              1,
              2,
              7);
      assertDropped(Reason.UNKNOWN_SESSION, sealed(other));
    }
    EnvelopeException none =
        catchThrowableOfType(
            EnvelopeException.class,
            () -> opener.open(sealed(HEADER).encode(), _ -> Optional.empty(), NOW));
    assertThat(none.reason()).isEqualTo(Reason.UNKNOWN_SESSION);
  }

  @Test
  void ofAnotherProtocol() {
    EnvelopeHeader other =
        new EnvelopeHeader(
            HEADER.group(),
            HEADER.view(),
            HEADER.session(),
            "test/v2",
            HEADER.sender(),
            HEADER.senderInstance(),
            HEADER.receiverInstance(),
            1,
            2,
            7);
    assertDropped(Reason.OTHER_PROTOCOL, sealed(other));
  }

  @Test
  void byNoMember() {
    assertDropped(
        Reason.UNKNOWN_SENDER,
        sealed(header(random(32), SENDER.instance(), RECEIVER.instance(), 1, 2, 7)));
  }

  @Test
  void byAnotherBootOfAMember() {
    assertDropped(
        Reason.OTHER_SENDER_INSTANCE,
        sealed(header(SENDER.identityKey(), random(16), RECEIVER.instance(), 1, 2, 7)));
  }

  @Test
  void forOrFromAPartyThatSomebodyElsePlays() {
    for (int[] parties : new int[][] {{3, 2}, {2, 2}, {4, 2}, {5, 2}, {1, 3}, {1, 1}, {1, 5}}) {
      assertDropped(
          Reason.OTHER_PARTY,
          sealed(
              header(
                  SENDER.identityKey(),
                  SENDER.instance(),
                  RECEIVER.instance(),
                  parties[0],
                  parties[1],
                  7)));
    }
  }

  /** Even by the receiver's own keys: what own parties say to each other is never sent. */
  @Test
  void fromOneself() {
    assertDropped(
        Reason.OTHER_PARTY,
        sealed(header(RECEIVER.identityKey(), RECEIVER.instance(), RECEIVER.instance(), 2, 4, 7)));
  }

  @Test
  void again() throws Exception {
    Envelope envelope = sealed(HEADER);
    open(envelope);
    assertDropped(Reason.REPLAYED, envelope);
    // Another envelope under the same number is none the better.
    assertDropped(Reason.REPLAYED, sealed(HEADER));
    open(sealed(numbered(7 + ReplayWindow.SIZE)));
    assertDropped(Reason.REPLAYED, sealed(numbered(6)));
  }

  /** What is refused does not use up the number of what is not. */
  @Test
  void aForgeryDoesNotTakeAnEnvelopesPlace() throws Exception {
    Envelope envelope = sealed(HEADER);
    byte[] changed = envelope.signature().toByteArray();
    changed[0] ^= 1;
    assertDropped(
        Reason.BAD_SIGNATURE,
        new Envelope(
            envelope.header(),
            envelope.sealed(),
            ByteString.copyOf(changed),
            envelope.batch(),
            envelope.document()));
    assertThat(open(envelope).payload()).isEqualTo(PAYLOAD);
  }

  @Test
  void signedByAnother() {
    EnvelopeForge other =
        new EnvelopeForge(
            IdentityKey.generate(RANDOM), userData -> MODULE.attest(userData, null, null, NOW));
    assertDropped(Reason.BAD_SIGNATURE, other.seal(HEADER, PAYLOAD, RECEIVER.hpkeKey()));
  }

  @Test
  void underADocumentThatCoversOthers() {
    Envelope signed = sealed(HEADER);
    assertDropped(
        Reason.NOT_IN_BATCH, forge(MODULE).attest(signed, List.of(random(32), random(32))));
    // The list names the envelope, but the document is of another list.
    Envelope other = forge(MODULE).attest(signed, List.of(random(32)));
    EnvelopeException dropped =
        assertDropped(
            Reason.BAD_ATTESTATION,
            new Envelope(
                signed.header(),
                signed.sealed(),
                signed.signature(),
                signed.batch(),
                other.document()));
    assertThat(dropped).hasMessageContaining("user data");
  }

  @Test
  void oneDocumentCoversABatch() throws Exception {
    Envelope first = sealed(numbered(1));
    Envelope second = sealed(numbered(2));
    List<ByteString> batch = List.of(first.digest(), second.digest());
    open(forge(MODULE).attest(second, batch));
    open(forge(MODULE).attest(first, batch));
  }

  @Test
  void ofAnotherImageWhichIsNamed() {
    AttestingModule other = new AttestingModule(AttestingModule.OTHER_IMAGE, false);
    EnvelopeException dropped =
        assertDropped(
            Reason.BAD_ATTESTATION, forge(other).seal(HEADER, PAYLOAD, RECEIVER.hpkeKey()));
    assertThat(dropped)
        .hasMessageContaining("another image")
        .hasMessageContaining("PCR0 " + AttestingModule.OTHER_IMAGE.pcr0())
        .hasMessageContaining("PCR2 " + AttestingModule.OTHER_IMAGE.pcr2());
    assertThat(dropped.getMessage()).doesNotContain("PCR1");
  }

  @Test
  void ofADebugEnclave() {
    AttestingModule debug = new AttestingModule(AttestingModule.DEBUG, false);
    assertThat(
            assertDropped(
                Reason.BAD_ATTESTATION, forge(debug).seal(HEADER, PAYLOAD, RECEIVER.hpkeKey())))
        .hasMessageContaining("debug");
  }

  @Test
  void staleOrFromTheFuture() throws Exception {
    byte[] envelope = sealed(HEADER).encode();
    long last = NOW + EnvelopeOpener.MAX_AGE_MILLIS;
    assertThat(assertDropped(Reason.BAD_ATTESTATION, envelope, ROSTER, last + 1))
        .hasMessageContaining("too old");
    assertThat(assertDropped(Reason.BAD_ATTESTATION, envelope, ROSTER, NOW - 30_001))
        .hasMessageContaining("future");
    assertThat(open(envelope, ROSTER, last).payload()).isEqualTo(PAYLOAD);
  }

  @Test
  void underAnotherRoot() {
    byte[] envelope = sealed(HEADER).encode();
    for (TrustAnchor anchor : List.of(TrustAnchor.aws(), TrustAnchor.development(new byte[32]))) {
      AttestationVerifier verifier = new AttestationVerifier(anchor, POLICY);
      assertDropped(Reason.BAD_ATTESTATION, envelope, with(verifier), NOW);
    }
  }

  /** A document that somebody could have asked for with bytes of their own. */
  @Test
  void underADocumentWithANonceOrAPublicKey() {
    for (boolean nonce : new boolean[] {true, false}) {
      EnvelopeForge asked =
          new EnvelopeForge(
              SENDER_KEY,
              userData ->
                  MODULE.attest(
                      userData, nonce ? new byte[32] : null, nonce ? null : new byte[32], NOW));
      assertThat(
              assertDropped(
                  Reason.BAD_ATTESTATION, asked.seal(HEADER, PAYLOAD, RECEIVER.hpkeKey())))
          .hasMessageContaining(nonce ? "nonce" : "public key");
    }
  }

  @Test
  void sealedToAnotherKeyHeaderOrPurpose() throws Exception {
    assertDropped(Reason.BAD_SEAL, forge(MODULE).seal(HEADER, PAYLOAD, THIRD.hpkeKey()));
    byte[] header = HEADER.encode();
    byte[] key = RECEIVER.hpkeKey().toByteArray();
    byte[] other = numbered(8).encode();
    byte[] info = EnvelopeSealer.HPKE_INFO;
    byte[] underOther = Hpke.seal(key, info, other, PAYLOAD, RANDOM);
    assertDropped(Reason.BAD_SEAL, signed(header, underOther));
    byte[] forOther = Hpke.seal(key, new byte[] {1}, header, PAYLOAD, RANDOM);
    assertDropped(Reason.BAD_SEAL, signed(header, forOther));
    byte[] smallOrder = Hpke.seal(key, info, header, PAYLOAD, RANDOM);
    Arrays.fill(smallOrder, 0, 32, (byte) 0);
    assertDropped(Reason.BAD_SEAL, signed(header, smallOrder));
  }

  private static Envelope signed(byte[] header, byte[] sealed) {
    EnvelopeForge forge = forge(MODULE);
    return forge.attest(forge.sign(header, sealed));
  }

  /** All bits but the document's, of which a few: its own test changes all of them. */
  @Test
  void withAnySingleBitChanged() throws Exception {
    AttestingModule module = new AttestingModule(IMAGE, true);
    SessionRoster roster = with(AttestingModule.idealVerifier(POLICY));
    Envelope envelope = forge(module).seal(HEADER, PAYLOAD, RECEIVER.hpkeKey());
    byte[] encoded = envelope.encode();
    int document = encoded.length - envelope.document().size();
    List<Integer> opened =
        IntStream.concat(
                IntStream.range(0, 8 * document),
                IntStream.iterate(8 * document, bit -> bit < 8 * encoded.length, bit -> bit + 53))
            .parallel()
            .filter(bit -> opens(encoded, bit, roster))
            .boxed()
            .toList();
    assertThat(opened).isEmpty();
    assertThat(open(encoded, roster, NOW).payload()).isEqualTo(PAYLOAD);
  }

  private static boolean opens(byte[] encoded, int bit, SessionRoster roster) {
    byte[] changed = encoded.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    try {
      new EnvelopeOpener(RECEIVER.instance(), OPENING_KEY)
          .open(changed, _ -> Optional.of(roster), NOW);
      return true;
    } catch (EnvelopeException dropped) {
      return false;
    }
  }

  @Test
  void headersHaveOneEncoding() throws Exception {
    byte[] encoded = HEADER.encode();
    assertThat(EnvelopeHeader.decode(encoded)).isEqualTo(HEADER);
    assertThat(catchThrowableOfType(CborException.class, () -> EnvelopeHeader.decode(extended())))
        .isNotNull();
  }

  private static byte[] extended() {
    return CborValue.array(CborValue.of(1), CborValue.of(HEADER.encode())).encode();
  }

  /** Two identities that say of themselves that they are one instance do not block each other. */
  @Test
  void anInstanceIsNotAnIdentity() throws Exception {
    IdentityKey otherKey = IdentityKey.generate(RANDOM);
    Enrolment twin =
        new Enrolment(
            SENDER.anchorKind(),
            ByteString.copyOf(otherKey.publicKey().encoded()),
            random(32),
            SENDER.instance());
    SessionRoster both =
        new SessionRoster(
            ROSTER.group(),
            ROSTER.view(),
            ROSTER.session(),
            ROSTER.protocol(),
            Map.of(1, SENDER, 2, RECEIVER, 3, twin),
            Set.of(2),
            VERIFIER);
    EnvelopeForge other =
        new EnvelopeForge(otherKey, userData -> MODULE.attest(userData, null, null, NOW));
    EnvelopeHeader blocking =
        header(twin.identityKey(), SENDER.instance(), RECEIVER.instance(), 3, 2, Long.MAX_VALUE);
    open(other.seal(blocking, PAYLOAD, RECEIVER.hpkeKey()).encode(), both, NOW);
    open(sealed(HEADER).encode(), both, NOW);
  }

  private static EnvelopeHeader numbered(long sequence) {
    return header(SENDER.identityKey(), SENDER.instance(), RECEIVER.instance(), 1, 2, sequence);
  }

  private static EnvelopeHeader header(
      ByteString sender,
      ByteString senderInstance,
      ByteString receiverInstance,
      int from,
      int to,
      long sequence) {
    return new EnvelopeHeader(
        HEADER.group(),
        HEADER.view(),
        HEADER.session(),
        HEADER.protocol(),
        sender,
        senderInstance,
        receiverInstance,
        from,
        to,
        sequence);
  }

  @Test
  void theSealerCoversManyWithFewDocumentsAndNumbersThemAll() throws Exception {
    List<Measurements> attested = new ArrayList<>();
    EnvelopeSealer sealer =
        new EnvelopeSealer(
            SENDER,
            SENDER_KEY,
            userData -> {
              attested.add(IMAGE);
              return MODULE.attest(userData, null, null, NOW);
            },
            RANDOM);
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < Envelope.MAX_BATCH + 1; i++) {
      drafts.add(Draft.in(ROSTER, 1, 2, PAYLOAD.clone()));
    }
    List<EnvelopeSealer.Addressed> sealed = sealer.seal(drafts);
    assertThat(attested).hasSize(2);
    for (EnvelopeSealer.Addressed one : List.of(sealed.getFirst(), sealed.getLast())) {
      assertThat(open(one.envelope()).payload()).isEqualTo(PAYLOAD);
      assertThat(one.envelope().encode().length).isLessThan(Envelope.MAX_BYTES);
    }
    assertThat(EnvelopeHeader.decode(sealed.getLast().envelope().header().toByteArray()).sequence())
        .isEqualTo(Envelope.MAX_BATCH + 1);
    assertThat(sealer.seal(List.of())).isEmpty();
    drafts.getFirst().wipe();
    assertThat(drafts.getFirst().payload()).containsOnly(0);
    assertThat(drafts.getLast().toString()).doesNotContain("share");
  }
}
