package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.transcript.Bytes32;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The common end of key generation and add-user: the public keys that come out, on which all agree.
 */
final class Results {
  private Results() {}

  /** The public keys of these verification shares, none of which is the neutral element. */
  static PublicKeyPackage require(
      Curve curve, Map<Integer, Point> verificationShares, Optional<Bytes32> chainCode)
      throws AbortException {
    try {
      return PublicKeyPackage.of(curve, verificationShares, chainCode);
    } catch (IllegalArgumentException e) {
      throw AbortException.byNobody(AbortReason.DEGENERATE_RESULT, e.getMessage());
    }
  }

  /** Everybody confirms the expected result. */
  static void requireSame(SortedMap<Integer, Confirmation> confirmations, Bytes32 expected)
      throws AbortException {
    for (var entry : confirmations.entrySet()) {
      if (!entry.getValue().result().equals(expected)) {
        throw AbortException.by(
            entry.getKey(),
            AbortReason.RESULT_MISMATCH,
            "expected result " + expected + ", found " + entry.getValue().result());
      }
    }
  }
}
