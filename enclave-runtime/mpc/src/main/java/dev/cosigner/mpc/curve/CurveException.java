package dev.cosigner.mpc.curve;

/** An encoding that is not that of a point or a scalar. */
public final class CurveException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why an encoding is refused. */
  public enum Reason {
    /** Too short or too long. */
    LENGTH,
    /** A scalar that is not below the group's order. */
    NON_CANONICAL_SCALAR,
    /**
     * Another encoding of a point than its one: a coordinate that is not below the field's prime,
     * or a sign where there is none.
     */
    NON_CANONICAL_POINT,
    /** No point of the curve has this coordinate. */
    NOT_ON_CURVE,
    /** On the curve, but with a component of small order. */
    NOT_IN_SUBGROUP,
    /** The neutral element. */
    IDENTITY,
  }

  private final Reason reason;

  CurveException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
