package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.mpc.rounds.RoundMessage;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the fuzzers of all protocols share. */
final class Fuzzing {
  /** Reads the fields of a broadcast. */
  interface Decoder {
    RoundMessage decode(int round, CborValue fields) throws Exception;
  }

  private Fuzzing() {}

  /** All messages from one party to another of an honest run. */
  static List<byte[]> messages(Map<Integer, Session<?>> sessions, int sender, int receiver) {
    var bodies = new ArrayList<byte[]>();
    new Network(sessions)
        .interfere(message -> {
          if (message.sender() == sender && message.receiver() == receiver) {
            bodies.add(message.body().clone());
          }
          return List.of(message);
        })
        .run();
    return bodies;
  }

  /** The body is refused with its sender's name, or is the one encoding of a message. */
  static void accept(Session<?> session, int sender, byte[] body, Decoder decoder)
      throws Exception {
    var outcome = session.accept(sender, body);
    if (outcome instanceof Outcome.Aborted<?> aborted) {
      assertThat(aborted.detail()).contains("party " + sender);
      session.close();
      return;
    }
    var items = Bodies.items(body);
    if (items.size() == 8) {
      var message = decoder.decode(Bodies.round(body), items.get(Bodies.FIELDS));
      assertThat(CborValue.array(message.fields())).isEqualTo(items.get(Bodies.FIELDS));
    }
    session.close();
  }
}
