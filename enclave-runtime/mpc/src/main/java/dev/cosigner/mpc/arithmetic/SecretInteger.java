package dev.cosigner.mpc.arithmetic;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/**
 * A secret signed integer of fixed width, in native memory. Its width is public and follows from
 * how it was made; time depends on widths alone. It cannot be printed, compared, serialised or
 * copied by accident; {@link #publish} and {@link #reveal} are the two ways out. {@link #close}
 * wipes it, after which it cannot be used.
 *
 * <p>Several threads may read one at once, as long as none closes it.
 */
public final class SecretInteger implements AutoCloseable {
  private final Libcrypto libcrypto;
  private final int bits;
  private MemorySegment value;

  /**
   * Takes memory over.
   *
   * @param bits the value is at least -2^bits and at most 2^bits
   * @param value {@link #limbsFor} of them
   */
  SecretInteger(Libcrypto libcrypto, int bits, MemorySegment value) {
    this.libcrypto = libcrypto;
    this.bits = bits;
    this.value = value;
  }

  /** Limbs for numbers from -2^bits to 2^bits. */
  static int limbsFor(int bits) {
    return (bits + 1) / 64 + 1;
  }

  /** Fresh native memory, zeros. */
  static MemorySegment memory(int limbs) {
    // Not confined: one thread may begin what another ends. Closing wipes; the collector only
    // frees.
    return Arena.ofAuto().allocate((long) limbs * Limbs.BYTES, Limbs.BYTES);
  }

  /** The absolute value is at most 2 to this power. */
  public int bits() {
    return bits;
  }

  /** {@code this + other}, a new secret. */
  public SecretInteger plus(SecretInteger other) {
    var sum = ofBits(Math.max(bits, other.bits) + 1);
    Limbs.add(sum.value, value(), other.value());
    return sum;
  }

  /** {@code this - other}, a new secret. */
  public SecretInteger minus(SecretInteger other) {
    var difference = ofBits(Math.max(bits, other.bits) + 1);
    Limbs.subtract(difference.value, value(), other.value());
    return difference;
  }

  /** {@code -this}, a new secret. */
  public SecretInteger negate() {
    var opposite = ofBits(bits);
    Limbs.negateIf(-1, opposite.value, value());
    return opposite;
  }

  /** {@code this * factor}, a new secret. */
  public SecretInteger times(SecretInteger factor) {
    return times(factor.bits, factor.value());
  }

  /** {@code this * factor} for a public factor, a new secret. */
  public SecretInteger times(BigInteger factor) {
    try (var scratch = new Scratch(libcrypto)) {
      int width = factor.abs().bitLength();
      return times(width, scratch.limbs(limbsFor(width), factor));
    }
  }

  private SecretInteger times(int factorBits, MemorySegment factor) {
    var product = ofBits(bits + factorBits);
    try (var scratch = new Scratch(libcrypto)) {
      var x = scratch.limbs(Limbs.count(value()));
      var y = scratch.limbs(Limbs.count(factor));
      long negative = Limbs.sign(value()) ^ Limbs.sign(factor);
      Limbs.negateIf(Limbs.sign(value()), x, value());
      Limbs.negateIf(Limbs.sign(factor), y, factor);
      Limbs.multiply(product.value, x, y);
      Limbs.negateIf(negative, product.value, product.value);
    }
    return product;
  }

  /** {@code this + e * x} for a public e, a new secret: the answer of a proof. */
  public SecretInteger plusTimes(BigInteger e, SecretInteger x) {
    try (var product = x.times(e)) {
      return plus(product);
    }
  }

  /** The residue in [0, modulus), for a public modulus above 1 that is no power of 2. */
  public SecretInteger modulo(BigInteger modulus) {
    try (var reduction = Reduction.ofPublic(libcrypto, modulus)) {
      return modulo(reduction);
    }
  }

  SecretInteger modulo(Reduction reduction) {
    var residue = ofBits(reduction.bits());
    reduction.reduceSigned(
        residue.value.asSlice(0, (long) reduction.width() * Limbs.BYTES), value());
    return residue;
  }

  /**
   * The residue of least magnitude of one in [0, modulus), for an odd public modulus: it is above
   * {@code -modulus / 2} and below {@code modulus / 2}.
   */
  public SecretInteger centred(BigInteger modulus) {
    try (var scratch = new Scratch(libcrypto)) {
      int count = Limbs.count(value());
      var room = scratch.limbs(count);
      Limbs.subtract(room, scratch.limbs(count, modulus.shiftRight(1)), value());
      var centred = ofBits(bits);
      centred.value.copyFrom(value());
      Limbs.subtractIf(Limbs.sign(room), centred.value, scratch.limbs(count, modulus));
      return centred;
    }
  }

  /**
   * The same value in fewer bits, which the caller knows to suffice: what does not fit is cut off,
   * so that the time does not depend on it.
   */
  public SecretInteger narrowed(int bits) {
    var narrowed = ofBits(Math.min(bits, this.bits));
    narrowed.value.copyFrom(value().asSlice(0, narrowed.value.byteSize()));
    return narrowed;
  }

  /** Whether the value is 0, which becomes public by it. */
  public boolean isZero() {
    return Limbs.isZero(value()) != 0;
  }

  /** A second copy with a life of its own, for a secret whose owner will wipe it. */
  public SecretInteger copy() {
    var copy = ofBits(bits);
    copy.value.copyFrom(value());
    return copy;
  }

  /** The value as a public integer, at the point where the protocol makes it public. */
  public BigInteger publish() {
    return Limbs.read(value());
  }

  /**
   * The value in big-endian bytes, for a message that is sealed to its one receiver, or for a
   * scalar of a curve. The caller wipes it.
   *
   * @param length bytes, which suffice for {@link #bits}
   * @throws IllegalArgumentException if the length does not suffice, whatever the value
   * @throws IllegalStateException if the value is negative
   */
  public byte[] reveal(int length) {
    if (length * 8L < bits) {
      throw new IllegalArgumentException(
          "expected room for " + bits + " bits, found " + length + " bytes");
    }
    if (Limbs.sign(value()) != 0) {
      throw new IllegalStateException("expected a secret that is not negative");
    }
    var bytes = new byte[length];
    for (int i = 0; i < length && i < value.byteSize(); i++) {
      bytes[length - 1 - i] = value.get(JAVA_BYTE, i);
    }
    return bytes;
  }

  /** Wipes the value. Closing twice is allowed. */
  @Override
  public void close() {
    if (value != null) {
      libcrypto.cleanse(value);
      value = null;
    }
  }

  /** Says nothing of the value. */
  @Override
  public String toString() {
    return value == null ? "SecretInteger[wiped]" : "SecretInteger[hidden]";
  }

  MemorySegment value() {
    if (value == null) {
      throw new IllegalStateException("expected a live secret, found one that was wiped");
    }
    return value;
  }

  Libcrypto libcrypto() {
    return libcrypto;
  }

  private SecretInteger ofBits(int bits) {
    return new SecretInteger(libcrypto, bits, memory(limbsFor(bits)));
  }
}
