package dev.cosigner.mpc.curve;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A secret element of a curve's scalar field, in native memory. It cannot be printed, compared,
 * serialised or copied by accident; {@link #publish} and {@link #reveal} are the two ways out, so
 * that each place where a secret leaves can be searched for. {@link #close} wipes it, after which
 * it cannot be used.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class SecretScalar implements AutoCloseable {
  private final ConstantTimeCurve curve;
  private MemorySegment value;

  /** Takes the memory over; it holds a reduced scalar. */
  SecretScalar(ConstantTimeCurve curve, MemorySegment value) {
    this.curve = curve;
    this.value = value;
  }

  /** {@code this + other}, a new secret. */
  public SecretScalar plus(SecretScalar other) {
    var sum = curve.allocate();
    curve.add(sum, value(), sameCurve(other));
    return new SecretScalar(curve, sum);
  }

  /** {@code this - other}, a new secret. */
  public SecretScalar minus(SecretScalar other) {
    var difference = curve.allocate();
    curve.subtract(difference, value(), sameCurve(other));
    return new SecretScalar(curve, difference);
  }

  /** {@code this * factor} for a public factor, a new secret. */
  public SecretScalar times(Scalar factor) {
    var product = curve.allocate();
    curve.multiply(product, value(), factor);
    return new SecretScalar(curve, product);
  }

  /** {@code this * factor} for a secret factor, a new secret. */
  public SecretScalar times(SecretScalar factor) {
    var product = curve.allocate();
    curve.multiply(product, value(), sameCurve(factor));
    return new SecretScalar(curve, product);
  }

  /** {@code this * point}: the identity for zero. */
  public Point times(Point point) {
    return curve.multiply(value(), point);
  }

  /** A second copy with a life of its own, for a secret whose owner will wipe it. */
  public SecretScalar copy() {
    var copy = curve.allocate();
    copy.copyFrom(value());
    return new SecretScalar(curve, copy);
  }

  /** {@code this * generator}: the identity for zero. */
  public Point timesGenerator() {
    return curve.multiplyGenerator(value());
  }

  public boolean isZero() {
    return curve.isZero(value());
  }

  /**
   * The value as a public scalar, at the point where the protocol makes it public, such as a
   * signature share.
   */
  public Scalar publish() {
    return new Scalar(reveal());
  }

  /** The encoding, for a message that is sealed to its one receiver. The caller wipes it. */
  public byte[] reveal() {
    return value().toArray(ValueLayout.JAVA_BYTE);
  }

  /** Whether it has not been wiped. */
  public boolean isOpen() {
    return value != null;
  }

  /** Wipes the value. Closing twice is allowed. */
  @Override
  public void close() {
    if (value != null) {
      curve.wipe(value);
      value = null;
    }
  }

  /** Says nothing of the value. */
  @Override
  public String toString() {
    return value == null ? "SecretScalar[wiped]" : "SecretScalar[hidden]";
  }

  MemorySegment value() {
    if (value == null) {
      throw new IllegalStateException("expected a live secret, found one that was wiped");
    }
    return value;
  }

  private MemorySegment sameCurve(SecretScalar other) {
    Objects.requireNonNull(other, "other");
    if (other.curve != curve) {
      throw new IllegalArgumentException(
          "expected two scalars of one curve, found "
              + curve.name()
              + " and "
              + other.curve.name());
    }
    return other.value();
  }
}
