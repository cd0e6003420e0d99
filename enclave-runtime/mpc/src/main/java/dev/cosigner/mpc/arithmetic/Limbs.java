package dev.cosigner.mpc.arithmetic;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/**
 * Integers of fixed width in native memory: little-endian 64-bit limbs, in two's complement where
 * they are called signed. Time and memory accesses depend on the widths alone. Results may be
 * written over an operand where nothing else is said.
 */
final class Limbs {
  static final int BYTES = 8;

  private Limbs() {}

  static int count(MemorySegment number) {
    return (int) (number.byteSize() / BYTES);
  }

  static long get(MemorySegment number, int i) {
    return number.get(JAVA_LONG_UNALIGNED, (long) i * BYTES);
  }

  static void set(MemorySegment number, int i, long limb) {
    number.set(JAVA_LONG_UNALIGNED, (long) i * BYTES, limb);
  }

  /** All ones for a negative number, else 0. */
  static long sign(MemorySegment signed) {
    return get(signed, count(signed) - 1) >> 63;
  }

  /** Limb {@code i} of a signed number of unbounded width. */
  private static long extended(MemorySegment signed, int i) {
    return i < count(signed) ? get(signed, i) : sign(signed);
  }

  /** The carry out of {@code s = a + b}, or of {@code s = a + b + 1}. */
  static long carry(long a, long b, long s) {
    return ((a & b) | ((a | b) & ~s)) >>> 63;
  }

  /** The borrow out of {@code d = a - b}, or of {@code d = a - b - 1}. */
  private static long borrow(long a, long b, long d) {
    return ((~a & b) | (~(a ^ b) & d)) >>> 63;
  }

  /** {@code sum = x + y}, signed, modulo the width of the sum. */
  static void add(MemorySegment sum, MemorySegment x, MemorySegment y) {
    long carry = 0;
    for (int i = 0; i < count(sum); i++) {
      long a = extended(x, i);
      long b = extended(y, i);
      long s = a + b + carry;
      carry = carry(a, b, s);
      set(sum, i, s);
    }
  }

  /** {@code difference = x - y}, signed, modulo the width of the difference. */
  static void subtract(MemorySegment difference, MemorySegment x, MemorySegment y) {
    long borrow = 0;
    for (int i = 0; i < count(difference); i++) {
      long a = extended(x, i);
      long b = extended(y, i);
      long d = a - b - borrow;
      borrow = borrow(a, b, d);
      set(difference, i, d);
    }
  }

  /** {@code result = mask == 0 ? x : -x}, signed, for a mask of all ones or 0. */
  static void negateIf(long mask, MemorySegment result, MemorySegment x) {
    long carry = mask & 1;
    for (int i = 0; i < count(result); i++) {
      long a = extended(x, i) ^ mask;
      long s = a + carry;
      carry = (a & ~s) >>> 63;
      set(result, i, s);
    }
  }

  /** {@code result = mask == 0 ? x : y}, of one width, for a mask of all ones or 0. */
  static void select(long mask, MemorySegment result, MemorySegment x, MemorySegment y) {
    for (int i = 0; i < count(result); i++) {
      set(result, i, (get(x, i) & ~mask) | (get(y, i) & mask));
    }
  }

  /**
   * Unsigned: subtracts {@code m} from {@code x} in place if {@code mask} is all ones; returns all
   * ones if that (or with mask 0, nothing) went below zero.
   */
  static long subtractIf(long mask, MemorySegment x, MemorySegment m) {
    long borrow = 0;
    for (int i = 0; i < count(m); i++) {
      long a = get(x, i);
      long b = get(m, i) & mask;
      long d = a - b - borrow;
      borrow = borrow(a, b, d);
      set(x, i, d);
    }
    return -borrow;
  }

  /** Unsigned: adds {@code m} to {@code x}, of one width, in place if {@code mask} is all ones. */
  static void addIf(long mask, MemorySegment x, MemorySegment m) {
    long carry = 0;
    for (int i = 0; i < count(m); i++) {
      long a = get(x, i);
      long b = get(m, i) & mask;
      long s = a + b + carry;
      carry = carry(a, b, s);
      set(x, i, s);
    }
  }

  /** Unsigned: adds {@code y}, of no greater width, to {@code x}; all ones if it overflowed. */
  static long addUnsigned(MemorySegment x, MemorySegment y) {
    long carry = 0;
    for (int i = 0; i < count(x); i++) {
      long a = get(x, i);
      long b = i < count(y) ? get(y, i) : 0;
      long s = a + b + carry;
      carry = carry(a, b, s);
      set(x, i, s);
    }
    return -carry;
  }

  /** All ones if {@code x < y}, unsigned and of one width, else 0. */
  static long isLess(MemorySegment x, MemorySegment y) {
    long borrow = 0;
    for (int i = 0; i < count(x); i++) {
      long a = get(x, i);
      long b = get(y, i);
      long d = a - b - borrow;
      borrow = borrow(a, b, d);
    }
    return -borrow;
  }

  /** All ones if every limb is 0. */
  static long isZero(MemorySegment x) {
    long any = 0;
    for (int i = 0; i < count(x); i++) {
      any |= get(x, i);
    }
    return ((any | -any) >>> 63) - 1;
  }

  /**
   * {@code product = x * y}, unsigned, modulo the width of the product, which is other memory than
   * the factors.
   */
  static void multiply(MemorySegment product, MemorySegment x, MemorySegment y) {
    int width = count(product);
    product.fill((byte) 0);
    for (int i = 0; i < count(x) && i < width; i++) {
      long a = get(x, i);
      long carry = 0;
      int j = 0;
      for (; j < count(y) && i + j < width; j++) {
        long b = get(y, j);
        long p = get(product, i + j);
        long sum = a * b + p;
        long high = Math.unsignedMultiplyHigh(a, b) + carry(a * b, p, sum);
        long total = sum + carry;
        set(product, i + j, total);
        carry = high + carry(sum, carry, total);
      }
      if (i + j < width) {
        set(product, i + j, carry);
      }
    }
  }

  /** {@code x = x / 2}, unsigned, in place. */
  static void halve(MemorySegment x) {
    for (int i = 0; i < count(x); i++) {
      long above = i + 1 < count(x) ? get(x, i + 1) : 0;
      set(x, i, get(x, i) >>> 1 | above << 63);
    }
  }

  /** All ones if {@code x = y}, of one width, else 0. */
  static long isEqual(MemorySegment x, MemorySegment y) {
    long different = 0;
    for (int i = 0; i < count(x); i++) {
      different |= get(x, i) ^ get(y, i);
    }
    return ((different | -different) >>> 63) - 1;
  }

  /** Writes a public number in two's complement. */
  static void write(MemorySegment signed, BigInteger number) {
    for (int i = 0; i < count(signed); i++) {
      set(signed, i, number.shiftRight(64 * i).longValue());
    }
  }

  /** Reads a signed number that is public by now. */
  static BigInteger read(MemorySegment signed) {
    var bytes = new byte[(int) signed.byteSize()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = signed.get(JAVA_BYTE, bytes.length - 1 - i);
    }
    return new BigInteger(bytes);
  }
}
