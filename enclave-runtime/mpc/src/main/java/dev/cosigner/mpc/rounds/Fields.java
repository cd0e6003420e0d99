package dev.cosigner.mpc.rounds;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
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

  private static Bytes32 bytes32(String what, CborValue value) throws CborException {
    return Bytes32.of(value.asBytes(what, Bytes32.LENGTH, Bytes32.LENGTH));
  }

  private static Point point(Curve curve, String what, CborValue value)
      throws CborException, CurveException {
    return curve.decodePoint(value.asBytes(what, curve.pointBytes(), curve.pointBytes()));
  }
}
