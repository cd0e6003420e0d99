package dev.cosigner.mpc.ecdsa;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.mpc.frost.KeyShare;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.params.provider.MethodSource;

class AuxiliarySetupFuzzTest {
  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(2, 1);

  static List<byte[]> messages() {
    return EcdsaFuzzing.messages(EcdsaGroups.setup(SHARES, 3));
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "30s")
  void aMessageIsRefusedOrHasOneEncoding(byte[] body) throws Exception {
    EcdsaFuzzing.accept(
        EcdsaGroups.setup(SHARES, 3).get(1),
        body,
        (round, fields) ->
            AuxiliaryMessage.decode(EcdsaGroups.SMALL, EcdsaGroups.CURVE, round, 2, fields));
  }
}
