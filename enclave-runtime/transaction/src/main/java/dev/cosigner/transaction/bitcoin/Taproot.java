package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Secp256k1;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Keys of Taproot outputs (BIP-341) that commit to no script (BIP-86), and their signatures. */
final class Taproot {
  private Taproot() {}

  /**
   * The output key of an internal key and no script: 32 bytes.
   *
   * @param internalKey x alone, 32 bytes
   * @return empty where the bytes are no key
   */
  static Optional<ByteString> outputKey(ByteString internalKey) {
    BigInteger tweak = new BigInteger(1, tweak(internalKey));
    if (tweak.compareTo(Secp256k1.N) >= 0) {
      return Optional.empty();
    }
    return lift(internalKey)
        .flatMap(point -> Secp256k1.plusMultipleOfG(point, tweak))
        .map(point -> ByteString.copyOf(Secp256k1.bytes32(point.x())));
  }

  /** What is added to the internal key: 32 bytes. */
  static byte[] tweak(ByteString internalKey) {
    return BitcoinHash.tagged("TapTweak", internalKey.toByteArray());
  }

  /** Whether 32 bytes are the x of a point. */
  static boolean isKey(ByteString key) {
    return lift(key).isPresent();
  }

  /**
   * Whether {@code signature} is one of BIP-340, section "Verification".
   *
   * @param key 32 bytes
   * @param message 32 bytes
   * @param signature 64 bytes
   */
  static boolean verify(ByteString key, byte[] message, ByteString signature) {
    byte[] bytes = signature.toByteArray();
    if (bytes.length != 64) {
      return false;
    }
    byte[] nonce = Arrays.copyOf(bytes, 32);
    BigInteger r = new BigInteger(1, nonce);
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
    if (r.compareTo(Secp256k1.P) >= 0 || s.compareTo(Secp256k1.N) >= 0) {
      return false;
    }
    BigInteger e =
        new BigInteger(
            1, BitcoinHash.tagged("BIP0340/challenge", nonce, key.toByteArray(), message));
    return lift(key)
        .flatMap(point -> Secp256k1.combine(s, e.negate(), point))
        .filter(point -> !point.y().testBit(0) && point.x().equals(r))
        .isPresent();
  }

  private static Optional<Secp256k1.Point> lift(ByteString key) {
    return Secp256k1.lift(new BigInteger(1, key.toByteArray()), false);
  }
}
