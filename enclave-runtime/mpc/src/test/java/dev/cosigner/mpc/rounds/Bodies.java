package dev.cosigner.mpc.rounds;

import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Message bodies as an attacker sees them: arrays of which one item is changed. */
public final class Bodies {
  /** Places in a frame. */
  public static final int VERSION = 0;

  public static final int PROTOCOL = 1;
  public static final int SESSION = 2;
  public static final int INPUT = 3;
  public static final int ROUND = 4;
  public static final int SENDER = 5;
  public static final int RECEIVER = 6;
  public static final int FIELDS = 7;

  private Bodies() {}

  /** The items of the frame. */
  public static List<CborValue> items(byte[] body) {
    return array(decode(body));
  }

  public static byte[] encode(List<CborValue> items) {
    return CborValue.array(items).encode();
  }

  /** Another item of the frame. */
  public static byte[] with(byte[] body, int item, CborValue value) {
    var items = items(body);
    items.set(item, value);
    return encode(items);
  }

  /** Other fields of the message. */
  public static byte[] withFields(byte[] body, UnaryOperator<List<CborValue>> change) {
    var items = items(body);
    items.set(FIELDS, CborValue.array(change.apply(array(items.get(FIELDS)))));
    return encode(items);
  }

  /** Another field of the message. */
  public static byte[] withField(byte[] body, int field, CborValue value) {
    return withFields(
        body,
        fields -> {
          fields.set(field, value);
          return fields;
        });
  }

  /** Another element of the list in a field of the message. */
  public static byte[] withElement(byte[] body, int field, int element, CborValue value) {
    return withFields(
        body,
        fields -> {
          var list = array(fields.get(field));
          list.set(element, value);
          fields.set(field, CborValue.array(list));
          return fields;
        });
  }

  /** Another secret of a confidential message. */
  public static byte[] withSecret(byte[] body, byte[] secret) {
    var changed = body.clone();
    System.arraycopy(secret, 0, changed, body.length - secret.length, secret.length);
    return changed;
  }

  public static byte[] secret(byte[] body) {
    return Frame.secret(body);
  }

  public static int round(byte[] body) {
    return integer(items(body).get(ROUND));
  }

  /** The items of an array, to be changed. */
  public static List<CborValue> array(CborValue value) {
    try {
      return new ArrayList<>(value.asArray("array", 0, 1024));
    } catch (CborException e) {
      throw new AssertionError(e);
    }
  }

  private static int integer(CborValue value) {
    try {
      return (int) value.asInteger("integer", 0, 0xffff);
    } catch (CborException e) {
      throw new AssertionError(e);
    }
  }

  private static CborValue decode(byte[] body) {
    try {
      return CborDecoder.decode(body, CborLimits.of(1 << 20, 8, 4096));
    } catch (CborException e) {
      throw new AssertionError(Arrays.toString(body), e);
    }
  }
}
