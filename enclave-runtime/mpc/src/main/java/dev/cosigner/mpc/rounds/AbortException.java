package dev.cosigner.mpc.rounds;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.curve.CurveException;
import java.util.OptionalInt;

/** Ends a session: becomes an {@link dev.cosigner.mpc.Outcome.Aborted}. */
public final class AbortException extends Exception {
  private static final long serialVersionUID = 1;

  private final AbortReason reason;

  /** 0 for none: numbers of parties begin with 1. */
  private final int culprit;

  private AbortException(AbortReason reason, int culprit, String detail) {
    super(detail);
    this.reason = reason;
    this.culprit = culprit;
  }

  /** This party alone can tell that {@code culprit} did not follow the protocol. */
  public static AbortException by(int culprit, AbortReason reason, String detail) {
    return new AbortException(reason, culprit, "party " + culprit + ": " + detail);
  }

  /** Nobody can be named. */
  public static AbortException byNobody(AbortReason reason, String detail) {
    return new AbortException(reason, 0, detail);
  }

  /** {@code culprit} sent what is no point or no scalar. */
  public static AbortException by(int culprit, CurveException e) {
    var reason =
        switch (e.reason()) {
          case LENGTH -> AbortReason.MALFORMED_MESSAGE;
          case NON_CANONICAL_SCALAR -> AbortReason.NON_CANONICAL_SCALAR;
          case NON_CANONICAL_POINT -> AbortReason.NON_CANONICAL_POINT;
          case NOT_ON_CURVE -> AbortReason.POINT_NOT_ON_CURVE;
          case NOT_IN_SUBGROUP -> AbortReason.POINT_NOT_IN_SUBGROUP;
          case IDENTITY -> AbortReason.IDENTITY_POINT;
        };
    return by(culprit, reason, e.getMessage());
  }

  /** Lays it to {@code culprit} if something does not hold. */
  static void require(boolean holds, int culprit, AbortReason reason, String expected, Object found)
      throws AbortException {
    if (!holds) {
      throw by(culprit, reason, "expected " + expected + ", found " + found);
    }
  }

  AbortReason reason() {
    return reason;
  }

  OptionalInt culprit() {
    return culprit == 0 ? OptionalInt.empty() : OptionalInt.of(culprit);
  }
}
