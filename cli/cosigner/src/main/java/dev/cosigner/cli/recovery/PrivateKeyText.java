package dev.cosigner.cli.recovery;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.protocol.wallet.Scheme;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A private key as 64 hexadecimal digits and a newline: on secp256k1 the number, big-endian; for
 * Ed25519 the seed of RFC 8032, or the scalar, little-endian. A seed cannot be had back from its
 * scalar.
 */
public final class PrivateKeyText {
  /** Largest file, in bytes: white space around the digits is allowed. */
  public static final int MAX_BYTES = 128;

  private static final int KEY_BYTES = 32;

  private PrivateKeyText() {}

  /**
   * Reads a key.
   *
   * @param name what to call its file in errors
   * @param text wiped
   * @param seed whether the digits are a seed, which only Ed25519 has
   * @throws CosignerException {@code private-key-malformed}
   */
  public static Scalar read(String name, byte[] text, Scheme scheme, boolean seed)
      throws CosignerException {
    char[] digits = StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(text)).array();
    Arrays.fill(text, (byte) 0);
    int from = 0;
    int to = digits.length;
    while (from < to && Character.isWhitespace(digits[from])) {
      from++;
    }
    while (to > from && Character.isWhitespace(digits[to - 1])) {
      to--;
    }
    byte[] key = new byte[0];
    try {
      if (to - from != 2 * KEY_BYTES) {
        throw malformed(name, to - from + " characters", null);
      }
      key = HexFormat.of().parseHex(digits, from, to);
      Curve curve = SharedKey.curve(scheme);
      Scalar scalar = seed ? ofSeed(curve, key) : curve.decodeScalar(key);
      if (scalar.isZero()) {
        throw malformed(name, "zero", null);
      }
      return scalar;
    } catch (CurveException e) {
      throw malformed(name, "a number that is not below the curve's order", e);
    } catch (IllegalArgumentException e) {
      // Its message has the digits.
      throw malformed(name, "other characters", null);
    } finally {
      Arrays.fill(digits, '\0');
      Arrays.fill(key, (byte) 0);
    }
  }

  /** RFC 8032, section 5.1.5: the clamped half of the seed's hash, reduced. */
  private static Scalar ofSeed(Curve curve, byte[] seed) {
    byte[] hash = new byte[0];
    byte[] wide = new byte[2 * KEY_BYTES];
    try {
      hash = MessageDigest.getInstance("SHA-512").digest(seed);
      System.arraycopy(hash, 0, wide, 0, KEY_BYTES);
      wide[0] &= (byte) 0xf8;
      wide[KEY_BYTES - 1] &= 0x7f;
      wide[KEY_BYTES - 1] |= 0x40;
      return curve.reduce(wide);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    } finally {
      Arrays.fill(hash, (byte) 0);
      Arrays.fill(wide, (byte) 0);
    }
  }

  private static CosignerException malformed(String name, String found, Exception cause) {
    return CosignerException.of(
            "private-key-malformed", ExitCode.BAD_INPUT, name + " holds no private key")
        .expected("64 hexadecimal digits of a key of the scheme")
        .found(found)
        .hint("an Ed25519 key is read as its seed unless --scalar is given")
        .cause(cause)
        .build();
  }

  /** The digits and a newline; the caller wipes them. */
  public static byte[] write(Scalar privateKey) {
    byte[] key = privateKey.encoding();
    byte[] text = new byte[2 * key.length + 1];
    for (int i = 0; i < key.length; i++) {
      text[2 * i] = (byte) Character.forDigit(key[i] >> 4 & 0xf, 16);
      text[2 * i + 1] = (byte) Character.forDigit(key[i] & 0xf, 16);
    }
    text[text.length - 1] = '\n';
    Arrays.fill(key, (byte) 0);
    return text;
  }
}
