package dev.cosigner.mpc.arithmetic;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The functions of libcrypto (OpenSSL 3.0 or later) that this module needs, bound through the
 * foreign-function API. Method names are those of {@code openssl/bn.h} without the prefix. A
 * function that fails has run out of memory or was given what this package never gives it: that is
 * an {@link IllegalStateException}.
 */
final class Libcrypto {
  /** {@code BN_FLG_CONSTTIME}. */
  static final int CONSTANT_TIME = 0x04;

  /** The index of the third capability word's name: {@code OPENSSL_INFO_CPU_SETTINGS}. */
  private static final int INFO_CPU_SETTINGS = 1008;

  private final MethodHandle newNumber;
  private final MethodHandle clearFree;
  private final MethodHandle newContext;
  private final MethodHandle freeContext;
  private final MethodHandle newMontgomery;
  private final MethodHandle freeMontgomery;
  private final MethodHandle setMontgomery;
  private final MethodHandle fromBytes;
  private final MethodHandle toBytes;
  private final MethodHandle maskBits;
  private final MethodHandle setFlags;
  private final MethodHandle multiply;
  private final MethodHandle powerConstantTime;
  private final MethodHandle twoPowersConstantTime;
  private final MethodHandle power;
  private final MethodHandle invert;
  private final MethodHandle kronecker;
  private final MethodHandle checkPrime;
  private final MethodHandle generatePrime;
  private final MethodHandle cleanse;
  private final MethodHandle version;
  private final MethodHandle info;

