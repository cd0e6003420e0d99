package dev.cosigner.mpc.ecdsa;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.mpc.frost.KeyShare;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.params.provider.MethodSource;

class PresigningFuzzTest {
  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(2, 1);
  private static final SortedMap<Integer, AuxiliaryKeys> KEYS =
      EcdsaGroups.auxiliaryKeys(SHARES, 2);
  private static final PresigningMessage.Form FORM =
      new PresigningMessage.Form(EcdsaGroups.SMALL, EcdsaGroups.CURVE, 2, 1);

  static List<byte[]> messages() {
    return EcdsaFuzzing.messages(EcdsaGroups.presigning(SHARES, KEYS, 1, 3));
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "30s")
  void aMessageIsRefusedOrHasOneEncoding(byte[] body) throws Exception {
    EcdsaFuzzing.accept(
        EcdsaGroups.presigning(SHARES, KEYS, 1, 3).get(1),
        body,
        (round, fields) -> PresigningMessage.decode(FORM, round, fields));
  }
}
