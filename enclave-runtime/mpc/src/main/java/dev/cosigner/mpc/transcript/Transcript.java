package dev.cosigner.mpc.transcript;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * SHA-512 over an unambiguous sequence of labelled items. It begins with the domain and version of
 * this module, everything in the {@link SessionContext} and the {@link Step}; then come the public
 * values of the statement.
 *
 * <p>An item is {@code 01 || u32 length || label || u64 length || bytes}, a list {@code 02 || u32
 * length || label || u32 count} and for each element {@code u64 length || bytes}, numbers
 * big-endian: a value cannot move from one item, element or list to the next without changing the
 * bytes that are hashed. An output hashes, after all items, {@code 03 || u32 output length || u32
 * block number}.
 */
public final class Transcript {
  /**
   * The domain: no other hash of the project begins with this item. Its last part is the version of
   * the protocols.
   */
  static final String DOMAIN = "cosigner/mpc/v1";

  private static final int WIDE_BYTES = 64;
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

  private byte[] output(int length) {
    // One block of SHA-512 is enough for both lengths; the number leaves room for more.
    try {
      var fork = (MessageDigest) digest.clone();
      fork.update(OUTPUT);
      fork.update(u32(length));
      fork.update(u32(0));
      return Arrays.copyOf(fork.digest(), length);
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
