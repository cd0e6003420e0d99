package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What one operation needs in native memory: limbs, libcrypto's numbers and its scratch space.
 * Closing wipes and frees all of it.
 */
final class Scratch implements AutoCloseable {
  private final Libcrypto libcrypto;
  private final Arena arena;
  private final List<MemorySegment> limbs = new ArrayList<>();
  private final List<MemorySegment> numbers = new ArrayList<>();
  private MemorySegment context;

  Scratch(Libcrypto libcrypto) {
    this.libcrypto = libcrypto;
    arena = Arena.ofConfined();
  }

  /** Zeros. */
  MemorySegment limbs(int count) {
    var segment = arena.allocate((long) count * Limbs.BYTES, Limbs.BYTES);
    limbs.add(segment);
    return segment;
  }

  /** A public number in two's complement. */
  MemorySegment limbs(int count, BigInteger number) {
    var segment = limbs(count);
    Limbs.write(segment, number);
    return segment;
  }

  /** A new number of libcrypto. */
  MemorySegment number() {
    var number = libcrypto.newNumber();
    numbers.add(number);
    return number;
  }

  /**
   * A secret number of libcrypto, which can tell how many limbs of it are in use but no more.
   *
   * @param unsigned its limbs
   */
  MemorySegment number(MemorySegment unsigned) {
    var number = number();
    // The library skips leading zero bytes and so would show, by its time, how many there are. A
    // limb on top that is not zero leaves it none, and is masked off again.
    int count = Limbs.count(unsigned);
    var guarded = limbs(count + 1);
    MemorySegment.copy(unsigned, 0, guarded, 0, unsigned.byteSize());
    Limbs.set(guarded, count, 1);
    libcrypto.fromLimbs(number, guarded);
    libcrypto.maskBits(number, count * 64);
    libcrypto.setConstantTime(number);
    return number;
  }

  /** A public number, 0 or greater, of libcrypto. */
  MemorySegment number(BigInteger number) {
    var bn = number();
    libcrypto.fromLimbs(bn, limbs(number.bitLength() / 64 + 1, number));
    return bn;
  }

  /** libcrypto's scratch space. */
  MemorySegment context() {
    if (context == null) {
      context = libcrypto.newContext();
    }
    return context;
  }

  @Override
  public void close() {
    limbs.forEach(libcrypto::cleanse);
    numbers.forEach(libcrypto::clearFree);
    if (context != null) {
      libcrypto.freeContext(context);
    }
    arena.close();
  }
}
