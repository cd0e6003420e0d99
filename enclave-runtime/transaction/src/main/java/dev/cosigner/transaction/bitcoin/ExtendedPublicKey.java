package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Secp256k1;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The extended public key of BIP-32: what derives the addresses of a wallet, without secrets.
 *
 * @param publicKey compressed, 33 bytes
 * @param chainCode 32 bytes
 */
public record ExtendedPublicKey(ByteString publicKey, ByteString chainCode) {
  /**
   * Checks the sizes, and that the key is one.
   *
   * @throws IllegalArgumentException otherwise
   */
  public ExtendedPublicKey {
    if (chainCode.size() != 32 || publicKey.size() != 33 || point(publicKey).isEmpty()) {
      throw new IllegalArgumentException(
          "extended public key: expected a compressed key of 33 bytes and a chain code of 32,"
              + " found "
              + publicKey
              + " and "
              + chainCode.size()
              + " bytes");
    }
  }

  /** The first four bytes of the key's identifier (BIP-32, "Key identifiers"). */
  public ByteString fingerprint() {
    return ByteString.copyOf(Arrays.copyOf(BitcoinHash.hash160(publicKey.toByteArray()), 4));
  }

  /**
   * The child with this index (BIP-32, "Public parent key to public child key").
   *
   * @param index below 2^31: not hardened
   * @return empty where there is none, which happens once in 2^127
   */
  public Optional<ExtendedPublicKey> child(long index) {
    if (index < 0 || index >= KeyOrigin.HARDENED) {
      throw new IllegalArgumentException(
          "index: expected one below 2^31 (not hardened), found " + index);
    }
    byte[] data = Arrays.copyOf(publicKey.toByteArray(), 37);
    ByteBuffer.wrap(data).putInt(33, (int) index);
    byte[] hash = hmac(data);
    BigInteger tweak = new BigInteger(1, Arrays.copyOf(hash, 32));
    if (tweak.compareTo(Secp256k1.N) >= 0) {
      return Optional.empty();
    }
    return Secp256k1.combine(tweak, BigInteger.ONE, point(publicKey).orElseThrow())
        .map(child ->
            new ExtendedPublicKey(
                ByteString.copyOf(child.compressed()),
                ByteString.copyOf(Arrays.copyOfRange(hash, 32, 64))));
  }

  /** The key without the parity of its y (BIP-340), 32 bytes. */
  public ByteString xOnly() {
    return ByteString.copyOf(Arrays.copyOfRange(publicKey.toByteArray(), 1, 33));
  }

  private static Optional<Secp256k1.Point> point(ByteString publicKey) {
    return Secp256k1.parsePublicKey(publicKey.toByteArray());
  }

  private byte[] hmac(byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(chainCode.toByteArray(), "HmacSHA512"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a Java platform without HMAC-SHA-512", e);
    }
  }
}
