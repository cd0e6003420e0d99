package dev.cosigner.mpc.curve;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.cosigner.mpc.binding.NativeLibrary;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The functions of libsodium (1.0.18 or later) that this module needs, by their C names without the
 * prefix, bound through the foreign-function API. Memory segments hold 32 bytes where nothing else
 * is said.
 */
final class Sodium {
  private static final FunctionDescriptor VOID_2 = FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
  private static final FunctionDescriptor VOID_3 =
      FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS);
  private static final FunctionDescriptor INT_2 = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
  private static final FunctionDescriptor INT_3 =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

  private final MethodHandle scalarReduce;
  private final MethodHandle scalarAdd;
  private final MethodHandle scalarSub;
  private final MethodHandle scalarMul;
  private final MethodHandle scalarInvert;
  private final MethodHandle pointAdd;
  private final MethodHandle pointSub;
  private final MethodHandle isValidPoint;
  private final MethodHandle scalarmult;
  private final MethodHandle scalarmultBase;
  private final MethodHandle sha512;
  private final MethodHandle memcmp;
  private final MethodHandle memzero;

  Sodium(Path library) {
    var functions =
        new NativeLibrary(library, "libsodium 1.0.18 or later", SodiumEd25519.LIBRARY_PROPERTY);
    var init = functions.bind("sodium_init", FunctionDescriptor.of(JAVA_INT));
    scalarReduce = functions.bind("crypto_core_ed25519_scalar_reduce", VOID_2);
    scalarAdd = functions.bind("crypto_core_ed25519_scalar_add", VOID_3);
    scalarSub = functions.bind("crypto_core_ed25519_scalar_sub", VOID_3);
    scalarMul = functions.bind("crypto_core_ed25519_scalar_mul", VOID_3);
    scalarInvert = functions.bind("crypto_core_ed25519_scalar_invert", INT_2);
    pointAdd = functions.bind("crypto_core_ed25519_add", INT_3);
    pointSub = functions.bind("crypto_core_ed25519_sub", INT_3);
    isValidPoint =
        functions.bind(
            "crypto_core_ed25519_is_valid_point", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    scalarmult = functions.bind("crypto_scalarmult_ed25519_noclamp", INT_3);
    scalarmultBase = functions.bind("crypto_scalarmult_ed25519_base_noclamp", INT_2);
    sha512 =
        functions.bind(
            "crypto_hash_sha512", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    memcmp =
        functions.bind(
            "sodium_memcmp", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    memzero = functions.bind("sodium_memzero", FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG));
    int initialised;
    try {
      initialised = (int) init.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (initialised < 0) {
      throw new IllegalStateException(
          "expected libsodium at " + library + " to initialise, found that sodium_init failed");
    }
  }

  /** {@code reduced = wide mod L}; {@code wide} has 64 bytes. */
  void scalarReduce(MemorySegment reduced, MemorySegment wide) {
    try {
      scalarReduce.invokeExact(reduced, wide);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void scalarAdd(MemorySegment sum, MemorySegment x, MemorySegment y) {
    try {
      scalarAdd.invokeExact(sum, x, y);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void scalarSub(MemorySegment difference, MemorySegment x, MemorySegment y) {
    try {
      scalarSub.invokeExact(difference, x, y);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void scalarMul(MemorySegment product, MemorySegment x, MemorySegment y) {
    try {
      scalarMul.invokeExact(product, x, y);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** False for zero. */
  boolean scalarInvert(MemorySegment inverse, MemorySegment x) {
    try {
      return (int) scalarInvert.invokeExact(inverse, x) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** False unless both are points of the curve, of whatever order. */
  boolean pointAdd(MemorySegment sum, MemorySegment p, MemorySegment q) {
    try {
      return (int) pointAdd.invokeExact(sum, p, q) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** False unless both are points of the curve, of whatever order. */
  boolean pointSub(MemorySegment difference, MemorySegment p, MemorySegment q) {
    try {
      return (int) pointSub.invokeExact(difference, p, q) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  boolean isValidPoint(MemorySegment p) {
    try {
      return (int) isValidPoint.invokeExact(p) == 1;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** False when the result is the identity, or {@code p} is not of prime order. */
  boolean scalarmult(MemorySegment product, MemorySegment n, MemorySegment p) {
    try {
      return (int) scalarmult.invokeExact(product, n, p) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** False when {@code n} is zero. */
  boolean scalarmultBase(MemorySegment product, MemorySegment n) {
    try {
      return (int) scalarmultBase.invokeExact(product, n) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** SHA-512 of the whole of {@code message}; {@code digest} has 64 bytes. */
  void sha512(MemorySegment digest, MemorySegment message) {
    try {
      int _ = (int) sha512.invokeExact(digest, message, message.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Whether two segments of one size are equal, in constant time. */
  boolean equal(MemorySegment a, MemorySegment b) {
    try {
      return (int) memcmp.invokeExact(a, b, a.byteSize()) == 0;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Overwrites the whole segment with zeros, which no compiler leaves out. */
  void wipe(MemorySegment segment) {
    try {
      memzero.invokeExact(segment, segment.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    return NativeLibrary.failed("libsodium", e);
  }
}
