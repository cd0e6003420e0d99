package dev.cosigner.mpc.ecdsa;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.KeyShare;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.params.provider.MethodSource;

class SigningFuzzTest {
  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(2, 1);
  private static final SortedMap<Integer, AuxiliaryKeys> KEYS =
      EcdsaGroups.auxiliaryKeys(SHARES, 2);

  /** A presignature is used when its session starts: messages may come before. */
  private static final SortedMap<Integer, Presignature> PRESIGNATURES =
      EcdsaGroups.presign(SHARES, KEYS, 3);

  static List<byte[]> messages() {
    return EcdsaFuzzing.messages(sessions(EcdsaGroups.presign(SHARES, KEYS, 3)));
  }

  private static SortedMap<Integer, Session<?>> sessions(
      SortedMap<Integer, Presignature> presignatures) {
    return EcdsaGroups.signing(presignatures, DerivationPath.ROOT, EcdsaGroups.DIGEST, 1);
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "30s")
  void aMessageIsRefusedOrHasOneEncoding(byte[] body) throws Exception {
    EcdsaFuzzing.accept(
        sessions(PRESIGNATURES).get(1),
        body,
        (round, fields) -> SigningMessage.decode(EcdsaGroups.CURVE, round, 2, fields));
  }
}
