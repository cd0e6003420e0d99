package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.derivation.ExtendedPublicKeys;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import fr.acinq.secp256k1.Secp256k1;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups sign as BIP-340, BIP-341 and BIP-86 say; libsecp256k1 (secp256k1-kmp) verifies. */
class Bip340Test {
  private static final HexFormat HEX = HexFormat.of();
  private static final ConstantTimeCurve CURVE = Curves.secp256k1();
  private static final byte[] HASH = Groups.id(0x5a);
  private static final SortedMap<Integer, KeyShare> KEYS = Groups.generate(CURVE, 3, 1);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void groupsOfEverySizeSign(int n) {
    // With several seeds, public keys and commitments of both parities occur.
    for (int seed = 0; seed < 6; seed++) {
      var keys = Groups.generate(CURVE, n, seed);
      var publicKeys = keys.get(1).publicKeys();
      for (var key :
          List.of(
              SigningKey.ofGroup(),
              SigningKey.at(DerivationPath.of(0, seed)),
              SigningKey.taproot(DerivationPath.of(1, seed)),
              SigningKey.taproot(DerivationPath.ROOT, Bytes32.of(Groups.id(seed))))) {
        var signature = Groups.sign(CURVE, keys, key, HASH);
        var publicKey = key.publicKey(CURVE, publicKeys);
        assertThat(publicKey.encoding()[0]).as("even y").isEqualTo((byte) 2);
        assertThat(kmpVerifies(signature.encoding(), publicKey, HASH)).isTrue();
        assertThat(signature.verifies(CURVE, publicKey, HASH)).isTrue();
        assertThat(signature.verifies(CURVE, publicKey, Groups.MESSAGE)).isFalse();
      }
    }
  }

  @Test
  void aSecondGroupHasTheSameKeyAndChainCode() {
    var plan = Groups.plan(KEYS, List.of(4, 5, 6));
    var second = new TreeMap<Integer, KeyShare>();
    new Network(Groups.addUser(CURVE, KEYS, plan, 2))
        .run()
        .forEach((party, outcome) -> {
          if (plan.receivers().contains(party)) {
            second.put(party, (KeyShare) Groups.result(outcome));
          }
        });
    var key = SigningKey.taproot(DerivationPath.of(0, 3));
    assertThat(second.get(5).publicKeys().chainCode())
        .isEqualTo(KEYS.get(1).publicKeys().chainCode())
        .isPresent();
    var publicKey = key.publicKey(CURVE, KEYS.get(1).publicKeys());
    var signature = Groups.sign(CURVE, second, key, HASH);
    assertThat(kmpVerifies(signature.encoding(), publicKey, HASH)).isTrue();
  }

  @Test
  void chainCodesAreFreshAndAllMembersHaveTheSame() {
    var codes =
        KEYS.values().stream().map(share -> share.publicKeys().chainCode()).distinct().toList();
    assertThat(codes).hasSize(1);
    assertThat(Groups.generate(CURVE, 3, 2).get(1).publicKeys().chainCode())
        .isPresent()
        .isNotEqualTo(codes.getFirst());
    assertThat(Groups.generate(3, 1).get(1).publicKeys().chainCode()).isEmpty();
  }

  @Test
  void vectorsOfBip340() throws Exception {
    int tests = 0;
    var lines = Vectors.read("bip/bip-0340-test-vectors.csv").lines().skip(1).toList();
    for (var line : lines) {
      var columns = line.split(",", -1);
      for (var curve : List.of(CURVE, new BigIntegerSecp256k1())) {
        assertThat(verifies(curve, columns[2], columns[4], columns[5]))
            .as(line)
            .isEqualTo(columns[6].equals("TRUE"));
        tests++;
      }
    }
    assertThat(tests).isEqualTo(38);
  }

  private static boolean verifies(Curve curve, String key, String message, String signature) {
    try {
      return Signature.decode(curve, HEX.parseHex(signature))
          .verifies(
              curve,
              FrostBip340.SUITE.decodeCommitment(curve, HEX.parseHex(key)),
              HEX.parseHex(message));
    } catch (CurveException | IllegalArgumentException e) {
      return false;
    }
  }

