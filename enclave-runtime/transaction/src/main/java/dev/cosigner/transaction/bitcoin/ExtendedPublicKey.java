package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The extended public key of BIP-32: what derives the addresses of a wallet, without secrets. */
public final class ExtendedPublicKey {
  private static final int SERIALIZED_BYTES = 78;
  private static final int XPUB = 0x0488b21e;
  private static final int TPUB = 0x043587cf;

  private final Secp256k1.Point point;
  private final ByteString publicKey;
  private final ByteString chainCode;

  /**
   * The key with these parts.
   *
   * @param publicKey compressed, 33 bytes
   * @param chainCode 32 bytes
   * @throws IllegalArgumentException where a size is another, or the key is none
   */
  public ExtendedPublicKey(ByteString publicKey, ByteString chainCode) {
    this(point(publicKey), chainCode);
  }

  /**
   * Reads the text of BIP-32, "Serialization format": {@code xpub...}, or {@code tpub...} for the
   * test networks. Paths count from this key, whatever its depth.
   *
   * @throws TransactionException {@link Reason#INVALID_BASE58} or {@link Reason#WRONG_PUBLIC_KEY}
   */
  public static ExtendedPublicKey parse(String text) throws TransactionException {
    String what = "extended public key";
    byte[] bytes = Base58Check.decode(what, text, SERIALIZED_BYTES);
    int version = ByteBuffer.wrap(bytes).getInt();
    ByteString publicKey = ByteString.copyOf(Arrays.copyOfRange(bytes, 45, SERIALIZED_BYTES));
    if ((version != XPUB && version != TPUB)
        || Secp256k1.parsePublicKey(publicKey.toByteArray()).isEmpty()) {
      throw new TransactionException(
          Reason.WRONG_PUBLIC_KEY,
          what,
          "xpub or tpub with a public key",
          version == XPUB || version == TPUB ? "another key" : "another version",
          TransactionException.NO_OFFSET);
    }
    return new ExtendedPublicKey(publicKey, ByteString.copyOf(Arrays.copyOfRange(bytes, 13, 45)));
  }

  private ExtendedPublicKey(Secp256k1.Point point, ByteString chainCode) {
    if (chainCode.size() != 32) {
      throw new IllegalArgumentException(
          "chain code: expected 32 bytes, found " + chainCode.size());
    }
    this.point = point;
    this.publicKey = ByteString.copyOf(point.compressed());
    this.chainCode = chainCode;
  }

  private static Secp256k1.Point point(ByteString publicKey) {
    return Optional.of(publicKey)
        .filter(key -> key.size() == 33)
        .flatMap(key -> Secp256k1.parsePublicKey(key.toByteArray()))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "public key: expected a compressed one of 33 bytes, found " + publicKey));
  }

  /** Compressed, 33 bytes. */
  public ByteString publicKey() {
    return publicKey;
  }

  /** 32 bytes. */
  public ByteString chainCode() {
    return chainCode;
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
    ByteString code = ByteString.copyOf(Arrays.copyOfRange(hash, 32, 64));
    return Secp256k1.plusMultipleOfG(point, tweak).map(child -> new ExtendedPublicKey(child, code));
  }

  /** The key without the parity of its y (BIP-340), 32 bytes. */
  public ByteString xOnly() {
    return ByteString.copyOf(Arrays.copyOfRange(publicKey.toByteArray(), 1, 33));
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

  @Override
  public boolean equals(Object other) {
    return other instanceof ExtendedPublicKey that
        && publicKey.equals(that.publicKey)
        && chainCode.equals(that.chainCode);
  }

  @Override
  public int hashCode() {
    return Objects.hash(publicKey, chainCode);
  }

  /** Key and chain code in hexadecimal. */
  @Override
  public String toString() {
    return publicKey + " with the chain code " + chainCode;
  }
}
