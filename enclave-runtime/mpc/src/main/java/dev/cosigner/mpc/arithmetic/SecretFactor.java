package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A secret prime that is 3 mod 4, or the square of one, as a modulus. */
final class SecretFactor implements AutoCloseable {
  private final Libcrypto libcrypto;
  private final MemorySegment number;
  private final MemorySegment montgomery;
  private final Reduction residues;
  private final Reduction orders;

  /** What is closed while a call uses it says so, and what is used afterwards too. */
  private final Arena arena = Arena.ofShared();

  /**
   * Takes memory over.
   *
   * @param halfOrder half the order of the group of units: an odd number
   */
  @SuppressWarnings("restricted") // the pointers are used for calls of libcrypto alone
  private SecretFactor(
      Libcrypto libcrypto, MemorySegment modulus, MemorySegment halfOrder, int bits) {
    this.libcrypto = libcrypto;
    residues = new Reduction(libcrypto, modulus, 0, bits);
    orders = new Reduction(libcrypto, halfOrder, 1, bits);
    number = libcrypto.newNumber().reinterpret(arena, libcrypto::clearFree);
    libcrypto.fromLimbs(number, modulus);
    libcrypto.setConstantTime(number);
    try (var scratch = new Scratch(libcrypto)) {
      montgomery =
          libcrypto
              .newMontgomery(number, scratch.context())
              .reinterpret(arena, libcrypto::freeMontgomery);
    }
  }

  static SecretFactor prime(Libcrypto libcrypto, SecretInteger p) {
    return new SecretFactor(libcrypto, limbs(p), half(limbs(p)), p.bits());
  }

  static SecretFactor square(Libcrypto libcrypto, SecretInteger p) {
    var prime = limbs(p);
    var half = half(limbs(p));
    var square = SecretInteger.memory(Math.ceilDiv(2 * p.bits(), 64));
    Limbs.multiply(square, prime, prime);
    var halfOrder = SecretInteger.memory(Limbs.count(square));
    Limbs.multiply(halfOrder, prime, half);
    libcrypto.cleanse(prime);
    libcrypto.cleanse(half);
    return new SecretFactor(libcrypto, square, halfOrder, 2 * p.bits());
  }

  /** A copy, without the room for a sign. */
  static MemorySegment limbs(SecretInteger p) {
    var limbs = SecretInteger.memory(Math.ceilDiv(p.bits(), 64));
    limbs.copyFrom(p.value().asSlice(0, limbs.byteSize()));
    return limbs;
  }

  /** {@code (p - 1) / 2} for an odd p, in place. */
  private static MemorySegment half(MemorySegment p) {
    Limbs.halve(p);
    return p;
  }

  /** The inverse of a number that may be greater than the modulus. */
  MemorySegment inverse(MemorySegment x) {
    try (var scratch = new Scratch(libcrypto)) {
      var residue = scratch.limbs(residues.width());
      residues.reduce(residue, x);
      var inverse = scratch.number();
      requireUnit(libcrypto.invert(inverse, scratch.number(residue), number, scratch.context()));
      var limbs = SecretInteger.memory(residues.width());
      libcrypto.toLimbs(limbs, inverse);
      return limbs;
    }
  }

  static void requireUnit(boolean inverted) {
    if (!inverted) {
      throw new IllegalArgumentException("expected two different large primes");
    }
  }

  MemorySegment number() {
    return number;
  }

  MemorySegment montgomery() {
    return montgomery;
  }

  /** Modulo the factor. */
  Reduction residues() {
    return residues;
  }

  /** Modulo the order of its group of units. */
  Reduction orders() {
    return orders;
  }

  /**
   * Wipes and frees all of it. Closing twice is allowed.
   *
   * @throws IllegalStateException if another thread is using it; nothing is wiped then
   */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
    residues.close();
    orders.close();
  }
}
