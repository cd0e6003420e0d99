package dev.cosigner.mpc.frost;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

class KeyGenerationFuzzTest {
  private static final List<Integer> PARTIES = List.of(1, 2);

  static List<byte[]> messages() {
    return Fuzzing.messages(Groups.keyGeneration(PARTIES, 1), 2, 1);
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "30s")
  void aMessageIsRefusedOrHasOneEncoding(byte[] body) throws Exception {
    var session = new KeyGeneration(Groups.CURVE, Groups.context(1, PARTIES), Groups.random(1, 1));
    Fuzzing.accept(
        session,
        2,
        body,
        (round, fields) -> KeyGenerationMessage.decode(Groups.CURVE, round, 2, fields));
  }
}
