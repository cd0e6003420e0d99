package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.curve.BigIntegerEd25519;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublicKeyPackageTest {
  private static final Curve CURVE = Groups.CURVE;

  @Test
  void theGroupPublicKeyFollowsFromTheShares() {
    // Shares of 10 + 7x at 1 and 2.
    var shares = Map.of(1, times(17), 2, times(24));
    var publicKeys = PublicKeyPackage.of(CURVE, shares);
    assertThat(publicKeys.groupPublicKey()).isEqualTo(times(10));
    assertThat(publicKeys.members()).containsExactly(1, 2);
    assertThat(publicKeys.verificationShare(2)).isEqualTo(times(24));
    assertThat(publicKeys).isEqualTo(PublicKeyPackage.of(new BigIntegerEd25519(), shares));
    assertThat(publicKeys).hasSameHashCodeAs(PublicKeyPackage.of(CURVE, shares));
    assertThat(publicKeys)
        .isNotEqualTo(PublicKeyPackage.of(CURVE, Map.of(1, times(17), 3, times(31))));
  }

  @Test
  void nothingIsTheNeutralElement() {
    refused(Map.of(1, times(17), 2, CURVE.identity()), "verification share");
    // Shares of 7x.
    refused(Map.of(1, times(7), 2, times(14)), "group public key");
  }

  @Test
  void membersAreTwoOrMoreNumberedFromOne() {
    refused(Map.of(1, times(17)), "two or more");
    refused(Map.of(0, times(17), 1, times(24)), "numbered from 1");
    assertThatThrownBy(() ->
            PublicKeyPackage.of(CURVE, Map.of(1, times(17), 2, times(24))).verificationShare(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 2]");
  }

  @Test
  void interpolationNeedsAMember() {
    assertThatThrownBy(() -> Frost.deriveInterpolatingValue(CURVE, List.of(1, 2), 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void refused(Map<Integer, Point> shares, String why) {
    assertThatThrownBy(() -> PublicKeyPackage.of(CURVE, shares))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static Point times(int k) {
    return CURVE.multiplyGenerator(CURVE.scalar(k));
  }
}
