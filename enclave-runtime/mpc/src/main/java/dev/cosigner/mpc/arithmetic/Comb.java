package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/**
 * Powers of one public base with secret exponents from a precomputed table: the comb of Lim and Lee
 * (CRYPTO '94). The table is public; each look-up reads all of a block, so that time and memory
 * accesses do not depend on the exponent. May be used by several threads at once.
 *
 * <p>An exponent is read as a matrix of {@value #TEETH} rows; a block of the table has the products
 * of the rows' base powers for one set of columns.
 */
public final class Comb {
  private static final int TEETH = 5;
  private static final int ENTRIES = 1 << TEETH;
  private static final int MOST_BLOCKS = 32;

  private final LibcryptoModulus modulus;
  private final Libcrypto libcrypto;
  private final int exponentBits;
  private final int blocks;
  private final int columnsPerBlock;
  private final MemorySegment table;
  private final MemorySegment offset;

  Comb(LibcryptoModulus modulus, BigInteger base, int exponentBits, int expectedPowers) {
    this.modulus = modulus;
    this.exponentBits = exponentBits;
    libcrypto = modulus.libcrypto();
    // One bit more, for the offset that makes signed exponents positive.
    int columns = Math.ceilDiv(exponentBits + 2, TEETH);
    // Each block costs ENTRIES - TEETH - 1 multiplications once, and saves squarings of each power.
    blocks =
        Math.clamp(
            Math.round(Math.sqrt((double) expectedPowers * columns / (ENTRIES - TEETH - 1))),
            1,
            MOST_BLOCKS);
    columnsPerBlock = Math.ceilDiv(columns, blocks);
    table = SecretInteger.memory(blocks * ENTRIES * modulus.limbs());
    offset = SecretInteger.memory(modulus.limbs());
    var inverse = modulus.invert(base);
    try (var scratch = new Scratch(libcrypto)) {
      Limbs.write(
          offset, toMontgomery(modulus.power(inverse, BigInteger.ONE.shiftLeft(exponentBits))));
      fill(scratch, base);
    }
  }

  private BigInteger toMontgomery(BigInteger residue) {
    return residue.shiftLeft(64 * modulus.limbs()).mod(modulus.value());
  }

  private void fill(Scratch scratch, BigInteger base) {
    var one = scratch.number(toMontgomery(BigInteger.ONE));
    var numbers = new MemorySegment[blocks][ENTRIES];
    var power = scratch.number(toMontgomery(base.mod(modulus.value())));
    for (int row = 0; row < TEETH; row++) {
      for (int block = 0; block < blocks; block++) {
        var rowPower = scratch.number();
        multiply(rowPower, power, one, scratch);
        // one is R, so the product is the power itself: a copy.
        numbers[block][1 << row] = rowPower;
        for (int i = 0; i < columnsPerBlock; i++) {
          multiply(power, power, power, scratch);
        }
      }
    }
    for (int block = 0; block < blocks; block++) {
      numbers[block][0] = one;
      for (int entry = 1; entry < ENTRIES; entry++) {
        int lowest = Integer.lowestOneBit(entry);
        if (lowest != entry) {
          numbers[block][entry] = scratch.number();
          multiply(
              numbers[block][entry],
              numbers[block][entry - lowest],
              numbers[block][lowest],
              scratch);
        }
      }
      for (int entry = 0; entry < ENTRIES; entry++) {
        libcrypto.toLimbs(entry(block, entry), numbers[block][entry]);
      }
    }
  }

  private MemorySegment entry(int block, int entry) {
    long bytes = (long) modulus.limbs() * Limbs.BYTES;
    return table.asSlice((block * ENTRIES + entry) * bytes, bytes);
  }

  /**
   * {@code base^exponent}, in constant time.
   *
   * @throws IllegalArgumentException if the exponent may have more bits than the table is for
   */
  public SecretInteger power(SecretInteger exponent) {
    if (exponent.bits() > exponentBits) {
      throw new IllegalArgumentException(
          "expected an exponent of at most "
              + exponentBits
              + " bits, found one that may have "
              + exponent.bits());
    }
    try (var scratch = new Scratch(libcrypto)) {
      int bits = TEETH * blocks * columnsPerBlock;
      var positive = scratch.limbs(bits / 64 + 1);
      Limbs.add(
          positive,
          exponent.value(),
          scratch.limbs(exponentBits / 64 + 2, BigInteger.ONE.shiftLeft(exponentBits)));
      var chosen = scratch.limbs(modulus.limbs() + 1);
      Limbs.set(chosen, modulus.limbs(), 1);
      var factor = scratch.number();
      var product = scratch.number(entry(0, 0));
      for (int column = columnsPerBlock - 1; column >= 0; column--) {
        multiply(product, product, product, scratch);
        for (int block = 0; block < blocks; block++) {
          choose(chosen, block, digit(positive, block * columnsPerBlock + column));
          libcrypto.fromLimbs(factor, chosen);
          libcrypto.maskBits(factor, 64 * modulus.limbs());
          multiply(product, product, factor, scratch);
        }
      }
      multiply(product, product, scratch.number(offset), scratch);
      multiply(product, product, scratch.number(BigInteger.ONE), scratch);
      return modulus.read(scratch, product);
    }
  }

  /** The bits of one column, one of each row. */
  private int digit(MemorySegment exponent, int column) {
    long digit = 0;
    for (int row = 0; row < TEETH; row++) {
      int bit = row * blocks * columnsPerBlock + column;
      digit |= (Limbs.get(exponent, bit >> 6) >>> bit & 1) << row;
    }
    return (int) digit;
  }

  private void choose(MemorySegment chosen, int block, int digit) {
    int limbs = modulus.limbs();
    int start = block * ENTRIES * limbs;
    for (int i = 0; i < limbs; i++) {
      Limbs.set(chosen, i, 0);
    }
    for (int entry = 0; entry < ENTRIES; entry++) {
      long different = entry ^ digit;
      long mask = ((different | -different) >>> 63) - 1;
      int from = start + entry * limbs;
      for (int i = 0; i < limbs; i++) {
        Limbs.set(chosen, i, Limbs.get(chosen, i) | (Limbs.get(table, from + i) & mask));
      }
    }
  }

  private void multiply(MemorySegment product, MemorySegment x, MemorySegment y, Scratch scratch) {
    libcrypto.multiply(product, x, y, modulus.montgomery(), scratch.context());
  }
}
