package dev.cosigner.mpc.rounds;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Reads the fields of a {@link RoundMessage} in turn. Each has one type and one size, so a message
 * has one encoding.
 */
public final class Fields {
  private final Iterator<CborValue> values;

  private Fields(List<CborValue> values) {
    this.values = values.iterator();
  }

  /**
   * Begins with an array.
   *
   * @throws CborException unless {@code fields} is an array of {@code size} values
   */
  public static Fields of(CborValue fields, int size) throws CborException {
    return new Fields(fields.asArrayOf("message fields", size));
  }

  public Bytes32 bytes32(String what) throws CborException {
    return bytes32(what, values.next());
  }

  /** Exactly {@code size} of them. */
  public List<Bytes32> listOfBytes32(String what, int size) throws CborException {
    var list = new ArrayList<Bytes32>(size);
    for (var value : values.next().asArrayOf(what, size)) {
      list.add(bytes32(what, value));
    }
    return List.copyOf(list);
  }

  public Point point(Curve curve, String what) throws CborException, CurveException {
    return point(curve, what, values.next());
  }

  /** Exactly {@code size} of them. */
  public List<Point> points(Curve curve, String what, int size)
      throws CborException, CurveException {
    var list = new ArrayList<Point>(size);
    for (var value : values.next().asArrayOf(what, size)) {
      list.add(point(curve, what, value));
    }
    return List.copyOf(list);
  }

  public Scalar scalar(Curve curve, String what) throws CborException, CurveException {
    return curve.decodeScalar(
        values.next().asBytes(what, curve.scalarBytes(), curve.scalarBytes()));
  }

  /** A public integer that is not negative, big-endian in exactly {@code size} bytes. */
  public BigInteger natural(String what, int size) throws CborException {
    return new BigInteger(1, values.next().asBytes(what, size, size));
  }

  /**
   * A public integer of either sign, in two's complement, big-endian in exactly {@code size} bytes.
   */
  public BigInteger signed(String what, int size) throws CborException {
    return new BigInteger(values.next().asBytes(what, size, size));
  }

  /** A value that the caller reads. */
  public CborValue next() {
    return values.next();
  }

  /** Exactly {@code size} values that the caller reads. */
  public List<CborValue> list(String what, int size) throws CborException {
    return values.next().asArrayOf(what, size);
  }

  /** 0 or 1, as an integer. */
  public boolean bit(String what) throws CborException {
    return values.next().asInteger(what, 0, 1) == 1;
  }

  /** Exactly {@code size} arrays of {@code width} values each, to be read in turn. */
  public List<Fields> rows(String what, int size, int width) throws CborException {
    var rows = new ArrayList<Fields>(size);
    for (var row : values.next().asArrayOf(what, size)) {
      rows.add(new Fields(row.asArrayOf(what, width)));
    }
    return List.copyOf(rows);
  }

  /**
   * A public integer as {@link #natural} reads it.
   *
   * @throws IllegalArgumentException if it is negative or does not fit into {@code size} bytes
   */
  public static CborValue ofNatural(BigInteger integer, int size) {
    if (integer.signum() < 0 || integer.bitLength() > size * Byte.SIZE) {
      throw new IllegalArgumentException(
          "expected a natural number of "
              + size
              + " bytes, found "
              + integer.bitLength()
              + " bits");
    }
    return CborValue.of(lowest(integer, size));
  }

  /**
   * A public integer as {@link #signed} reads it.
   *
   * @throws IllegalArgumentException if it does not fit into {@code size} bytes
   */
  public static CborValue ofSigned(BigInteger integer, int size) {
    if (integer.bitLength() >= size * Byte.SIZE) {
      throw new IllegalArgumentException(
          "expected an integer of " + size + " bytes, found " + integer.bitLength() + " bits");
    }
    return CborValue.of(lowest(integer, size));
  }

  public static CborValue of(Bytes32 bytes) {
    return CborValue.of(bytes.bytes());
  }

  public static CborValue ofBytes32(List<Bytes32> list) {
    return CborValue.array(list.stream().map(Fields::of).toList());
  }

  public static CborValue of(Point point) {
    return CborValue.of(point.encoding());
  }

  public static CborValue ofPoints(List<Point> points) {
    return CborValue.array(points.stream().map(Fields::of).toList());
  }

  public static CborValue of(Scalar scalar) {
    return CborValue.of(scalar.encoding());
  }

  /** A bit as {@link #bit} reads it. */
  public static CborValue ofBit(boolean bit) {
    return CborValue.of(bit ? 1 : 0);
  }

  private static byte[] lowest(BigInteger integer, int size) {
    var bytes = new byte[size];
    Arrays.fill(bytes, integer.signum() < 0 ? (byte) 0xff : 0);
    var shortest = integer.toByteArray();
    int length = Math.min(size, shortest.length);
    System.arraycopy(shortest, shortest.length - length, bytes, size - length, length);
    return bytes;
  }

  private static Bytes32 bytes32(String what, CborValue value) throws CborException {
    return Bytes32.of(value.asBytes(what, Bytes32.LENGTH, Bytes32.LENGTH));
  }

  private static Point point(Curve curve, String what, CborValue value)
      throws CborException, CurveException {
    return curve.decodePoint(value.asBytes(what, curve.pointBytes(), curve.pointBytes()));
  }
}
