package dev.cosigner.mpc.ecdsa;

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

/** What the fuzzers of the package share. */
final class EcdsaFuzzing {
  /** Reads the fields of a broadcast. */
  interface Decoder {
    RoundMessage decode(int round, CborValue fields) throws Exception;
  }

  private EcdsaFuzzing() {}

  /** All messages of member 2 to member 1 of an honest run. */
  static List<byte[]> messages(Map<Integer, Session<?>> sessions) {
    var bodies = new ArrayList<byte[]>();
    new Network(sessions)
        .interfereWith(
            2,
            message -> {
              bodies.add(message.body().clone());
              return List.of(message);
            })
        .run();
    return bodies;
  }

  /** The body is refused with its sender's name, or is the one encoding of a message. */
  static void accept(Session<?> session, byte[] body, Decoder decoder) throws Exception {
    var outcome = session.accept(2, body);
    if (outcome instanceof Outcome.Aborted<?> aborted) {
      assertThat(aborted.detail()).contains("party 2");
    } else {
      var fields = Bodies.items(body).get(Bodies.FIELDS);
      var message = decoder.decode(Bodies.round(body), fields);
      assertThat(CborValue.array(message.fields())).isEqualTo(fields);
    }
    session.close();
  }
}
