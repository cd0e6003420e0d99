package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.host.Mailbox.Delivery;
import dev.cosigner.host.Mailbox.Refused;
import dev.cosigner.host.Router.Summary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A router carries what members post until they are quiet; the broker may do what it likes. */
class RouterTest {
  private static final InstanceId A = new InstanceId(filled(1));
  private static final InstanceId B = new InstanceId(filled(2));
  private static final InstanceId STRANGER = new InstanceId(filled(3));

  private final List<String> heard = new ArrayList<>();

  private static byte[] filled(int value) {
    byte[] bytes = new byte[16];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static SealedEnvelope to(InstanceId receiver, int value) {
    return new SealedEnvelope(receiver, new byte[] {(byte) value});
  }

  /** Answers every envelope above 0 by one to the other that is smaller by 1; refuses 0. */
  private Mailbox counting(String name, InstanceId other) {
    return envelopes -> {
      List<SealedEnvelope> posted = new ArrayList<>();
      List<Refused> refused = new ArrayList<>();
      for (int i = 0; i < envelopes.size(); i++) {
        int value = envelopes.get(i)[0];
        heard.add(name + value);
        if (value > 0) {
          posted.add(to(other, value - 1));
        } else {
          refused.add(new Refused(i, "nothing left"));
        }
      }
      return new Delivery(posted, refused);
    };
  }

  private Summary route(Broker broker, SealedEnvelope... first) throws Exception {
    Map<InstanceId, Mailbox> members = Map.of(A, counting("a", B), B, counting("b", A));
    return new Router(members, broker, 20).route(List.of(first));
  }

  @Test
  void membersAnswerEachOtherUntilTheyAreQuiet() throws Exception {
    Summary summary = route(Broker.LOCAL, to(A, 3));
    assertThat(heard).containsExactly("a3", "b2", "a1", "b0");
    assertThat(summary.delivered()).isEqualTo(4);
    assertThat(summary.undelivered())
        .containsExactly(new Router.Undelivered(to(B, 0), "nothing left"));
  }

  @Test
  void anEnvelopeForAStrangerIsReported() throws Exception {
    Summary summary = route(Broker.LOCAL, to(STRANGER, 3), to(A, 0));
    assertThat(summary.undelivered())
        .contains(new Router.Undelivered(to(STRANGER, 3), "no member has this instance"));
    assertThat(heard).containsExactly("a0");
  }

  @Test
  void aBrokerMayDropEverything() throws Exception {
    assertThat(route(posted -> List.of(), to(A, 3)).delivered()).isZero();
    assertThat(heard).isEmpty();
  }

  @Test
  void aBrokerMayHoldBackAndReorder() throws Exception {
    List<SealedEnvelope> held = new ArrayList<>();
    Broker late =
        posted -> {
          if (!posted.isEmpty()) {
            held.addAll(posted);
            return List.of();
          }
          List<SealedEnvelope> all = List.copyOf(held.reversed());
          held.clear();
          return all;
        };
    route(late, to(A, 1), to(B, 2));
    assertThat(heard).containsExactly("b2", "a1", "b0", "a1", "b0");
  }

  @Test
  void membersThatDoNotComeToAnEndAreStopped() {
    Broker doubling = posted -> posted.stream().map(e -> to(e.receiver(), 9)).toList();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> route(doubling, to(A, 9)))
        .withMessageContaining("expected at most 20 envelopes");
  }
}
