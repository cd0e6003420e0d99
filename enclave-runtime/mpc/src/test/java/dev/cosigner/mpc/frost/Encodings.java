package dev.cosigner.mpc.frost;

import dev.cosigner.protocol.cbor.CborValue;
import java.util.HexFormat;

/** Bytes in the place of a point or a scalar that are none. */
final class Encodings {
  static final CborValue IDENTITY = hex("01" + "00".repeat(31));

  /** The field's prime plus one: the identity once more. */
  static final CborValue OTHER_IDENTITY = hex("ee" + "ff".repeat(30) + "7f");

  static final CborValue ORDER_8 =
      hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");

  /** The generator plus the point of order two. */
  static final CborValue MIXED_ORDER = hex("95" + "99".repeat(31));

  static final CborValue OFF_CURVE = hex("02" + "00".repeat(31));

  /** A point of secp256k1 in its compressed form. */
  static final CborValue SECP256K1 =
      hex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");

  static final CborValue ORDER =
      hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  static final CborValue ZERO = hex("00".repeat(32));

  private Encodings() {}

  private static CborValue hex(String digits) {
    return CborValue.of(HexFormat.of().parseHex(digits));
  }
}