  /** The internal keys, split among three members, have the output keys and sign the hashes. */
  @Test
  void vectorsOfBip341() throws Exception {
    var file = new ObjectMapper().readTree(Vectors.read("bip/bip-0341-wallet-test-vectors.json"));
    int outputs = 0;
    for (var vector : file.get("scriptPubKey")) {
      var internal = HEX.parseHex(vector.get("given").get("internalPubkey").asText());
      var root = vector.get("intermediary").get("merkleRoot");
      var group = publicKeys(FrostBip340.SUITE.decodeCommitment(CURVE, internal));
      var key =
          root == null || root.isNull()
              ? SigningKey.taproot(DerivationPath.ROOT)
              : SigningKey.taproot(DerivationPath.ROOT, Bytes32.of(HEX.parseHex(root.asText())));
      assertThat(xOnly(key.publicKey(CURVE, group)))
          .isEqualTo(vector.get("intermediary").get("tweakedPubkey").asText());
      outputs++;
    }
    assertThat(outputs).isEqualTo(7);
    int signatures = 0;
    for (var input : file.get("keyPathSpending").get(0).get("inputSpending")) {
      var root = input.get("given").get("merkleRoot");
      var key =
          root.isNull()
              ? SigningKey.taproot(DerivationPath.ROOT)
              : SigningKey.taproot(DerivationPath.ROOT, Bytes32.of(HEX.parseHex(root.asText())));
      var keys = split(HEX.parseHex(input.get("given").get("internalPrivkey").asText()));
      var hash = HEX.parseHex(input.get("intermediary").get("sigHash").asText());
      var tweaked = HEX.parseHex(input.get("intermediary").get("tweakedPrivkey").asText());
      var expected = Secp256k1.get().pubkeyCreate(tweaked);
      var signature = Groups.sign(CURVE, keys, key, hash).encoding();
      assertThat(
              Secp256k1.get().verifySchnorr(signature, hash, Arrays.copyOfRange(expected, 1, 33)))
          .isTrue();
      signatures++;
    }
    assertThat(signatures).isEqualTo(7);
  }

  /** BIP-86, "test vectors": the account's key, and the output keys of its first addresses. */
  @Test
  void vectorsOfBip86() {
    var account =
        ExtendedPublicKeys.decode(
            CURVE,
            "xpub6BgBgsespWvERF3LHQu6CnqdvfEvtMcQjYrcRzx53QJjSxarj2afYWcLteoGVky7D3UKDP9QyrLprQ3VCECoY49yfdDEHGCtMMj92pReUsQ");
    var group = publicKeys(account.publicKey(), Optional.of(account.chainCode()));
    assertThat(xOnly(SigningKey.at(DerivationPath.parse("m/0/0")).publicKey(CURVE, group)))
        .isEqualTo("cc8a4bc64d897bddc5fbc2f670f7a8ba0b386779106cf1223c6fc5d7cd6fc115");
    assertThat(xOnly(SigningKey.taproot(DerivationPath.parse("m/0/0")).publicKey(CURVE, group)))
        .isEqualTo("a60869f0dbcf1dc659c9cecbaf8050135ea9e8cdc487053f1dc6880949dc684c");
    assertThat(xOnly(SigningKey.taproot(DerivationPath.parse("m/0/1")).publicKey(CURVE, group)))
        .isEqualTo("a82f29944d65b86ae6b5e5cc75e294ead6c59391a1edc5e016e3498c67fc7bbb");
  }

