package dev.cosigner.mpc.derivation;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.transcript.Bytes32;
import java.math.BigInteger;
import java.util.Arrays;

/** Reads the xpubs of published vectors; their checksums are not looked at. */
public final class ExtendedPublicKeys {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int CHAIN_CODE = 13;
  private static final int KEY = 45;

  private ExtendedPublicKeys() {}

  public static ExtendedPublicKey decode(Curve curve, String xpub) {
    var number = BigInteger.ZERO;
    for (int i = 0; i < xpub.length(); i++) {
      number =
          number
              .multiply(BigInteger.valueOf(58))
              .add(BigInteger.valueOf(ALPHABET.indexOf(xpub.charAt(i))));
    }
    // 78 bytes and a checksum of 4; the first one, 0x04, is no sign bit.
    var bytes = number.toByteArray();
    try {
      return new ExtendedPublicKey(
          curve.decodePoint(Arrays.copyOfRange(bytes, KEY, KEY + 33)),
          Bytes32.of(Arrays.copyOfRange(bytes, CHAIN_CODE, KEY)));
    } catch (CurveException e) {
      throw new AssertionError(e);
    }
  }
}
