package dev.cosigner.mpc.curve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The group of secp256k1 (SEC 2, section 2.4.1) by libsecp256k1: secret scalars by its
 * constant-time functions on secret keys, secret multiples of the generator by {@code
 * ec_pubkey_create}, of other points by {@code ecdh}. The library's variable-time multiplication is
 * used for public scalars, which are {@link Scalar}s, and for nothing else.
 *
 * <p>The library has no zero secret key. Whether a secret is zero is therefore found out first, in
 * constant time, and only that is branched on: it is what {@link SecretScalar#isZero} tells anyway,
 * and happens to no honest secret.
 */
public final class Secp256k1 extends ConstantTimeCurve {
  /** The system property that names the library's file. */
  public static final String LIBRARY_PROPERTY = "cosigner.libsecp256k1";

  /**
   * Where the platform of an enclave keeps it, relative to the root directory there and to the
   * working directory of a process enclave.
   */
  public static final Path PLATFORM_LIBRARY = Path.of("lib/x86_64-linux-gnu/libsecp256k1.so.2");

  private static final int LIMB_BYTES = 16;
  private static final byte[] TWO_TO_128 = Sec1.encode(BigInteger.TWO.pow(128));

  private final LibSecp256k1 library;

  /**
   * Loads the library from the file that {@value #LIBRARY_PROPERTY} names, or else from {@link
   * #PLATFORM_LIBRARY}.
   */
  public static Secp256k1 load() {
    var property = System.getProperty(LIBRARY_PROPERTY);
    return new Secp256k1(property == null ? PLATFORM_LIBRARY : Path.of(property));
  }

  /**
   * Loads the library.
   *
   * @throws IllegalStateException if there is none, or one that lacks a function
   */
  public Secp256k1(Path library) {
    this.library = new LibSecp256k1(library.toAbsolutePath());
  }

  @Override
  public String name() {
    return Sec1.NAME;
  }

  @Override
  public BigInteger order() {
    return Sec1.N;
  }

  @Override
  public int scalarBytes() {
    return Sec1.SCALAR_BYTES;
  }

  @Override
  public int pointBytes() {
    return Sec1.POINT_BYTES;
  }

  @Override
  public Scalar scalar(int value) {
    return Sec1.scalar(value);
  }

  @Override
  public Scalar scalar(BigInteger value) {
    return Sec1.scalar(value);
  }

  @Override
  public Scalar decodeScalar(byte[] encoding) throws CurveException {
    return Sec1.decodeScalar(encoding);
  }

  @Override
  public Scalar reduce(byte[] wide) {
    return Sec1.reduce(wide);
  }

  @Override
  public Scalar add(Scalar a, Scalar b) {
    return Sec1.add(a, b);
  }

  @Override
  public Scalar subtract(Scalar a, Scalar b) {
    return Sec1.subtract(a, b);
  }

  @Override
  public Scalar multiply(Scalar a, Scalar b) {
    return Sec1.multiply(a, b);
  }

  @Override
  public Scalar invert(Scalar a) {
    return Sec1.invert(a);
  }

  @Override
  public Point generator() {
    return Sec1.generator();
  }

  @Override
  public Point identity() {
    return Sec1.infinity();
  }

  @Override
  public Point decodePoint(byte[] encoding) throws CurveException {
    Sec1.requireCanonicalPoint(encoding);
    var point = library.pubkeyParse(encoding);
    if (point == null) {
      throw Sec1.notOnCurve();
    }
    return point;
  }

  @Override
  public Point add(Point p, Point q) {
    if (p.isIdentity()) {
      return q;
    }
    return q.isIdentity() ? p : library.pubkeyCombine(p, q);
  }

  @Override
  public Point subtract(Point p, Point q) {
    return q.isIdentity() ? p : add(p, Sec1.negated(q));
  }

  @Override
  public Point multiply(Scalar k, Point p) {
    return p.isIdentity() ? p : library.pubkeyTweakMul(p, k.encoding());
  }

  @Override
  public Point multiplyGenerator(Scalar k) {
    try (var arena = Arena.ofConfined()) {
      return library.pubkeyCreate(in(arena, k.encoding()));
    }
  }

  @Override
  public SecretScalar randomSecret(SecureRandom random) {
    var wide = new byte[Sec1.WIDE_BYTES];
    try (var arena = Arena.ofConfined()) {
      random.nextBytes(wide);
      var copy = in(arena, wide);
      var secret = reduceSecret(copy);
      LibSecp256k1.wipe(copy);
      return secret.isZero() ? randomSecret(random) : secret;
    } finally {
      Arrays.fill(wide, (byte) 0);
    }
  }

  @Override
  public SecretScalar receiveSecret(byte[] encoding) throws CurveException {
    Sec1.requireLength("secret scalar", encoding);
    var secret = allocate();
    MemorySegment.copy(encoding, 0, secret, JAVA_BYTE, 0, Sec1.SCALAR_BYTES);
    if (!isZero(secret) && !library.seckeyVerify(secret)) {
      LibSecp256k1.wipe(secret);
      throw Sec1.nonCanonicalScalar();
    }
    return new SecretScalar(this, secret);
  }

  /**
   * Two tagged hashes of BIP-340, {@code 64 bytes = H(prefix || 0) (random || key) || H(prefix ||
   * 1) (random || key)}, read as a number and reduced.
   */
  @Override
  public SecretScalar hashToSecret(byte[] prefix, byte[] random, SecretScalar key) {
    try (var arena = Arena.ofConfined()) {
      var message = arena.allocate(random.length + Sec1.SCALAR_BYTES);
      MemorySegment.copy(random, 0, message, JAVA_BYTE, 0, random.length);
      message.asSlice(random.length).copyFrom(key.value());
      var tag = in(arena, Arrays.copyOf(prefix, prefix.length + 1));
      var wide = arena.allocate(Sec1.WIDE_BYTES);
      library.taggedSha256(wide, tag, message);
      tag.set(JAVA_BYTE, prefix.length, (byte) 1);
      library.taggedSha256(wide.asSlice(Sec1.SCALAR_BYTES), tag, message);
      var secret = reduceSecret(wide);
      LibSecp256k1.wipe(wide);
      LibSecp256k1.wipe(message);
      return secret;
    }
  }

  /** Horner's rule on four limbs of 128 bits, each of which is a scalar. */
  private SecretScalar reduceSecret(MemorySegment wide) {
    try (var arena = Arena.ofConfined()) {
      var radix = in(arena, TWO_TO_128);
      var limb = arena.allocate(Sec1.SCALAR_BYTES);
      var sum = allocate();
      for (int at = 0; at < Sec1.WIDE_BYTES; at += LIMB_BYTES) {
        library.seckeyTweakMul(sum, radix);
        MemorySegment.copy(wide, at, limb, Sec1.SCALAR_BYTES - LIMB_BYTES, LIMB_BYTES);
        add(sum, sum, limb);
      }
      LibSecp256k1.wipe(limb);
      return new SecretScalar(this, sum);
    }
  }

  @Override
  void add(MemorySegment sum, MemorySegment x, MemorySegment y) {
    if (isZero(x)) {
      sum.copyFrom(y);
    } else {
      sum.copyFrom(x);
      library.seckeyTweakAdd(sum, y);
    }
  }

  @Override
  void subtract(MemorySegment difference, MemorySegment x, MemorySegment y) {
    try (var arena = Arena.ofConfined()) {
      var negated = arena.allocate(Sec1.SCALAR_BYTES).copyFrom(y);
      library.seckeyNegate(negated);
      add(difference, x, negated);
      LibSecp256k1.wipe(negated);
    }
  }

  @Override
  void multiply(MemorySegment product, MemorySegment x, Scalar factor) {
    try (var arena = Arena.ofConfined()) {
      multiply(product, x, in(arena, factor.encoding()));
    }
  }

  @Override
  void multiply(MemorySegment product, MemorySegment x, MemorySegment y) {
    product.copyFrom(x);
    library.seckeyTweakMul(product, y);
  }

  @Override
  boolean isZero(MemorySegment x) {
    long bits = 0;
    for (int at = 0; at < Sec1.SCALAR_BYTES; at += Long.BYTES) {
      bits |= x.get(JAVA_LONG_UNALIGNED, at);
    }
    return bits == 0;
  }

  @Override
  Point multiplyGenerator(MemorySegment k) {
    return library.pubkeyCreate(k);
  }

  @Override
  Point multiply(MemorySegment k, Point p) {
    return p.isIdentity() ? p : library.ecdh(p, k);
  }

  @Override
  void wipe(MemorySegment x) {
    LibSecp256k1.wipe(x);
  }

  private static MemorySegment in(Arena arena, byte[] bytes) {
    return arena.allocateFrom(JAVA_BYTE, bytes);
  }
}
