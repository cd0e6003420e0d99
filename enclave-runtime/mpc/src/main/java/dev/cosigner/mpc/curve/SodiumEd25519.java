package dev.cosigner.mpc.curve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The prime-order group of edwards25519 (RFC 8032, section 5.1; RFC 9591, section 6.1) by
 * libsodium's constant-time functions.
 *
 * <p>Points are checked more strictly than the library does: releases up to 1.0.20 accept the sum
 * of a point of prime order and the point of order two (CVE-2025-69277). Whether the loaded one
 * does is found out once, by trying; then this class multiplies by the group's order itself.
 */
public final class SodiumEd25519 extends ConstantTimeCurve {
  /** The system property that names the library's file. */
  public static final String LIBRARY_PROPERTY = "cosigner.libsodium";

  /**
   * Where the platform of an enclave keeps it, relative to the root directory there and to the
   * working directory of a process enclave.
   */
  public static final Path PLATFORM_LIBRARY = Path.of("lib/x86_64-linux-gnu/libsodium.so.23");

  private static final byte[] MINUS_ONE =
      Edwards25519.encode(Edwards25519.L.subtract(BigInteger.ONE));

  private final Sodium sodium;
  private final boolean acceptsOrderTwo;

  /**
   * Loads the library from the file that {@value #LIBRARY_PROPERTY} names, or else from {@link
   * #PLATFORM_LIBRARY}.
   */
  public static SodiumEd25519 load() {
    var property = System.getProperty(LIBRARY_PROPERTY);
    return new SodiumEd25519(property == null ? PLATFORM_LIBRARY : Path.of(property));
  }

  /**
   * Loads the library.
   *
   * @throws IllegalStateException if there is none, or one that lacks a function
   */
  public SodiumEd25519(Path library) {
    sodium = new Sodium(library.toAbsolutePath());
    acceptsOrderTwo = findWhetherOrderTwoIsAccepted();
  }

  private boolean findWhetherOrderTwoIsAccepted() {
    try (var arena = Arena.ofConfined()) {
      var orderTwo = arena.allocate(Edwards25519.BYTES);
      orderTwo.copyFrom(
          MemorySegment.ofArray(Edwards25519.encode(Edwards25519.P.subtract(BigInteger.ONE))));
      var mixed = arena.allocate(Edwards25519.BYTES);
      return sodium.pointAdd(mixed, in(arena, Edwards25519.generator().encoding()), orderTwo)
          && sodium.isValidPoint(mixed);
    }
  }

  @Override
  public String name() {
    return Edwards25519.NAME;
  }

  @Override
  public BigInteger order() {
    return Edwards25519.L;
  }

  @Override
  public int scalarBytes() {
    return Edwards25519.BYTES;
  }

  @Override
  public int pointBytes() {
    return Edwards25519.BYTES;
  }

  @Override
  public Scalar scalar(int value) {
    return Edwards25519.scalar(value);
  }

  @Override
  public Scalar scalar(BigInteger value) {
    return Edwards25519.scalar(value);
  }

  @Override
  public Scalar decodeScalar(byte[] encoding) throws CurveException {
    Edwards25519.requireCanonicalScalar(encoding);
    return new Scalar(encoding.clone());
  }

  @Override
  public Scalar reduce(byte[] wide) {
    Edwards25519.requireWide(wide);
    try (var arena = Arena.ofConfined()) {
      var reduced = arena.allocate(Edwards25519.BYTES);
      sodium.scalarReduce(reduced, in(arena, wide));
      return new Scalar(out(reduced));
    }
  }

  @Override
  public Scalar add(Scalar a, Scalar b) {
    try (var arena = Arena.ofConfined()) {
      var sum = arena.allocate(Edwards25519.BYTES);
      sodium.scalarAdd(sum, in(arena, a.encoding()), in(arena, b.encoding()));
      return new Scalar(out(sum));
    }
  }

