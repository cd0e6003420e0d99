package dev.cosigner.mpc.arithmetic;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Arithmetic by libcrypto (OpenSSL 3.0 or later): the production back end, and the only maker of
 * {@link SecretInteger}s. May be used by several threads at once.
 */
public final class LibcryptoArithmetic implements Arithmetic {
  /** The system property that names the library's file. */
  public static final String LIBRARY_PROPERTY = "cosigner.libcrypto";

  /**
   * Where the platform of an enclave keeps it, relative to the root directory there and to the
   * working directory of a process enclave.
   */
  public static final Path PLATFORM_LIBRARY = Path.of("lib/x86_64-linux-gnu/libcrypto.so.3");

  private final Libcrypto libcrypto;

  /**
   * Loads the library from the file that {@value #LIBRARY_PROPERTY} names, or else from {@link
   * #PLATFORM_LIBRARY}.
   */
  public static LibcryptoArithmetic load() {
    var property = System.getProperty(LIBRARY_PROPERTY);
    return new LibcryptoArithmetic(property == null ? PLATFORM_LIBRARY : Path.of(property));
  }

  /**
   * Loads the library.
   *
   * @throws IllegalStateException if there is none, or one that lacks a function
   */
  public LibcryptoArithmetic(Path library) {
    libcrypto = new Libcrypto(library.toAbsolutePath());
  }

  LibcryptoArithmetic(Libcrypto libcrypto) {
    this.libcrypto = libcrypto;
  }

  /** The library's name, release and date. */
  @Override
  public String name() {
    return libcrypto.version();
  }

  /**
   * Whether the library multiplies with the processor's AVX512-IFMA instructions: it found them,
   * and F, DQ and VL that its code needs too.
   */
  public boolean hasIfma() {
    // Of the colon-separated words, the second is CPUID's leaf 7, whose low half is EBX.
    var words = libcrypto.processor().replaceFirst("^OPENSSL_ia32cap=", "").split(":", -1);
    if (words.length < 2 || !words[1].startsWith("0x")) {
      return false;
    }
    long extensions = Long.parseUnsignedLong(words[1].split(" ", 2)[0].substring(2), 16);
    long needed = (1L << 16) | (1L << 17) | (1L << 21) | (1L << 31);
    return (extensions & needed) == needed;
  }

  @Override
  public LibcryptoModulus modulus(BigInteger modulus) {
    return new LibcryptoModulus(libcrypto, modulus);
  }

  @Override
  public boolean isProbablePrime(BigInteger number) {
    if (number.signum() <= 0) {
      return false;
    }
    try (var scratch = new Scratch(libcrypto)) {
      return libcrypto.isPrime(scratch.number(number), scratch.context());
    }
  }

  /**
   * A random secret prime that is 3 mod 4, with its two highest bits set.
   *
   * @param bits its size, a multiple of 64
   */
  public SecretInteger randomPrime(SecureRandom random, int bits) {
    int top = bits - 1;
    while (true) {
      var candidate = SecretInteger.memory(SecretInteger.limbsFor(bits));
      fill(candidate, random, bits);
      Limbs.set(candidate, 0, Limbs.get(candidate, 0) | 3);
      Limbs.set(candidate, top / 64, Limbs.get(candidate, top / 64) | (3L << (top - 1)));
      try (var scratch = new Scratch(libcrypto)) {
        if (libcrypto.isPrime(scratch.number(candidate), scratch.context())) {
          return new SecretInteger(libcrypto, bits, candidate);
        }
      }
      libcrypto.cleanse(candidate);
    }
  }

  /**
   * A random secret prime p with its two highest bits set for which (p - 1) / 2 is prime too. It
   * takes seconds at 1024 bits. The randomness is libcrypto's, which takes it from the kernel.
   *
   * @param bits its size, a multiple of 64
   */
  public SecretInteger randomSafePrime(int bits) {
    try (var scratch = new Scratch(libcrypto)) {
      var prime = scratch.number();
      libcrypto.generateSafePrime(prime, bits);
      var value = SecretInteger.memory(SecretInteger.limbsFor(bits));
      libcrypto.toLimbs(value, prime);
      return new SecretInteger(libcrypto, bits, value);
    }
  }

  /** A uniformly random secret in [-bound, bound]. */
  public SecretInteger uniform(SecureRandom random, BigInteger bound) {
    int bits = bound.subtract(BigInteger.ONE).bitLength();
    try (var shifted = uniformBelow(random, bound.shiftLeft(1).add(BigInteger.ONE));
        var offset = fromPublic(bound)) {
      var value = SecretInteger.memory(SecretInteger.limbsFor(bits));
      Limbs.subtract(value, shifted.value(), offset.value());
      return new SecretInteger(libcrypto, bits, value);
    }
  }

  /** A uniformly random secret in [0, limit), for a positive limit. */
  public SecretInteger uniformBelow(SecureRandom random, BigInteger limit) {
    int bits = limit.subtract(BigInteger.ONE).bitLength();
    try (var scratch = new Scratch(libcrypto)) {
      int count = SecretInteger.limbsFor(limit.bitLength());
      var bound = scratch.limbs(count, limit);
      var value = SecretInteger.memory(count);
      do {
        fill(value, random, bits);
        // Candidates are independent: how many were refused tells nothing of the one that is kept.
      } while (Limbs.isLess(value, bound) == 0);
      return new SecretInteger(libcrypto, limit.bitLength(), value);
    }
  }

  /**
   * A uniformly random secret in [1, limit). It is not tested for common factors with a modulus:
   * for one of two large primes, nobody ever draws one.
   */
  public SecretInteger uniformUnit(SecureRandom random, BigInteger limit) {
    try (var candidate = uniformBelow(random, limit.subtract(BigInteger.ONE));
        var one = fromPublic(BigInteger.ONE)) {
      var value = SecretInteger.memory(SecretInteger.limbsFor(limit.bitLength()));
      Limbs.add(value, candidate.value(), one.value());
      return new SecretInteger(libcrypto, limit.bitLength(), value);
    }
  }

  /** A secret from its unsigned big-endian bytes. The caller wipes them. */
  public SecretInteger fromUnsigned(byte[] bigEndian) {
    int bits = bigEndian.length * 8;
    var value = SecretInteger.memory(SecretInteger.limbsFor(bits));
    for (int i = 0; i < bigEndian.length; i++) {
      value.set(JAVA_BYTE, bigEndian.length - 1 - i, bigEndian[i]);
    }
    return new SecretInteger(libcrypto, bits, value);
  }

  /** A public number, for a computation with secrets. */
  public SecretInteger fromPublic(BigInteger number) {
    int bits = number.abs().bitLength();
    var value = SecretInteger.memory(SecretInteger.limbsFor(bits));
    Limbs.write(value, number);
    return new SecretInteger(libcrypto, bits, value);
  }

  /** So many random bits, and zeros above them. */
  private static void fill(MemorySegment limbs, SecureRandom random, int bits) {
    var bytes = new byte[Math.ceilDiv(bits, 8)];
    random.nextBytes(bytes);
    limbs.fill((byte) 0);
    MemorySegment.copy(bytes, 0, limbs, JAVA_BYTE, 0, bytes.length);
    if (bits % 8 != 0) {
      int top = bytes.length - 1;
      limbs.set(JAVA_BYTE, top, (byte) (bytes[top] & ((1 << (bits % 8)) - 1)));
    }
    Arrays.fill(bytes, (byte) 0);
  }

  Libcrypto libcrypto() {
    return libcrypto;
  }
}
