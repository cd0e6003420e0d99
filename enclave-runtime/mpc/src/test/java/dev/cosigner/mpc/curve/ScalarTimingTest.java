package dev.cosigner.mpc.curve;

import dev.cosigner.mpc.ConstantTime;
import dev.cosigner.mpc.SeededRandom;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secret scalars of both curves: 1 and -1 take as long as random ones in every operation. */
@Tag("thorough")
class ScalarTimingTest {
  private static final ConstantTime MEASURED = new ConstantTime(new SeededRandom(13));

  private final SeededRandom random = new SeededRandom(11);

  static List<ConstantTimeCurve> curves() {
    return List.of(Curves.ed25519(), Curves.secp256k1());
  }

  @AfterAll
  static void print() {
    MEASURED.print();
  }

  @ParameterizedTest
  @MethodSource("curves")
  void everyOperation(ConstantTimeCurve curve) {
    var point = curve.multiplyGenerator(curve.scalar(new BigInteger(250, random)));
    var factor = curve.scalar(new BigInteger(250, random));
    try (var other = curve.randomSecret(random)) {
      require(curve, "sum", secret -> secret.plus(other).close());
      require(curve, "difference", secret -> secret.minus(other).close());
      require(curve, "product", secret -> secret.times(other).close());
      require(curve, "product with a public factor", secret -> secret.times(factor).close());
      require(curve, "multiple of the generator", SecretScalar::timesGenerator);
      require(curve, "multiple of a point", secret -> secret.times(point));
    }
  }

  private void require(
      ConstantTimeCurve curve, String name, ConstantTime.Operation<SecretScalar> operation) {
    for (int value : List.of(1, -1)) {
      var fixed = curve.scalar(BigInteger.valueOf(value)).encoding();
      MEASURED.require(
          "%s, %s, %d".formatted(curve.name(), name, value),
          () -> receive(curve, chosen(curve, fixed, true)),
          () -> receive(curve, chosen(curve, fixed, false)),
          operation);
    }
  }

  /** Both classes do the same here: what comes before so short an operation shows in its time. */
  private byte[] chosen(Curve curve, byte[] fixed, boolean takesFixed) {
    var drawn = curve.scalar(new BigInteger(400, random)).encoding();
    var chosen = new byte[drawn.length];
    int mask = takesFixed ? -1 : 0;
    for (int i = 0; i < drawn.length; i++) {
      chosen[i] = (byte) ((fixed[i] & mask) | (drawn[i] & ~mask));
    }
    return chosen;
  }

  private static SecretScalar receive(ConstantTimeCurve curve, byte[] encoding) {
    try {
      return curve.receiveSecret(encoding);
    } catch (CurveException e) {
      throw new AssertionError(e);
    }
  }
}
