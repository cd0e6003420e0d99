package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Interference;
import dev.cosigner.mpc.Network.Message;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.rounds.Bodies;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One party changes what it sends, and what becomes of the others. */
final class Attacks {
  private Attacks() {}

  /** Changes every message of a round. */
  static Interference round(int round, UnaryOperator<byte[]> change) {
    return message ->
        Bodies.round(message.body()) == round ? List.of(with(message, change)) : List.of(message);
  }

  /** Changes the message of a round to one receiver. */
  static Interference round(int round, int receiver, UnaryOperator<byte[]> change) {
    return message ->
        Bodies.round(message.body()) == round && message.receiver() == receiver
            ? List.of(with(message, change))
            : List.of(message);
  }

  static Message with(Message message, UnaryOperator<byte[]> change) {
    return new Message(
        message.sender(),
        message.receiver(),
        message.confidential(),
        change.apply(message.body().clone()));
  }

  static void assertNames(Outcome<?> outcome, AbortReason reason, int culprit) {
    assertThat(outcome).isInstanceOf(Outcome.Aborted.class);
    var aborted = (Outcome.Aborted<?>) outcome;
    assertThat(aborted.reason()).as(aborted.toString()).isEqualTo(reason);
    assertThat(aborted.culprit()).as(aborted.toString()).hasValue(culprit);
  }

  /** These parties end because another one was given something else to work on. */
  static void assertOtherInput(
      Map<Integer, Outcome<?>> outcomes, List<Integer> parties, int other) {
    for (int party : parties) {
      assertThat(outcomes).as("party %d ended", party).containsKey(party);
      var aborted = (Outcome.Aborted<?>) outcomes.get(party);
      assertThat(aborted.reason()).as(aborted.toString()).isEqualTo(AbortReason.OTHER_INPUT);
      assertThat(aborted.culprit()).isEmpty();
      assertThat(aborted.detail()).contains("party " + other);
    }
  }

  /** All parties but the culprit end with this reason. */
  static void assertAllName(
      Map<Integer, Outcome<?>> outcomes, List<Integer> honest, AbortReason reason, int culprit) {
    for (int party : honest) {
      assertThat(outcomes).as("party %d ended", party).containsKey(party);
      assertNames(outcomes.get(party), reason, culprit);
    }
  }

  static Map<Integer, Outcome<?>> run(
      Map<Integer, ? extends dev.cosigner.mpc.Session<?>> sessions, int liar, Interference lie) {
    return new Network(sessions).interfereWith(liar, lie).run();
  }
}
