package dev.cosigner.cli.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.wallet.Scheme;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key is split among members and made again from all of their shares. */
class SharedKeyTest {
  static SharedKey.Split split(Scheme scheme, Scalar key, Integer... members) {
    Optional<Bytes32> chainCode =
        scheme == Scheme.FROST_ED25519 ? Optional.empty() : Optional.of(Bytes32.of(new byte[32]));
    return SharedKey.split(scheme, key, List.of(members), chainCode, new SecureRandom());
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void allSharesMakeTheKeyAgain(Scheme scheme) {
    Curve curve = SharedKey.curve(scheme);
    Scalar key = curve.scalar(new BigInteger("1234567890123456789012345678901234567890"));
    for (Integer[] members :
        new Integer[][] {{1, 2}, {1, 2, 3}, {7, 3, 0xffff, 20}, {5, 4, 3, 2, 1}}) {
      SharedKey.Split split = split(scheme, key, members);
      PublicKeyPackage publicKeys = split.key().publicKeys();
      assertThat(publicKeys.groupPublicKey()).isEqualTo(curve.multiplyGenerator(key));
      assertThat(publicKeys.members()).containsExactlyInAnyOrder(members);
      // No share is the key, and no two are the same.
      assertThat(new HashSet<>(split.shares().values()))
          .hasSize(members.length)
          .doesNotContain(key);
      assertThat(split.key().privateKey(split.shares())).isEqualTo(key);
      assertThat(split.toString())
          .doesNotContain(split.shares().firstEntry().getValue().toString());
    }
  }

  /** The polynomial's degree is n - 1: the shares of all but one give another number. */
  @Test
  void allButOneMakeAnother() {
    Curve curve = SharedKey.curve(Scheme.ECDSA_SECP256K1);
    Scalar key = curve.scalar(42);
    SharedKey.Split split = split(Scheme.ECDSA_SECP256K1, key, 1, 2, 3);
    var points = new TreeMap<Integer, dev.cosigner.mpc.curve.Point>();
    for (int member : List.of(1, 2)) {
      points.put(member, split.key().publicKeys().verificationShare(member));
    }
    assertThat(PublicKeyPackage.of(curve, points).groupPublicKey())
        .isNotEqualTo(curve.multiplyGenerator(key));
    var two = new TreeMap<>(split.shares());
    two.remove(3);
    assertThatThrownBy(() -> split.key().privateKey(two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all members");
    two.put(3, curve.scalar(5));
    assertThatThrownBy(() -> split.key().privateKey(two))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everySplitIsAnother() {
    Scalar key = SharedKey.curve(Scheme.FROST_ED25519).scalar(42);
    SharedKey.Split one = split(Scheme.FROST_ED25519, key, 1, 2);
    SharedKey.Split other = split(Scheme.FROST_ED25519, key, 1, 2);
    assertThat(one.key()).isNotEqualTo(other.key());
    assertThat(one.shares().get(1)).isNotEqualTo(other.shares().get(1));
  }

  @Test
  void membersAndChainCodesAreAsTheSchemeHasThem() {
    Scalar key = SharedKey.curve(Scheme.FROST_ED25519).scalar(42);
    for (Integer[] members : new Integer[][] {{1}, {1, 1}, {0, 1}, {1, 0x10000}}) {
      assertThatThrownBy(() -> split(Scheme.FROST_ED25519, key, members))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("different members");
    }
    assertThatThrownBy(() ->
            SharedKey.split(
                Scheme.FROST_BIP340, key, List.of(1, 2), Optional.empty(), new SecureRandom()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chain code");
    Scalar zero = SharedKey.curve(Scheme.FROST_ED25519).scalar(0);
    assertThatThrownBy(() -> split(Scheme.FROST_ED25519, zero, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("other than 0");
  }
}