  Libcrypto(Path library) {
    var functions = new Functions(library);
    newNumber = functions.pointer("BN_new");
    clearFree = functions.nothing("BN_clear_free", ADDRESS);
    newContext = functions.pointer("BN_CTX_new");
    freeContext = functions.nothing("BN_CTX_free", ADDRESS);
    newMontgomery = functions.pointer("BN_MONT_CTX_new");
    freeMontgomery = functions.nothing("BN_MONT_CTX_free", ADDRESS);
    setMontgomery = functions.number("BN_MONT_CTX_set", ADDRESS, ADDRESS, ADDRESS);
    fromBytes = functions.pointer("BN_lebin2bn", ADDRESS, JAVA_INT, ADDRESS);
    toBytes = functions.number("BN_bn2lebinpad", ADDRESS, ADDRESS, JAVA_INT);
    maskBits = functions.number("BN_mask_bits", ADDRESS, JAVA_INT);
    setFlags = functions.nothing("BN_set_flags", ADDRESS, JAVA_INT);
    multiply =
        functions.number("BN_mod_mul_montgomery", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    powerConstantTime =
        functions.number(
            "BN_mod_exp_mont_consttime", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    twoPowersConstantTime =
        functions.number(
            "BN_mod_exp_mont_consttime_x2",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    power =
        functions.number("BN_mod_exp_mont", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    invert = functions.pointer("BN_mod_inverse", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    kronecker = functions.number("BN_kronecker", ADDRESS, ADDRESS, ADDRESS);
    checkPrime = functions.number("BN_check_prime", ADDRESS, ADDRESS, ADDRESS);
    generatePrime =
        functions.number(
            "BN_generate_prime_ex", ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    cleanse = functions.nothing("OPENSSL_cleanse", ADDRESS, JAVA_LONG);
    version = functions.pointer("OpenSSL_version", JAVA_INT);
    info = functions.pointer("OPENSSL_info", JAVA_INT);
  }

  /** A new number, 0. The caller frees it. */
  MemorySegment newNumber() {
    return pointer(newNumber);
  }

  void clearFree(MemorySegment number) {
    free(clearFree, number);
  }

  /** Scratch space of one thread. Freeing it clears what it held. */
  MemorySegment newContext() {
    return pointer(newContext);
  }

  void freeContext(MemorySegment context) {
    free(freeContext, context);
  }

  MemorySegment newMontgomery(MemorySegment modulus, MemorySegment context) {
    var montgomery = pointer(newMontgomery);
    try {
      requireDone((int) setMontgomery.invokeExact(montgomery, modulus, context));
    } catch (Throwable e) {
      throw unexpected(e);
    }
    return montgomery;
  }

  void freeMontgomery(MemorySegment montgomery) {
    free(freeMontgomery, montgomery);
  }

  /**
   * Sets {@code number} from little-endian limbs. The last limb must not be zero: the library skips
   * leading zeros byte by byte.
   */
  void fromLimbs(MemorySegment number, MemorySegment limbs) {
    try {
      var set = (MemorySegment) fromBytes.invokeExact(limbs, (int) limbs.byteSize(), number);
      requireDone(set.address() == 0 ? 0 : 1);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Writes {@code number} to little-endian limbs, in a time that depends on their count alone. */
  void toLimbs(MemorySegment limbs, MemorySegment number) {
    try {
      int written = (int) toBytes.invokeExact(number, limbs, (int) limbs.byteSize());
      requireDone(written < 0 ? 0 : 1);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code number mod 2^bits}, for a number of more bits than that. */
  void maskBits(MemorySegment number, int bits) {
    try {
      requireDone((int) maskBits.invokeExact(number, bits));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void setConstantTime(MemorySegment number) {
    try {
      setFlags.invokeExact(number, CONSTANT_TIME);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code product = x y / R mod m}, for x and y below the modulus. */
  void multiply(
      MemorySegment product,
      MemorySegment x,
      MemorySegment y,
      MemorySegment montgomery,
      MemorySegment context) {
    try {
      requireDone((int) multiply.invokeExact(product, x, y, montgomery, context));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code result = base^exponent mod modulus} in constant time. */
  void powerConstantTime(
      MemorySegment result,
      MemorySegment base,
      MemorySegment exponent,
      MemorySegment modulus,
      MemorySegment montgomery,
      MemorySegment context) {
    try {
      requireDone(
          (int)
              powerConstantTime.invokeExact(result, base, exponent, modulus, context, montgomery));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Two powers at once, in constant time. */
  void twoPowersConstantTime(
      MemorySegment result1,
      MemorySegment base1,
      MemorySegment exponent1,
      MemorySegment modulus1,
      MemorySegment montgomery1,
      MemorySegment result2,
      MemorySegment base2,
      MemorySegment exponent2,
      MemorySegment modulus2,
      MemorySegment montgomery2,
      MemorySegment context) {
    try {
      requireDone(
          (int)
              twoPowersConstantTime.invokeExact(
                  result1,
                  base1,
                  exponent1,
                  modulus1,
                  montgomery1,
                  result2,
                  base2,
                  exponent2,
                  modulus2,
                  montgomery2,
                  context));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code result = base^exponent mod modulus} for public values. */
  void power(
      MemorySegment result,
      MemorySegment base,
      MemorySegment exponent,
      MemorySegment modulus,
      MemorySegment montgomery,
      MemorySegment context) {
    try {
      requireDone((int) power.invokeExact(result, base, exponent, modulus, context, montgomery));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code inverse = x^-1 mod m}, without branches if one of them is marked as constant-time. */
  void invert(
      MemorySegment inverse, MemorySegment x, MemorySegment modulus, MemorySegment context) {
    try {
      var found = (MemorySegment) invert.invokeExact(inverse, x, modulus, context);
      requireDone(found.address() == 0 ? 0 : 1);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The Kronecker symbol of public numbers. */
  int kronecker(MemorySegment a, MemorySegment b, MemorySegment context) {
    try {
      int symbol = (int) kronecker.invokeExact(a, b, context);
      requireDone(symbol < -1 ? 0 : 1);
      return symbol;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Whether a number is prime, but for a probability below 2^-128. */
  boolean isPrime(MemorySegment number, MemorySegment context) {
    try {
      int prime = (int) checkPrime.invokeExact(number, context, MemorySegment.NULL);
      requireDone(prime < 0 ? 0 : 1);
      return prime == 1;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A random prime p with its two highest bits set for which (p - 1) / 2 is prime too. */
  void generateSafePrime(MemorySegment prime, int bits) {
    try {
      requireDone(
          (int)
              generatePrime.invokeExact(
                  prime, bits, 1, MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Overwrites the whole segment with zeros, which no compiler leaves out. */
  void cleanse(MemorySegment segment) {
    try {
      cleanse.invokeExact(segment, segment.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The library's name, release and date. */
  String version() {
    return text(version, 0);
  }

  /** The processor's capabilities as the library found them, or an empty text. */
  String processor() {
    return text(info, INFO_CPU_SETTINGS);
  }

  @SuppressWarnings("restricted") // both functions return a C string that is never freed, or null
  private static String text(MethodHandle function, int what) {
    try {
      var text = (MemorySegment) function.invokeExact(what);
      return text.address() == 0 ? "" : text.reinterpret(1024).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static MemorySegment pointer(MethodHandle function) {
    try {
      var pointer = (MemorySegment) function.invokeExact();
      requireDone(pointer.address() == 0 ? 0 : 1);
      return pointer;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static void free(MethodHandle function, MemorySegment pointer) {
    try {
      function.invokeExact(pointer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static void requireDone(int done) {
    if (done != 1) {
      throw new IllegalStateException("expected a function of libcrypto to succeed, found it fail");
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof IllegalStateException failed
        ? failed
        : new IllegalStateException("expected a call of libcrypto to return", e);
  }

  /**
   * One loaded library. It stays loaded: there is no moment at which nothing could call it any
   * more.
   */
  private static final class Functions {
    private final Path library;
    private final SymbolLookup symbols;

    @SuppressWarnings("restricted") // native access is granted to this module on the command line
    Functions(Path library) {
      this.library = library;
      try {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            "expected libcrypto at "
                + library.toAbsolutePath()
                + ", found no library that loads; set -D"
                + LibcryptoArithmetic.LIBRARY_PROPERTY,
            e);
      }
    }

    MethodHandle pointer(String function, MemoryLayout... arguments) {
      return bind(function, FunctionDescriptor.of(ADDRESS, arguments));
    }

    MethodHandle number(String function, MemoryLayout... arguments) {
      return bind(function, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    MethodHandle nothing(String function, MemoryLayout... arguments) {
      return bind(function, FunctionDescriptor.ofVoid(arguments));
    }

    @SuppressWarnings("restricted") // the descriptors above are those of the library's headers
    private MethodHandle bind(String function, FunctionDescriptor descriptor) {
      var address =
          symbols
              .find(function)
              .orElseThrow(() ->
                  new IllegalStateException(
                      "expected libcrypto 3.0 or later at "
                          + library
                          + ", found one without "
                          + function));
      return Linker.nativeLinker().downcallHandle(address, descriptor);
    }
  }
}