  @Test
  void everyBitOfASignatureCounts() {
    var signature = Groups.sign(CURVE, KEYS, SigningKey.ofGroup(), HASH).encoding();
    var publicKey = xOnly(KEYS.get(1).groupPublicKey());
    for (int bit = 0; bit < 8 * signature.length; bit++) {
      var changed = signature.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(verifies(CURVE, publicKey, HEX.formatHex(HASH), HEX.formatHex(changed))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aBadShareNamesItsSender(int liar) {
    for (var key : List.of(SigningKey.ofGroup(), SigningKey.taproot(DerivationPath.of(5)))) {
      for (int seed = 0; seed < 4; seed++) {
        var honest = new ArrayList<>(List.of(1, 2, 3));
        honest.remove(Integer.valueOf(liar));
        var five = CborValue.of(CURVE.scalar(5).encoding());
        var outcomes =
            Attacks.run(
                Groups.signing(CURVE, KEYS, key, HASH, seed),
                liar,
                Attacks.round(2, body -> Bodies.withField(body, 1, five)));
        Attacks.assertAllName(outcomes, honest, AbortReason.WRONG_SIGNATURE_SHARE, liar);
      }
    }
  }

  @Test
  void membersThatChooseDifferentKeysSeeIt() {
    var other = SigningKey.at(DerivationPath.of(7));
    for (var key :
        List.of(
            SigningKey.ofGroup(),
            SigningKey.taproot(DerivationPath.of(7)),
            SigningKey.taproot(DerivationPath.of(7), Bytes32.of(Groups.id(0))),
            SigningKey.at(DerivationPath.of(7, 0)))) {
      var sessions = Groups.signing(CURVE, KEYS, key, HASH, 1);
      sessions.put(3, Groups.signing(CURVE, KEYS, other, HASH, 1).get(3));
      Attacks.assertOtherInput(new Network(sessions).run(), List.of(1, 2), 3);
    }
  }

  @Test
  void ed25519HasNeitherChildrenNorTaproot() {
    var keys = Groups.generate(2, 1);
    assertThatThrownBy(() ->
            SigningKey.at(DerivationPath.of(1)).publicKey(Groups.CURVE, keys.get(1).publicKeys()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chain code");
    assertThatThrownBy(() ->
            SigningKey.taproot(DerivationPath.ROOT)
                .publicKey(Groups.CURVE, keys.get(1).publicKeys()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Taproot");
  }

  @Test
  void aSessionOfAnotherSchemeIsRefused() {
    var other = Groups.context(Groups.CURVE, 1, List.of(1, 2, 3));
    assertThatThrownBy(() ->
            new Signing(CURVE, other, KEYS.get(1), SigningKey.ofGroup(), HASH, Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frost-bip340");
    assertThatThrownBy(() -> new KeyGeneration(CURVE, other, Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected edwards25519");
    // A share of one scheme signs in no other.
    var ecdsa =
        new SessionContext(
            Scheme.ECDSA_SECP256K1, Groups.id(1), Groups.id(2), Groups.id(3), 1, List.of(1, 2, 3));
    assertThatThrownBy(() -> KEYS.get(1).requireMembers(ecdsa))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a session of frost-bip340");
    assertThatThrownBy(() -> new Refresh(CURVE, ecdsa, KEYS.get(1), Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new Signing(CURVE, ecdsa, KEYS.get(1), SigningKey.ofGroup(), HASH, Groups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frost-bip340");
  }

  @Test
  void aNegatedCommitmentIsNoSignature() {
    var signature = Groups.sign(CURVE, KEYS, SigningKey.ofGroup(), HASH);
    var negated =
        new Signature(
            CURVE.subtract(CURVE.identity(), signature.commitment()), signature.response());
    assertThat(negated.verifies(CURVE, KEYS.get(1).groupPublicKey(), HASH)).isFalse();
  }

  private static boolean kmpVerifies(byte[] signature, Point publicKey, byte[] hash) {
    return Secp256k1.get()
        .verifySchnorr(signature, hash, Arrays.copyOfRange(publicKey.encoding(), 1, 33));
  }

  private static String xOnly(Point point) {
    return point.toString().substring(2);
  }

  private static PublicKeyPackage publicKeys(Point groupPublicKey) {
    return publicKeys(groupPublicKey, Optional.empty());
  }

  /** Public shares of a key that nobody knows: the key plus x times a point, at 1 and 2. */
  private static PublicKeyPackage publicKeys(Point groupPublicKey, Optional<Bytes32> chainCode) {
    var slope = CURVE.multiplyGenerator(CURVE.scalar(9));
    var one = CURVE.add(groupPublicKey, slope);
    return PublicKeyPackage.of(CURVE, Map.of(1, one, 2, CURVE.add(one, slope)), chainCode);
  }

  /** Shares of a key that the test knows. */
  private static SortedMap<Integer, KeyShare> split(byte[] secret) throws CurveException {
    var key = CURVE.decodeScalar(secret);
    var points = new TreeMap<Integer, Point>();
    var shares = new TreeMap<Integer, KeyShare>();
    for (int member = 1; member <= 2; member++) {
      points.put(member, CURVE.multiplyGenerator(share(key, member)));
    }
    for (int member = 1; member <= 2; member++) {
      shares.put(
          member,
          new KeyShare(
              Scheme.FROST_BIP340,
              member,
              CURVE.receiveSecret(share(key, member).encoding()),
              PublicKeyPackage.of(CURVE, points)));
    }
    return shares;
  }

  private static dev.cosigner.mpc.curve.Scalar share(
      dev.cosigner.mpc.curve.Scalar key, int member) {
    return CURVE.add(key, CURVE.multiply(CURVE.scalar(12345), CURVE.scalar(member)));
  }
}