  @Override
  public Scalar subtract(Scalar a, Scalar b) {
    try (var arena = Arena.ofConfined()) {
      var difference = arena.allocate(Edwards25519.BYTES);
      sodium.scalarSub(difference, in(arena, a.encoding()), in(arena, b.encoding()));
      return new Scalar(out(difference));
    }
  }

  @Override
  public Scalar multiply(Scalar a, Scalar b) {
    try (var arena = Arena.ofConfined()) {
      var product = arena.allocate(Edwards25519.BYTES);
      sodium.scalarMul(product, in(arena, a.encoding()), in(arena, b.encoding()));
      return new Scalar(out(product));
    }
  }

  @Override
  public Scalar invert(Scalar a) {
    try (var arena = Arena.ofConfined()) {
      var inverse = arena.allocate(Edwards25519.BYTES);
      if (!sodium.scalarInvert(inverse, in(arena, a.encoding()))) {
        throw new ArithmeticException("expected a scalar with an inverse, found zero");
      }
      return new Scalar(out(inverse));
    }
  }

  @Override
  public Point generator() {
    return Edwards25519.generator();
  }

  @Override
  public Point identity() {
    return Edwards25519.identity();
  }

  @Override
  public Point decodePoint(byte[] encoding) throws CurveException {
    Edwards25519.requireCanonicalPoint(encoding);
    try (var arena = Arena.ofConfined()) {
      var point = in(arena, encoding);
      if (!sodium.isValidPoint(point)) {
        // The library does not say why. Two points of the curve can be added, whatever their order.
        var unused = arena.allocate(Edwards25519.BYTES);
        boolean onCurve =
            sodium.pointAdd(unused, point, in(arena, Edwards25519.identity().encoding()));
        throw onCurve ? Edwards25519.notInSubgroup() : Edwards25519.notOnCurve();
      }
      if (acceptsOrderTwo && !isOfPrimeOrder(arena, encoding)) {
        throw Edwards25519.notInSubgroup();
      }
      return Edwards25519.point(encoding.clone());
    }
  }

  /** Whether (L - 1) p = -p. */
  private boolean isOfPrimeOrder(Arena arena, byte[] encoding) {
    var product = arena.allocate(Edwards25519.BYTES);
    return sodium.scalarmult(product, in(arena, MINUS_ONE), in(arena, encoding))
        && Arrays.equals(out(product), Edwards25519.negated(encoding));
  }

  @Override
  public Point add(Point p, Point q) {
    try (var arena = Arena.ofConfined()) {
      var sum = arena.allocate(Edwards25519.BYTES);
      requireOnCurve(sodium.pointAdd(sum, in(arena, p.encoding()), in(arena, q.encoding())));
      return Edwards25519.point(out(sum));
    }
  }

  @Override
  public Point subtract(Point p, Point q) {
    try (var arena = Arena.ofConfined()) {
      var difference = arena.allocate(Edwards25519.BYTES);
      requireOnCurve(sodium.pointSub(difference, in(arena, p.encoding()), in(arena, q.encoding())));
      return Edwards25519.point(out(difference));
    }
  }

  @Override
  public Point multiply(Scalar k, Point p) {
    // For both libsodium answers -1; then no other reason for that remains.
    if (p.isIdentity() || k.isZero()) {
      return identity();
    }
    try (var arena = Arena.ofConfined()) {
      var product = arena.allocate(Edwards25519.BYTES);
      requireOnCurve(sodium.scalarmult(product, in(arena, k.encoding()), in(arena, p.encoding())));
      return Edwards25519.point(out(product));
    }
  }

  @Override
  public Point multiplyGenerator(Scalar k) {
    try (var arena = Arena.ofConfined()) {
      return multiplyGenerator(in(arena, k.encoding()));
    }
  }

  @Override
  public SecretScalar randomSecret(SecureRandom random) {
    var wide = new byte[Edwards25519.WIDE_BYTES];
    try {
      random.nextBytes(wide);
      var secret = reduceSecret(wide);
      return secret.isZero() ? randomSecret(random) : secret;
    } finally {
      Arrays.fill(wide, (byte) 0);
    }
  }

