package dev.cosigner.mpc.curve;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.cosigner.mpc.binding.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The functions of libsecp256k1 (0.5.0 or later, with its ECDH module) that this module needs, by
 * their C names without the prefix, bound through the foreign-function API. A scalar is a segment
 * of 32 bytes, a public key one of 64 in the library's own form. The library ends the process when
 * it is given a public key that it has not made: this class gives it none.
 */
final class LibSecp256k1 {
  private static final int CONTEXT_NONE = 1;
  private static final int UNCOMPRESSED = 2;
  private static final int PUBLIC_KEY_BYTES = 64;
  private static final int UNCOMPRESSED_BYTES = 65;

  private static final FunctionDescriptor INT_2 = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
  private static final FunctionDescriptor INT_3 =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);

  @SuppressWarnings("restricted") // the sizes are those that secp256k1_ecdh.h names
  private static final ValueLayout COORDINATE =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Sec1.SCALAR_BYTES, JAVA_BYTE));

  @SuppressWarnings("restricted") // what this class passes as output
  private static final ValueLayout AFFINE =
      ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(Sec1.AFFINE_BYTES, JAVA_BYTE));

  private final MethodHandle seckeyVerify;
  private final MethodHandle seckeyNegate;
  private final MethodHandle seckeyTweakAdd;
  private final MethodHandle seckeyTweakMul;
  private final MethodHandle pubkeyCreate;
  private final MethodHandle pubkeyParse;
  private final MethodHandle pubkeySerialize;
  private final MethodHandle pubkeyCombine;
  private final MethodHandle pubkeyTweakMul;
  private final MethodHandle ecdh;
  private final MethodHandle taggedSha256;
  private final MemorySegment context;
  private final MemorySegment copyPoint;

  LibSecp256k1(Path library) {
    var functions =
        new NativeLibrary(
            library,
            "libsecp256k1 0.5.0 or later with its ECDH module",
            Secp256k1.LIBRARY_PROPERTY);
    seckeyVerify = functions.bind("secp256k1_ec_seckey_verify", INT_2);
    seckeyNegate = functions.bind("secp256k1_ec_seckey_negate", INT_2);
    seckeyTweakAdd = functions.bind("secp256k1_ec_seckey_tweak_add", INT_3);
    seckeyTweakMul = functions.bind("secp256k1_ec_seckey_tweak_mul", INT_3);
    pubkeyCreate = functions.bind("secp256k1_ec_pubkey_create", INT_3);
    pubkeyParse =
        functions.bind(
            "secp256k1_ec_pubkey_parse",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    pubkeySerialize =
        functions.bind(
            "secp256k1_ec_pubkey_serialize",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    pubkeyCombine =
        functions.bind(
            "secp256k1_ec_pubkey_combine",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    pubkeyTweakMul = functions.bind("secp256k1_ec_pubkey_tweak_mul", INT_3);
    ecdh =
        functions.bind(
            "secp256k1_ecdh",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    taggedSha256 =
        functions.bind(
            "secp256k1_tagged_sha256",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG));
    context = createContext(functions);
    copyPoint = copyPointStub();
  }

  /** A context whose multiplications are blinded by fresh randomness. */
  private static MemorySegment createContext(NativeLibrary functions) {
    var create =
        functions.bind("secp256k1_context_create", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    var randomize = functions.bind("secp256k1_context_randomize", INT_2);
    var seed = new byte[Sec1.SCALAR_BYTES];
    new SecureRandom().nextBytes(seed);
    try (var arena = Arena.ofConfined()) {
      var created = (MemorySegment) create.invokeExact(CONTEXT_NONE);
      var blinding = arena.allocateFrom(JAVA_BYTE, seed);
      int randomized = (int) randomize.invokeExact(created, blinding);
      wipe(blinding);
      if (randomized != 1) {
        throw new IllegalStateException(
            "expected libsecp256k1 to blind its context, found that it refused");
      }
      return created;
    } catch (Throwable e) {
      throw unexpected(e);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** False for zero and for numbers that are not below the group's order. */
  boolean seckeyVerify(MemorySegment scalar) {
    try {
      return (int) seckeyVerify.invokeExact(context, scalar) == 1;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** In place. Zero stays zero. */
  void seckeyNegate(MemorySegment scalar) {
    try {
      int _ = (int) seckeyNegate.invokeExact(context, scalar);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code scalar += tweak}; the scalar must not be zero. */
  void seckeyTweakAdd(MemorySegment scalar, MemorySegment tweak) {
    try {
      // It says no when the sum is zero, and then leaves zero behind, which is right.
      int _ = (int) seckeyTweakAdd.invokeExact(context, scalar, tweak);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code scalar *= tweak}. */
  void seckeyTweakMul(MemorySegment scalar, MemorySegment tweak) {
    try {
      // It says no when either is zero, and then leaves zero behind, which is right.
      int _ = (int) seckeyTweakMul.invokeExact(context, scalar, tweak);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code scalar * generator}, in constant time. */
  Point pubkeyCreate(MemorySegment scalar) {
    try (var arena = Arena.ofConfined()) {
      var key = arena.allocate(PUBLIC_KEY_BYTES);
      return (int) pubkeyCreate.invokeExact(context, key, scalar) == 1
          ? serialize(arena, key)
          : Sec1.infinity();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The point of a compressed encoding, or null if there is none. */
  Point pubkeyParse(byte[] encoding) {
    try (var arena = Arena.ofConfined()) {
      var key = arena.allocate(PUBLIC_KEY_BYTES);
      var bytes = arena.allocateFrom(JAVA_BYTE, encoding);
      return (int) pubkeyParse.invokeExact(context, key, bytes, bytes.byteSize()) == 1
          ? serialize(arena, key)
          : null;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The sum of two points other than infinity. */
  Point pubkeyCombine(Point p, Point q) {
    try (var arena = Arena.ofConfined()) {
      var keys = arena.allocate(ADDRESS, 2);
      keys.setAtIndex(ADDRESS, 0, parse(arena, p));
      keys.setAtIndex(ADDRESS, 1, parse(arena, q));
      var sum = arena.allocate(PUBLIC_KEY_BYTES);
      return (int) pubkeyCombine.invokeExact(context, sum, keys, 2L) == 1
          ? serialize(arena, sum)
          : Sec1.infinity();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code k * p}, for public k and p other than zero, in a time that depends on them. */
  Point pubkeyTweakMul(Point p, byte[] k) {
    try (var arena = Arena.ofConfined()) {
      var key = parse(arena, p);
      var factor = arena.allocateFrom(JAVA_BYTE, k);
      return (int) pubkeyTweakMul.invokeExact(context, key, factor) == 1
          ? serialize(arena, key)
          : Sec1.infinity();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * {@code scalar * p} for a secret scalar and a point other than infinity, in constant time: the
   * library's Diffie-Hellman function with a hash that returns the point.
   */
  Point ecdh(Point p, MemorySegment scalar) {
    try (var arena = Arena.ofConfined()) {
      var affine = arena.allocate(Sec1.AFFINE_BYTES);
      var key = parse(arena, p);
      return (int) ecdh.invokeExact(context, affine, key, scalar, copyPoint, MemorySegment.NULL)
              == 1
          ? Sec1.point(affine.toArray(JAVA_BYTE))
          : Sec1.infinity();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** {@code SHA256(SHA256(tag) || SHA256(tag) || message)}, the tagged hash of BIP-340. */
  void taggedSha256(MemorySegment digest, MemorySegment tag, MemorySegment message) {
    try {
      int _ =
          (int)
              taggedSha256.invokeExact(
                  context, digest, tag, tag.byteSize(), message, message.byteSize());
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Overwrites the whole segment with zeros. The memory is not the JVM's, so no compiler can know
   * that nobody will read it, and none leaves the writes out.
   */
  static void wipe(MemorySegment segment) {
    segment.fill((byte) 0);
  }

  private MemorySegment parse(Arena arena, Point point) throws Throwable {
    var key = arena.allocate(PUBLIC_KEY_BYTES);
    var encoding = arena.allocate(UNCOMPRESSED_BYTES);
    encoding.set(JAVA_BYTE, 0, (byte) 4);
    MemorySegment.copy(point.affine(), 0, encoding, JAVA_BYTE, 1, Sec1.AFFINE_BYTES);
    if ((int) pubkeyParse.invokeExact(context, key, encoding, encoding.byteSize()) != 1) {
      throw new IllegalStateException("expected points of secp256k1, found one of another curve");
    }
    return key;
  }

  private Point serialize(Arena arena, MemorySegment key) throws Throwable {
    var encoding = arena.allocate(UNCOMPRESSED_BYTES);
    var length = arena.allocate(JAVA_LONG);
    length.set(JAVA_LONG, 0, UNCOMPRESSED_BYTES);
    int _ = (int) pubkeySerialize.invokeExact(context, encoding, length, key, UNCOMPRESSED);
    return Sec1.point(encoding.asSlice(1).toArray(JAVA_BYTE));
  }

  /** {@code secp256k1_ecdh_hash_function}: the coordinates themselves. Called by the library. */
  @SuppressWarnings("unused") // by name, in copyPointStub
  private static int copyPoint(
      MemorySegment output, MemorySegment x, MemorySegment y, MemorySegment data) {
    MemorySegment.copy(x, 0, output, 0, Sec1.SCALAR_BYTES);
    MemorySegment.copy(y, 0, output, Sec1.SCALAR_BYTES, Sec1.SCALAR_BYTES);
    return 1;
  }

  @SuppressWarnings("restricted") // native access is granted to this module on the command line
  private static MemorySegment copyPointStub() {
    try {
      var function =
          MethodHandles.lookup()
              .findStatic(
                  LibSecp256k1.class,
                  "copyPoint",
                  MethodType.methodType(
                      int.class,
                      MemorySegment.class,
                      MemorySegment.class,
                      MemorySegment.class,
                      MemorySegment.class));
      return Linker.nativeLinker()
          .upcallStub(
              function,
              FunctionDescriptor.of(JAVA_INT, AFFINE, COORDINATE, COORDINATE, ADDRESS),
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected the hash function of this class, found none", e);
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    return NativeLibrary.failed("libsecp256k1", e);
  }
}
