package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Powers of one public base with secret exponents from a precomputed table: the comb of Lim and Lee
 * (CRYPTO '94). The table is public; each look-up reads all of a block, so that time and memory
 * accesses do not depend on the exponent. May be used by several threads at once.
 *
 * <p>A block of the table is for consecutive bits of the exponent, read as a matrix of {@value
 * #ROWS} rows: it has the products of the rows' base powers. An exponent whose public width is less
 * uses the first blocks alone.
 */
public final class Comb {
  /** A seventh row would cost in longer look-ups what it saves in multiplications. */
  private static final int ROWS = 6;

  private static final int ENTRIES = 1 << ROWS;

  /** A look-up is done in two steps: one of so many parts of a block, and one entry of it. */
  private static final int PARTS = 8;

  private static final int PART_ENTRIES = ENTRIES / PARTS;

  /** More would save few squarings, and the tables would leave the processor's cache. */
  private static final int MOST_BLOCKS = 16;

  private final LibcryptoModulus modulus;
  private final Libcrypto libcrypto;
  private final int exponentBits;
  private final int blocks;
  private final int columns;
  private final long[][][] table;

  /** For each count of blocks, what takes away the offset that makes signed exponents positive. */
  private final List<MemorySegment> corrections = new ArrayList<>();

  Comb(LibcryptoModulus modulus, BigInteger base, int exponentBits, int expectedPowers) {
    this.modulus = modulus;
    this.exponentBits = exponentBits;
    libcrypto = modulus.libcrypto();
    // Two bits more, for the offset.
    int allColumns = Math.ceilDiv(exponentBits + 2, ROWS);
    // Each block costs ENTRIES - ROWS - 1 multiplications once, and saves squarings of each power.
    int wanted =
        Math.clamp(
            Math.round(Math.sqrt((double) expectedPowers * allColumns / (ENTRIES - ROWS - 1))),
            1,
            MOST_BLOCKS);
    columns = Math.ceilDiv(allColumns, wanted);
    blocks = Math.ceilDiv(allColumns, columns);
    table = new long[blocks][PARTS][PART_ENTRIES * modulus.limbs()];
    try (var scratch = new Scratch(libcrypto)) {
      fill(scratch, base);
    }
  }

  private BigInteger toMontgomery(BigInteger residue) {
    return residue.shiftLeft(64 * modulus.limbs()).mod(modulus.value());
  }

  private void fill(Scratch scratch, BigInteger base) {
    var one = scratch.number(toMontgomery(BigInteger.ONE));
    var offsets = new ArrayList<MemorySegment>();
    var power = scratch.number(toMontgomery(base.mod(modulus.value())));
    var limbs = scratch.limbs(modulus.limbs());
    for (int block = 0; block < blocks; block++) {
      var entries = new MemorySegment[ENTRIES];
      entries[0] = one;
      for (int row = 0; row < ROWS; row++) {
        entries[1 << row] = copy(scratch, power, one);
        for (int bit = 1; bit <= columns; bit++) {
          if (row * columns + bit == span() - 1) {
            offsets.add(copy(scratch, power, one));
          }
          multiply(power, power, power, scratch);
        }
      }
      for (int entry = 1; entry < ENTRIES; entry++) {
        int lowest = Integer.lowestOneBit(entry);
        if (lowest != entry) {
          entries[entry] = scratch.number();
          multiply(entries[entry], entries[entry - lowest], entries[lowest], scratch);
        }
      }
      for (int entry = 0; entry < ENTRIES; entry++) {
        libcrypto.toLimbs(limbs, entries[entry]);
        for (int i = 0; i < modulus.limbs(); i++) {
          table[block][entry / PART_ENTRIES][entry % PART_ENTRIES * modulus.limbs() + i] =
              Limbs.get(limbs, i);
        }
      }
    }
    fillCorrections(scratch, offsets, one);
  }

  /** The product with Montgomery's one. */
  private MemorySegment copy(Scratch scratch, MemorySegment number, MemorySegment one) {
    var copy = scratch.number();
    multiply(copy, number, one, scratch);
    return copy;
  }

  /** The offsets' inverses, by one inversion of their product: Montgomery's trick. */
  private void fillCorrections(Scratch scratch, List<MemorySegment> offsets, MemorySegment one) {
    var products = new ArrayList<MemorySegment>();
    var product = copy(scratch, one, one);
    for (var offset : offsets) {
      products.add(copy(scratch, product, one));
      multiply(product, product, offset, scratch);
    }
    multiply(product, product, scratch.number(BigInteger.ONE), scratch);
    var inverse =
        scratch.number(toMontgomery(modulus.invert(modulus.read(scratch, product).publish())));
    for (int i = offsets.size() - 1; i >= 0; i--) {
      multiply(products.get(i), products.get(i), inverse, scratch);
      multiply(inverse, inverse, offsets.get(i), scratch);
    }
    for (var correction : products) {
      var limbs = SecretInteger.memory(modulus.limbs());
      libcrypto.toLimbs(limbs, correction);
      corrections.add(limbs);
    }
  }

  /** Bits of a block. */
  private int span() {
    return ROWS * columns;
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
    int used = Math.ceilDiv(exponent.bits() + 2, span());
    try (var scratch = new Scratch(libcrypto)) {
      var positive = scratch.limbs(used * span() / 64 + 1);
      var offset = scratch.limbs(used * span() / 64 + 1);
      int offsetBit = used * span() - 2;
      Limbs.set(offset, offsetBit >> 6, 1L << offsetBit);
      Limbs.add(positive, exponent.value(), offset);
      var product = product(scratch, positive, used);
      multiply(product, product, scratch.number(corrections.get(used - 1)), scratch);
      multiply(product, product, scratch.number(BigInteger.ONE), scratch);
      return modulus.read(scratch, product);
    }
  }

  /** Of the entries for all columns of the blocks that are used. */
  private MemorySegment product(Scratch scratch, MemorySegment exponent, int used) {
    var part = new long[PART_ENTRIES * modulus.limbs()];
    try {
      var chosen = scratch.limbs(modulus.limbs() + 1);
      choose(part, chosen, used - 1, digit(exponent, used - 1, columns - 1));
      var product = scratch.number(chosen.asSlice(0, (long) modulus.limbs() * Limbs.BYTES));
      // A limb on top that is not zero, for fromLimbs; it is masked off again.
      Limbs.set(chosen, modulus.limbs(), 1);
      var factor = scratch.number();
      for (int column = columns - 1; column >= 0; column--) {
        if (column < columns - 1) {
          multiply(product, product, product, scratch);
        }
        for (int block = column < columns - 1 ? used - 1 : used - 2; block >= 0; block--) {
          choose(part, chosen, block, digit(exponent, block, column));
          libcrypto.fromLimbs(factor, chosen);
          libcrypto.maskBits(factor, 64 * modulus.limbs());
          multiply(product, product, factor, scratch);
        }
      }
      return product;
    } finally {
      Arrays.fill(part, 0);
    }
  }

  /** The bits of one column of a block, one of each row. */
  private int digit(MemorySegment exponent, int block, int column) {
    long digit = 0;
    for (int row = 0; row < ROWS; row++) {
      int bit = (block * ROWS + row) * columns + column;
      digit |= (Limbs.get(exponent, bit >> 6) >>> bit & 1) << row;
    }
    return (int) digit;
  }

  /** Reads every entry of the block; those that are not wanted are masked out. */
  private void choose(long[] part, MemorySegment chosen, int block, int digit) {
    choosePart(part, table[block], digit / PART_ENTRIES);
    int limbs = modulus.limbs();
    int entry = digit % PART_ENTRIES;
    for (int i = 0; i < limbs; i++) {
      long limb = 0;
      for (int e = 0; e < PART_ENTRIES; e++) {
        limb |= part[e * limbs + i] & equalityMask(e, entry);
      }
      Limbs.set(chosen, i, limb);
    }
  }

  /** Written so that the compiler makes vector instructions of it. */
  private static void choosePart(long[] part, long[][] parts, int wanted) {
    long[] part0 = parts[0];
    long[] part1 = parts[1];
    long[] part2 = parts[2];
    long[] part3 = parts[3];
    long[] part4 = parts[4];
    long[] part5 = parts[5];
    long[] part6 = parts[6];
    long[] part7 = parts[7];
    long mask0 = equalityMask(0, wanted);
    long mask1 = equalityMask(1, wanted);
    long mask2 = equalityMask(2, wanted);
    long mask3 = equalityMask(3, wanted);
    long mask4 = equalityMask(4, wanted);
    long mask5 = equalityMask(5, wanted);
    long mask6 = equalityMask(6, wanted);
    long mask7 = equalityMask(7, wanted);
    for (int i = 0; i < part.length; i++) {
      part[i] =
          (part0[i] & mask0)
              | (part1[i] & mask1)
              | (part2[i] & mask2)
              | (part3[i] & mask3)
              | (part4[i] & mask4)
              | (part5[i] & mask5)
              | (part6[i] & mask6)
              | (part7[i] & mask7);
    }
  }

  /** All ones if the two are equal, else 0. */
  private static long equalityMask(int entry, int digit) {
    long different = entry ^ digit;
    return ((different | -different) >>> 63) - 1;
  }

  private void multiply(MemorySegment product, MemorySegment x, MemorySegment y, Scratch scratch) {
    libcrypto.multiply(product, x, y, modulus.montgomery(), scratch.context());
  }
}
