package dev.cosigner.mpc.arithmetic;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.cosigner.mpc.binding.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
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

  // One handle for each shape of arguments, for which the compiler makes direct calls: they are
  // constants. Each takes the function's address first.
  private static final MethodHandle POINTER = handle(FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle POINTER_4 =
      handle(FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle FROM_BYTES =
      handle(FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
  private static final MethodHandle NUMBER_3 =
      handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle NUMBER_5 =
      handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle NUMBER_6 =
      handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle NUMBER_11 =
      handle(
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
              ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle TO_BYTES =
      handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle MASK_BITS =
      handle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GENERATE =
      handle(
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle NOTHING = handle(FunctionDescriptor.ofVoid());
  private static final MethodHandle NOTHING_1 = handle(FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle SET_FLAGS =
      handle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
  private static final MethodHandle CLEANSE = handle(FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
  private static final MethodHandle TEXT = handle(FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private final MemorySegment newNumber;
  private final MemorySegment clearFree;
  private final MemorySegment newContext;
  private final MemorySegment freeContext;
  private final MemorySegment newMontgomery;
  private final MemorySegment freeMontgomery;
  private final MemorySegment setMontgomery;
  private final MemorySegment fromBytes;
  private final MemorySegment toBytes;
  private final MemorySegment maskBits;
  private final MemorySegment setFlags;
  private final MemorySegment multiply;
  private final MemorySegment powerConstantTime;
  private final MemorySegment twoPowersConstantTime;
  private final MemorySegment power;
  private final MemorySegment invert;
  private final MemorySegment clearErrors;
  private final MemorySegment kronecker;
  private final MemorySegment checkPrime;
  private final MemorySegment generatePrime;
  private final MemorySegment cleanse;
  private final MemorySegment version;
  private final MemorySegment info;

  Libcrypto(Path library) {
    var functions =
        new NativeLibrary(library, "libcrypto 3.0 or later", LibcryptoArithmetic.LIBRARY_PROPERTY);
    newNumber = functions.find("BN_new");
    clearFree = functions.find("BN_clear_free");
    newContext = functions.find("BN_CTX_new");
    freeContext = functions.find("BN_CTX_free");
    newMontgomery = functions.find("BN_MONT_CTX_new");
    freeMontgomery = functions.find("BN_MONT_CTX_free");
    setMontgomery = functions.find("BN_MONT_CTX_set");
    fromBytes = functions.find("BN_lebin2bn");
    toBytes = functions.find("BN_bn2lebinpad");
    maskBits = functions.find("BN_mask_bits");
    setFlags = functions.find("BN_set_flags");
    multiply = functions.find("BN_mod_mul_montgomery");
    powerConstantTime = functions.find("BN_mod_exp_mont_consttime");
    twoPowersConstantTime = functions.find("BN_mod_exp_mont_consttime_x2");
    power = functions.find("BN_mod_exp_mont");
    invert = functions.find("BN_mod_inverse");
    clearErrors = functions.find("ERR_clear_error");
    kronecker = functions.find("BN_kronecker");
    checkPrime = functions.find("BN_check_prime");
    generatePrime = functions.find("BN_generate_prime_ex");
    cleanse = functions.find("OPENSSL_cleanse");
    version = functions.find("OpenSSL_version");
    info = functions.find("OPENSSL_info");
  }

  @SuppressWarnings("restricted") // the descriptors are those of the library's headers
  private static MethodHandle handle(FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(descriptor);
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
      requireDone((int) NUMBER_3.invokeExact(setMontgomery, montgomery, modulus, context));
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
      var set =
          (MemorySegment) FROM_BYTES.invokeExact(fromBytes, limbs, (int) limbs.byteSize(), number);
      requireDone(set.address() == 0 ? 0 : 1);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Writes {@code number} to little-endian limbs, in a time that depends on their count alone. */
  void toLimbs(MemorySegment limbs, MemorySegment number) {
    try {
      int written = (int) TO_BYTES.invokeExact(toBytes, number, limbs, (int) limbs.byteSize());
      requireDone(written < 0 ? 0 : 1);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code number mod 2^bits}, for a number of more bits than that. */
  void maskBits(MemorySegment number, int bits) {
    try {
      requireDone((int) MASK_BITS.invokeExact(maskBits, number, bits));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void setConstantTime(MemorySegment number) {
    try {
      SET_FLAGS.invokeExact(setFlags, number, CONSTANT_TIME);
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
      requireDone((int) NUMBER_5.invokeExact(multiply, product, x, y, montgomery, context));
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
              NUMBER_6.invokeExact(
                  powerConstantTime, result, base, exponent, modulus, context, montgomery));
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
              NUMBER_11.invokeExact(
                  twoPowersConstantTime,
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
      requireDone(
          (int) NUMBER_6.invokeExact(power, result, base, exponent, modulus, context, montgomery));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * {@code inverse = x^-1 mod m}, without branches if one of them is marked as constant-time; false
   * if there is none.
   */
  boolean invert(
      MemorySegment inverse, MemorySegment x, MemorySegment modulus, MemorySegment context) {
    try {
      var found = (MemorySegment) POINTER_4.invokeExact(invert, inverse, x, modulus, context);
      if (found.address() == 0) {
        NOTHING.invokeExact(clearErrors);
        return false;
      }
      return true;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The Kronecker symbol of public numbers. */
  int kronecker(MemorySegment a, MemorySegment b, MemorySegment context) {
    try {
      int symbol = (int) NUMBER_3.invokeExact(kronecker, a, b, context);
      requireDone(symbol < -1 ? 0 : 1);
      return symbol;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Whether a number is prime, but for a probability below 2^-128. */
  boolean isPrime(MemorySegment number, MemorySegment context) {
    try {
      int prime = (int) NUMBER_3.invokeExact(checkPrime, number, context, MemorySegment.NULL);
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
              GENERATE.invokeExact(
                  generatePrime,
                  prime,
                  bits,
                  1,
                  MemorySegment.NULL,
                  MemorySegment.NULL,
                  MemorySegment.NULL));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Overwrites the whole segment with zeros, which no compiler leaves out. */
  void cleanse(MemorySegment segment) {
    try {
      CLEANSE.invokeExact(cleanse, segment, segment.byteSize());
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
  private static String text(MemorySegment function, int what) {
    try {
      var text = (MemorySegment) TEXT.invokeExact(function, what);
      return text.address() == 0 ? "" : text.reinterpret(1024).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static MemorySegment pointer(MemorySegment function) {
    try {
      var pointer = (MemorySegment) POINTER.invokeExact(function);
      requireDone(pointer.address() == 0 ? 0 : 1);
      return pointer;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static void free(MemorySegment function, MemorySegment pointer) {
    try {
      NOTHING_1.invokeExact(function, pointer);
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
    return NativeLibrary.failed("libcrypto", e);
  }
}