  @Override
  public SecretScalar receiveSecret(byte[] encoding) throws CurveException {
    Edwards25519.requireLength("secret scalar", encoding);
    // Reduced instead of compared, so that the time does not depend on it.
    var wide = Arrays.copyOf(encoding, Edwards25519.WIDE_BYTES);
    try (var arena = Arena.ofConfined()) {
      var secret = reduceSecret(wide);
      var given = in(arena, encoding);
      boolean canonical = sodium.equal(given, secret.value());
      sodium.wipe(given);
      if (!canonical) {
        secret.close();
        throw new CurveException(
            CurveException.Reason.NON_CANONICAL_SCALAR,
            "expected a scalar below the group's order, found a greater one");
      }
      return secret;
    } finally {
      Arrays.fill(wide, (byte) 0);
    }
  }

  /** SHA-512 of {@code prefix || random || key}. */
  @Override
  public SecretScalar hashToSecret(byte[] prefix, byte[] random, SecretScalar key) {
    try (var arena = Arena.ofConfined()) {
      var message = arena.allocate(prefix.length + random.length + Edwards25519.BYTES);
      MemorySegment.copy(prefix, 0, message, JAVA_BYTE, 0, prefix.length);
      MemorySegment.copy(random, 0, message, JAVA_BYTE, prefix.length, random.length);
      message.asSlice(prefix.length + random.length).copyFrom(key.value());
      var digest = arena.allocate(Edwards25519.WIDE_BYTES);
      sodium.sha512(digest, message);
      var secret = allocate();
      sodium.scalarReduce(secret, digest);
      sodium.wipe(digest);
      sodium.wipe(message);
      return new SecretScalar(this, secret);
    }
  }

  private SecretScalar reduceSecret(byte[] wide) {
    try (var arena = Arena.ofConfined()) {
      var copy = in(arena, wide);
      var secret = allocate();
      sodium.scalarReduce(secret, copy);
      sodium.wipe(copy);
      return new SecretScalar(this, secret);
    }
  }

  @Override
  void add(MemorySegment sum, MemorySegment x, MemorySegment y) {
    sodium.scalarAdd(sum, x, y);
  }

  @Override
  void subtract(MemorySegment difference, MemorySegment x, MemorySegment y) {
    sodium.scalarSub(difference, x, y);
  }

  @Override
  void multiply(MemorySegment product, MemorySegment x, Scalar factor) {
    try (var arena = Arena.ofConfined()) {
      sodium.scalarMul(product, x, in(arena, factor.encoding()));
    }
  }

  @Override
  void multiply(MemorySegment product, MemorySegment x, MemorySegment y) {
    sodium.scalarMul(product, x, y);
  }

  @Override
  boolean isZero(MemorySegment x) {
    try (var arena = Arena.ofConfined()) {
      return sodium.equal(x, arena.allocate(Edwards25519.BYTES));
    }
  }

  @Override
  Point multiplyGenerator(MemorySegment k) {
    try (var arena = Arena.ofConfined()) {
      var product = arena.allocate(Edwards25519.BYTES);
      return sodium.scalarmultBase(product, k) ? Edwards25519.point(out(product)) : identity();
    }
  }

  @Override
  Point multiply(MemorySegment k, Point p) {
    try (var arena = Arena.ofConfined()) {
      var product = arena.allocate(Edwards25519.BYTES);
      if (isZero(k) || p.isIdentity()) {
        return identity();
      }
      requireOnCurve(sodium.scalarmult(product, k, in(arena, p.encoding())));
      return Edwards25519.point(out(product));
    }
  }

  @Override
  void wipe(MemorySegment x) {
    sodium.wipe(x);
  }

  private static void requireOnCurve(boolean done) {
    if (!done) {
      throw new IllegalStateException(
          "expected points of edwards25519, found one of another curve");
    }
  }

  private static MemorySegment in(Arena arena, byte[] bytes) {
    return arena.allocateFrom(JAVA_BYTE, bytes);
  }

  private static byte[] out(MemorySegment segment) {
    return segment.toArray(JAVA_BYTE);
  }
}
