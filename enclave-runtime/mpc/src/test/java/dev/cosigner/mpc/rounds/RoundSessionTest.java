package dev.cosigner.mpc.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.frost.KeyGeneration;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every protocol refuses before it looks at a field, and in which order messages may come.
 * Party 2 of key generation writes to party 1.
 */
class RoundSessionTest {
  private static final List<Integer> PARTIES = List.of(1, 2);

  private final KeyGeneration receiver = session(1, 1, 2, 3, PARTIES);
  private final Map<Integer, byte[]> fromPeer = transcriptOfPeer();

  @Test
  void versionsOtherThanTheOneAreRefused() {
    refused(change(Bodies.VERSION, CborValue.of(0)), AbortReason.UNSUPPORTED_VERSION);
  }

  @Test
  void aLaterVersionIsNotParsedAtAll() {
    refused(
        CborValue.array(CborValue.of(2), CborValue.of("unknown")).encode(),
        AbortReason.UNSUPPORTED_VERSION);
  }

  @Test
  void anotherProtocolIsRefused() {
    refused(change(Bodies.PROTOCOL, CborValue.of("frost/signing")), AbortReason.OTHER_PROTOCOL);
  }

  @Test
  void whatIsSaidOfAMessageHasNoTextOfItsSender() {
    receiver.start();
    var hostile = change(Bodies.PROTOCOL, CborValue.of("\u001b]0;hello\u0007\u202e"));
    var aborted = (Outcome.Aborted<?>) receiver.accept(2, hostile);
    assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_PROTOCOL);
    assertThat(aborted.detail().chars()).allMatch(c -> c >= ' ' && c <= '~');
    assertThat(aborted.detail()).doesNotContain("hello");
  }

  @Test
  void anotherSessionIsRefused() {
    refused(first(session(2, 9, 2, 3, PARTIES)), AbortReason.OTHER_SESSION);
  }

  @Test
  void anotherGroupIsRefused() {
    refused(first(session(2, 1, 9, 3, PARTIES)), AbortReason.OTHER_SESSION);
  }

  @Test
  void anotherViewIsRefused() {
    refused(first(session(2, 1, 2, 9, PARTIES)), AbortReason.OTHER_SESSION);
  }

  @Test
  void anotherSetOfPartiesIsRefused() {
    refused(first(session(2, 1, 2, 3, List.of(1, 2, 3))), AbortReason.OTHER_SESSION);
  }

  @Test
  void anotherInputIsRefusedAndNobodyIsNamed() {
    receiver.start();
    var outcome = receiver.accept(2, change(Bodies.INPUT, CborValue.of(new byte[32])));
    var aborted = (Outcome.Aborted<?>) outcome;
    assertThat(aborted.reason()).isEqualTo(AbortReason.OTHER_INPUT);
    assertThat(aborted.culprit()).isEmpty();
    assertThat(aborted.detail()).contains("party 2");
  }

  @Test
  void aSenderIsTheOneTheChannelNames() {
    refused(change(Bodies.SENDER, CborValue.of(1)), AbortReason.WRONG_SENDER);
  }

  @Test
  void aBroadcastIsForAll() {
    refused(change(Bodies.RECEIVER, CborValue.of(1)), AbortReason.WRONG_RECEIVER);
  }

  @Test
  void aConfidentialMessageIsForTheOneItNames() {
    refused(
        Bodies.with(fromPeer.get(4), Bodies.RECEIVER, CborValue.of(2)), AbortReason.WRONG_RECEIVER);
  }

  @Test
  void aSecretIsNotBroadcast() {
    refused(
        Bodies.with(fromPeer.get(4), Bodies.RECEIVER, CborValue.of(0)), AbortReason.WRONG_RECEIVER);
  }

  @Test
  void aPublicMessageIsNotSentAsASecret() {
    var items = Bodies.items(fromPeer.get(1));
    items.add(CborValue.of(new byte[32]));
    refused(Bodies.encode(items), AbortReason.WRONG_RECEIVER);
  }

  @Test
  void aConfidentialMessageHasNoOtherField() {
    refused(
        Bodies.with(fromPeer.get(4), Bodies.FIELDS, CborValue.array(CborValue.of(0))),
        AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void aSecretHasItsLength() {
    var items = Bodies.items(fromPeer.get(4));
    items.set(8, CborValue.of(new byte[33]));
    refused(Bodies.encode(items), AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void roundsAreThoseOfTheProtocol() {
    refused(change(Bodies.ROUND, CborValue.of(0)), AbortReason.WRONG_ROUND);
  }

  @Test
  void thereIsNoSixthRound() {
    refused(change(Bodies.ROUND, CborValue.of(6)), AbortReason.WRONG_ROUND);
  }

  @Test
  void aRoundHasItsOwnFields() {
    refused(change(Bodies.ROUND, CborValue.of(3)), AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void fieldsAreAllThere() {
    refused(change(Bodies.FIELDS, CborValue.array()), AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void thereAreNoOtherFields() {
    refused(
        Bodies.withFields(
            fromPeer.get(1),
            fields -> {
              fields.add(CborValue.of(0));
              return fields;
            }),
        AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void aMessageIsOneCborValue() {
    refused(
        Arrays.copyOf(fromPeer.get(1), fromPeer.get(1).length + 1), AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void aMessageIsWhole() {
    refused(
        Arrays.copyOf(fromPeer.get(1), fromPeer.get(1).length - 1), AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void anEmptyMessageIsRefused() {
    refused(new byte[0], AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void aFewBytesThatPromiseASecretAreRefused() {
    refused(new byte[] {(byte) 0x89}, AbortReason.MALFORMED_MESSAGE);
  }

  @Test
  void anOverLongMessageIsNotParsed() {
    refused(new byte[4097], AbortReason.MESSAGE_TOO_LONG);
  }

  @Test
  void aSecondMessageOfARoundIsEquivocation() {
    receiver.start();
    assertThat(receiver.accept(2, fromPeer.get(1))).isInstanceOf(Outcome.Progress.class);
    refusedNow(
        Bodies.withField(fromPeer.get(1), 0, CborValue.of(new byte[32])), AbortReason.EQUIVOCATION);
  }

  @Test
  void aSecondSecretOfARoundIsEquivocation() {
    receiver.start();
    assertThat(receiver.accept(2, fromPeer.get(4))).isInstanceOf(Outcome.Progress.class);
    refusedNow(
        Bodies.withSecret(fromPeer.get(4), new byte[Frame.SECRET_BYTES]), AbortReason.EQUIVOCATION);
  }

  @Test
  void aSecondSecretThatIsNoScalarIsEquivocation() {
    receiver.start();
    assertThat(receiver.accept(2, fromPeer.get(4))).isInstanceOf(Outcome.Progress.class);
    var tooGreat = new byte[Frame.SECRET_BYTES];
    Arrays.fill(tooGreat, (byte) 0xff);
    refusedNow(Bodies.withSecret(fromPeer.get(4), tooGreat), AbortReason.EQUIVOCATION);
  }

  @Test
  void theSameSecretAgainChangesNothing() {
    receiver.start();
    for (int i = 0; i < 2; i++) {
      assertThat(receiver.accept(2, fromPeer.get(4)))
          .satisfies(outcome -> assertThat(messages(outcome)).isEmpty());
    }
  }

  @Test
  void theSameMessageAgainChangesNothing() {
    receiver.start();
    assertThat(receiver.accept(2, fromPeer.get(1)))
        .satisfies(outcome -> assertThat(messages(outcome)).hasSize(1));
    assertThat(receiver.accept(2, fromPeer.get(1)))
        .satisfies(outcome -> assertThat(messages(outcome)).isEmpty());
  }

  @Test
  void laterRoundsWaitForTheirTurn() {
    for (int round = 5; round >= 2; round--) {
      assertThat(messages(receiver.accept(2, fromPeer.get(round)))).isEmpty();
    }
    assertThat(messages(receiver.start())).hasSize(1);
    // The last one sets all five rounds going.
    var outcome = receiver.accept(2, fromPeer.get(1));
    assertThat(messages(outcome)).hasSize(4);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void onlyOtherPartiesSend() {
    receiver.start();
    for (int sender : new int[] {1, 3, 0, -1}) {
      assertThatThrownBy(() -> receiver.accept(sender, fromPeer.get(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(receiver.accept(2, fromPeer.get(1))).isInstanceOf(Outcome.Progress.class);
  }

  @Test
  void aSessionStartsOnce() {
    receiver.start();
    assertThatThrownBy(receiver::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingIsAcceptedAfterTheEnd() {
    refused(new byte[0], AbortReason.MALFORMED_MESSAGE);
    assertThatThrownBy(() -> receiver.accept(2, fromPeer.get(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(receiver::start).isInstanceOf(IllegalStateException.class);
    receiver.close();
    var closed = session(1, 1, 2, 3, PARTIES);
    closed.close();
    assertThatThrownBy(closed::start).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> closed.accept(2, fromPeer.get(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  private void refused(byte[] body, AbortReason reason) {
    receiver.start();
    refusedNow(body, reason);
  }

  private void refusedNow(byte[] body, AbortReason reason) {
    var outcome = receiver.accept(2, body);
    assertThat(outcome).isInstanceOf(Outcome.Aborted.class);
    var aborted = (Outcome.Aborted<?>) outcome;
    assertThat(aborted.reason()).as(aborted.detail()).isEqualTo(reason);
    assertThat(aborted.culprit()).hasValue(2);
    assertThat(aborted.detail()).startsWith("party 2: ");
  }

  private byte[] change(int item, CborValue value) {
    return Bodies.with(fromPeer.get(1), item, value);
  }

  private static List<dev.cosigner.mpc.Outgoing> messages(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Progress<?> progress -> progress.messages();
      case Outcome.Done<?> done -> done.messages();
      case Outcome.Aborted<?> aborted -> throw new AssertionError(aborted);
    };
  }

  private static byte[] first(Session<?> session) {
    try (session) {
      return messages(session.start()).getFirst().body();
    }
  }

  /**
   * All that party 2 sends to party 1 in a run with a twin of {@link #receiver}, which draws the
   * same randomness.
   */
  private static Map<Integer, byte[]> transcriptOfPeer() {
    var bodies = new HashMap<Integer, byte[]>();
    try (var twin = session(1, 1, 2, 3, PARTIES);
        var peer = session(2, 1, 2, 3, PARTIES)) {
      new dev.cosigner.mpc.Network(Map.of(1, twin, 2, peer))
          .interfereWith(
              2,
              message -> {
                bodies.put(Bodies.round(message.body()), message.body().clone());
                return List.of(message);
              })
          .run();
    }
    assertThat(bodies.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    return bodies;
  }

  private static KeyGeneration session(
      int self, int session, int group, int view, List<Integer> parties) {
    var context =
        new SessionContext(Scheme.FROST_ED25519, id(session), id(group), id(view), self, parties);
    return new KeyGeneration(Curves.ed25519(), context, new SeededRandom(self));
  }

  private static byte[] id(int fill) {
    var id = new byte[32];
    Arrays.fill(id, (byte) fill);
    return id;
  }
}
