package dev.cosigner.protocol.identity;

import dev.cosigner.protocol.identity.IdentityException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The one encoding of points and scalars of edwards25519; all values here are public. */
final class Encodings {
  static final int BYTES = 32;

  /** 2^255 - 19, little-endian. */
  private static final byte[] FIELD =
      hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

  /** The order of the group of prime order, RFC 8032 section 5.1, little-endian. */
  private static final byte[] ORDER =
      hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  /** The y-coordinates of the eight points whose order divides the cofactor. */
  private static final List<byte[]> SMALL_ORDER =
      List.of(
          hex("0000000000000000000000000000000000000000000000000000000000000000"),
          hex("0100000000000000000000000000000000000000000000000000000000000000"),
          hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
          hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

  private Encodings() {}

  /** Refuses an encoding that is not canonical, or of a point of small order. */
  static void requirePoint(String what, byte[] encoded) throws IdentityException {
    byte[] y = encoded.clone();
    y[BYTES - 1] &= 0x7f;
    if (!isBelow(y, FIELD)) {
      throw new IdentityException(
          Reason.NON_CANONICAL_POINT, what + ": expected a coordinate below 2^255-19");
    }
    if (SMALL_ORDER.stream().anyMatch(small -> Arrays.equals(small, y))) {
      throw new IdentityException(Reason.SMALL_ORDER, what + ": expected a point of large order");
    }
  }

  /** Refuses a scalar that is not below the group's order. */
  static void requireScalar(String what, byte[] encoded) throws IdentityException {
    if (!isBelow(encoded, ORDER)) {
      throw new IdentityException(
          Reason.NON_CANONICAL_SCALAR, what + ": expected a number below the group's order");
    }
  }

  private static boolean isBelow(byte[] value, byte[] bound) {
    for (int i = BYTES - 1; i >= 0; i--) {
      int comparison = Byte.compareUnsigned(value[i], bound[i]);
      if (comparison != 0) {
        return comparison < 0;
      }
    }
    return false;
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
