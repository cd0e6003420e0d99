package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Secp256k1;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * An ECDSA signature as the network takes it: in DER (BIP-66), with the lower of the two values of
 * s (BIP-146).
 */
record EcdsaSignature(BigInteger r, BigInteger s) {
  /** Bytes of r and s together. */
  static final int BYTES = 64;

  /** Reads r and s, 32 bytes each, most significant first; the higher s is turned to the lower. */
  static EcdsaSignature of(byte[] bytes) {
    BigInteger r = new BigInteger(1, Arrays.copyOf(bytes, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, BYTES));
    boolean high = s.compareTo(Secp256k1.HALF_N) > 0 && s.compareTo(Secp256k1.N) < 0;
    return new EcdsaSignature(r, high ? Secp256k1.N.subtract(s) : s);
  }

  boolean verifies(byte[] hash, Secp256k1.Point publicKey) {
    return Secp256k1.verify(hash, r, s, publicKey);
  }

  /** A sequence of two integers: 8 to 71 bytes where s is the lower one. */
  byte[] der() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    return new ByteWriter()
        .u8(0x30)
        .u8(4 + first.length + second.length)
        .u8(2)
        .sized(first)
        .u8(2)
        .sized(second)
        .toByteArray();
  }
}
