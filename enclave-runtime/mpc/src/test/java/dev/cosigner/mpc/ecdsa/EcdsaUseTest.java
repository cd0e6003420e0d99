package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.derivation.DerivationPath;
import fr.acinq.secp256k1.Secp256k1;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the package is used: a key, its auxiliary set-up, presignatures, signatures. */
class EcdsaUseTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void groupsOfEverySizeSign(int n) {
    // Shares of a key, and what each member's Paillier and ring-Pedersen keys are proven by.
    var shares = EcdsaGroups.generate(n, 1);
    var keys = EcdsaGroups.auxiliaryKeys(shares, 2);
    assertThat(keys.values().stream().map(AuxiliaryKeys::moduli).distinct()).hasSize(1);

    // Before any message is known.
    var presignatures = EcdsaGroups.presign(shares, keys, 3);
    assertThat(presignatures.values().stream().map(Presignature::id).distinct()).hasSize(1);

    // When all members have accepted a request: the key at a path signs a digest.
    var path = DerivationPath.parse("m/0/7");
    var outcomes =
        new Network(EcdsaGroups.signing(presignatures, path, EcdsaGroups.DIGEST, 4)).run();
    var signatures = EcdsaGroups.results(Signature.class, outcomes);
    assertThat(signatures.keySet()).isEqualTo(shares.keySet());
    assertThat(signatures.values().stream().distinct()).hasSize(1);
    assertVerifies(
        signatures.get(1), Signing.publicKey(EcdsaGroups.CURVE, shares.get(1).publicKeys(), path));
  }

  @Test
  void aBatchOfPresignatures() {
    var shares = EcdsaGroups.generate(2, 1);
    var keys = EcdsaGroups.auxiliaryKeys(shares, 2);
    var outcomes = new Network(EcdsaGroups.presigning(shares, keys, 3, 5)).run();
    for (int i = 0; i < 3; i++) {
      var presignatures = new TreeMap<Integer, Presignature>();
      for (int party : shares.keySet()) {
        var batch = (List<?>) EcdsaGroups.result(outcomes.get(party));
        assertThat(batch).hasSize(3);
        presignatures.put(party, (Presignature) batch.get(i));
      }
      var signing = EcdsaGroups.signing(presignatures, DerivationPath.ROOT, EcdsaGroups.id(i), 6);
      var signature = (Signature) EcdsaGroups.result(new Network(signing).run().get(1));
      assertThat(
              signature.verifies(
                  EcdsaGroups.CURVE,
                  shares.get(1).publicKeys().groupPublicKey(),
                  EcdsaGroups.id(i)))
          .isTrue();
    }
  }

  /** By this module, Bouncy Castle and libsecp256k1, which finds the public key by itself. */
  private static void assertVerifies(Signature signature, Point publicKey) {
    var curve = EcdsaGroups.CURVE;
    assertThat(signature.verifies(curve, publicKey, EcdsaGroups.DIGEST)).isTrue();
    assertThat(signature.verifies(curve, publicKey, EcdsaGroups.id(1))).isFalse();
    assertThat(signature.isLow(curve)).isTrue();
    assertThat(
            Secp256k1.get().verify(signature.encoding(), EcdsaGroups.DIGEST, publicKey.encoding()))
        .isTrue();
    var recovered =
        Secp256k1.get()
            .ecdsaRecover(signature.encoding(), EcdsaGroups.DIGEST, signature.recoveryId());
    assertThat(Secp256k1.get().pubKeyCompress(recovered)).isEqualTo(publicKey.encoding());

    var parameters = CustomNamedCurves.getByName("secp256k1");
    var verifier = new ECDSASigner();
    verifier.init(
        false,
        new ECPublicKeyParameters(
            parameters.getCurve().decodePoint(publicKey.encoding()),
            new ECDomainParameters(parameters.getCurve(), parameters.getG(), parameters.getN())));
    var encoding = signature.encoding();
    assertThat(
            verifier.verifySignature(
                EcdsaGroups.DIGEST,
                new BigInteger(1, Arrays.copyOf(encoding, 32)),
                new BigInteger(1, Arrays.copyOfRange(encoding, 32, 64))))
        .isTrue();
  }
}
