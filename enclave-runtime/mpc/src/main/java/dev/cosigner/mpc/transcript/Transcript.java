package dev.cosigner.mpc.transcript;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * SHA-512 over an unambiguous sequence of labelled items. It begins with the domain and version of
 * this module, everything in the {@link SessionContext} and the {@link Step}; then come the public
 * values of the statement.
 *
 * <p>An item is {@code 01 || u32 length || label || u64 length || bytes}, a list {@code 02 || u32
 * length || label || u32 count} and for each element {@code u64 length || bytes}, numbers
 * big-endian: a value cannot move from one item, element or list to the next without changing the
 * bytes that are hashed. An integer is its shortest two's complement. An output hashes, after all
 * items, {@code 03 || u32 output length || u32 block number}, once for each 64 bytes of it.
 */
public final class Transcript {
  /**
   * The domain: no other hash of the project begins with this item. Its last part is the version of
   * the protocols.
   */
  static final String DOMAIN = "cosigner/mpc/v1";

  private static final int WIDE_BYTES = 64;

  /** So many more bytes than a number has make its reduction's bias less than 2^-256. */
  private static final int SURPLUS_BYTES = 32;

  private static final byte ITEM = 1;
  private static final byte LIST = 2;
  private static final byte OUTPUT = 3;

  private final MessageDigest digest;

  private Transcript() {
    try {
      digest = MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-512 in every Java runtime", e);
    }
  }

  /** The transcript of one step of one session, before any value of a statement. */
  public static Transcript of(SessionContext context, Step step) {
    return new Transcript()
        .item("domain", DOMAIN)
        .item("scheme", context.scheme().label())
        .item("session", context.sessionId())
        .item("group", context.group())
        .item("view", context.view())
        .integers("parties", context.parties())
        .item("protocol", step.protocol())
        .item("purpose", step.purpose())
        .item("round", step.round())
        .item("sender", step.sender())
        .item("receiver", step.receiver());
  }

  public Transcript item(String label, byte[] bytes) {
    label(ITEM, label);
    element(bytes);
    return this;
  }

  public Transcript item(String label, String text) {
    return item(label, text.getBytes(US_ASCII));
  }

  public Transcript item(String label, int number) {
    return item(label, u32(number));
  }

  public Transcript item(String label, Bytes32 bytes) {
    return item(label, bytes.bytes());
  }

  public Transcript item(String label, Point point) {
    return item(label, point.encoding());
  }

  public Transcript item(String label, Scalar scalar) {
    return item(label, scalar.encoding());
  }

  /** A public integer of either sign. */
  public Transcript item(String label, BigInteger integer) {
    return item(label, integer.toByteArray());
  }

  public Transcript list(String label, List<byte[]> elements) {
    label(LIST, label);
    digest.update(u32(elements.size()));
    elements.forEach(this::element);
    return this;
  }

  public Transcript points(String label, List<Point> points) {
    return list(label, points.stream().map(Point::encoding).toList());
  }

  public Transcript integers(String label, List<Integer> numbers) {
    return list(label, numbers.stream().map(Transcript::u32).toList());
  }

  /** Public integers of either sign. */
  public Transcript bigIntegers(String label, List<BigInteger> integers) {
    return list(label, integers.stream().map(BigInteger::toByteArray).toList());
  }

  /** 32 bytes over all that was added so far. */
  public Bytes32 hash() {
    return Bytes32.of(output(Bytes32.LENGTH));
  }

  /**
   * A challenge: 64 bytes over all that was added so far, as a scalar, so that its bias is below
   * 2^-250.
   */
  public Scalar challenge(Curve curve) {
    return curve.reduce(output(WIDE_BYTES));
  }

  /**
   * A challenge from {@code -bound} to {@code bound}, both included, over all that was added so
   * far; its bias is below 2^-256.
   *
   * @param bound above 0
   */
  public BigInteger challengeWithin(BigInteger bound) {
    var size = bound.shiftLeft(1).add(BigInteger.ONE);
    return challengesBelow(size, 1).getFirst().subtract(bound);
  }

  /**
   * {@code count} independent challenges from 0 to {@code modulus - 1}, over all that was added so
   * far; the bias of each is below 2^-256.
   *
   * @param modulus above 0
   */
  public List<BigInteger> challengesBelow(BigInteger modulus, int count) {
    int width = (modulus.bitLength() + Byte.SIZE - 1) / Byte.SIZE + SURPLUS_BYTES;
    var stream = output(width * count);
    var numbers = new ArrayList<BigInteger>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(new BigInteger(1, stream, i * width, width).mod(modulus));
    }
    return List.copyOf(numbers);
  }

  /** {@code count} challenges of one bit each, over all that was added so far. */
  public List<Boolean> challengeBits(int count) {
    var stream = output((count + Byte.SIZE - 1) / Byte.SIZE);
    var bits = new ArrayList<Boolean>(count);
    for (int i = 0; i < count; i++) {
      bits.add((stream[i / Byte.SIZE] >>> i % Byte.SIZE & 1) == 1);
    }
    return List.copyOf(bits);
  }

  private byte[] output(int length) {
    var output = ByteBuffer.allocate(length);
    for (int block = 0; output.hasRemaining(); block++) {
      output.put(block(length, block), 0, Math.min(WIDE_BYTES, output.remaining()));
    }
    return output.array();
  }

  private byte[] block(int length, int number) {
    try {
      var fork = (MessageDigest) digest.clone();
      fork.update(OUTPUT);
      fork.update(u32(length));
      fork.update(u32(number));
      return fork.digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("expected the runtime's SHA-512 to be cloneable", e);
    }
  }

  private void label(byte kind, String label) {
    var bytes = label.getBytes(US_ASCII);
    digest.update(kind);
    digest.update(u32(bytes.length));
    digest.update(bytes);
  }

  private void element(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array());
    digest.update(bytes);
  }

  private static byte[] u32(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }
}
