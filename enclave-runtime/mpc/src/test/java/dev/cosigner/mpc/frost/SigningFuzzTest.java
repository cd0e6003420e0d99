package dev.cosigner.mpc.frost;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.params.provider.MethodSource;

class SigningFuzzTest {
  private static final List<Integer> PARTIES = List.of(1, 2);
  private static final SortedMap<Integer, KeyShare> KEYS = Groups.generate(2, 1);

  static List<byte[]> messages() {
    return Fuzzing.messages(Groups.signing(KEYS, Groups.MESSAGE, 1), 2, 1);
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "30s")
  void aMessageIsRefusedOrHasOneEncoding(byte[] body) throws Exception {
    var context = Groups.context(1, PARTIES);
    var session =
        new Signing(
            Groups.CURVE,
            context,
            KEYS.get(1),
            SigningKey.ofGroup(),
            Groups.MESSAGE,
            Groups.random(1, 1));
    Fuzzing.accept(
        session, 2, body, (round, fields) -> SigningMessage.decode(Groups.CURVE, round, 2, fields));
  }
}
