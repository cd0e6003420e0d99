package dev.cosigner.mpc.curve;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;

/**
 * A curve that may be given secrets: its scalar arithmetic and its multiplications take the same
 * time for all scalars, and it keeps them in native memory. {@link SecretScalar}s come from here
 * and from nowhere else, so a back end that may not see secrets cannot be given one.
 */
public abstract sealed class ConstantTimeCurve implements Curve permits SodiumEd25519, Secp256k1 {

  ConstantTimeCurve() {}

  /** A uniformly random scalar that is not zero. */
  public abstract SecretScalar randomSecret(SecureRandom random);

  /**
   * Reads a secret scalar that a peer sent. The caller wipes {@code encoding}.
   *
   * @throws CurveException unless the encoding has {@link #scalarBytes()} bytes and is below the
   *     group's order; zero is not refused
   */
  public abstract SecretScalar receiveSecret(byte[] encoding) throws CurveException;

  /**
   * A hash of {@code random || key} under a domain, of 64 bytes, read as a number and reduced: H3
   * of RFC 9591, section 4.1. The caller wipes {@code random}.
   */
  public abstract SecretScalar hashToSecret(byte[] prefix, byte[] random, SecretScalar key);

  /** Fresh native memory of {@link #scalarBytes()} bytes. */
  MemorySegment allocate() {
    // Not confined: a session may be driven by one thread after another. Closing a scalar wipes it;
    // the collector only frees it.
    return Arena.ofAuto().allocate(scalarBytes());
  }

  abstract void add(MemorySegment sum, MemorySegment x, MemorySegment y);

  abstract void subtract(MemorySegment difference, MemorySegment x, MemorySegment y);

  abstract void multiply(MemorySegment product, MemorySegment x, Scalar factor);

  abstract void multiply(MemorySegment product, MemorySegment x, MemorySegment y);

  abstract boolean isZero(MemorySegment x);

  abstract Point multiplyGenerator(MemorySegment k);

  abstract Point multiply(MemorySegment k, Point p);

  abstract void wipe(MemorySegment x);
}
