package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curve;

/** Which curve a scheme is on: shares of keys are made alike for all schemes. */
final class Schemes {
  private Schemes() {}

  /**
   * Refuses another curve than that of a session's scheme.
   *
   * @throws IllegalArgumentException if it is one
   */
  static void requireCurve(SessionContext context, Curve curve) {
    var expected =
        switch (context.scheme()) {
          case FROST_ED25519 -> "edwards25519";
          case FROST_BIP340, ECDSA_SECP256K1 -> "secp256k1";
        };
    if (!curve.name().equals(expected)) {
      throw new IllegalArgumentException(
          "expected " + expected + " for " + context.scheme().label() + ", found " + curve.name());
    }
  }
}
