package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** A 20-byte address of an account or contract, shown with its checksum (EIP-55). */
public final class EthereumAddress {
  /** Bytes of an address. */
  public static final int BYTES = 20;

  private final byte[] bytes;

  private EthereumAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The address of these 20 bytes. */
  public static EthereumAddress of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "address: expected " + BYTES + " bytes, found " + bytes.length);
    }
    return new EthereumAddress(bytes.clone());
  }

  /** The address of an account by its public key (Yellow Paper, appendix F). */
  public static EthereumAddress of(Secp256k1.Point publicKey) {
    byte[] encoded = publicKey.uncompressed();
    byte[] hash = Keccak256.hash(Arrays.copyOfRange(encoded, 1, encoded.length));
    return new EthereumAddress(Arrays.copyOfRange(hash, 12, 32));
  }

  /**
   * Reads {@code 0x} and 40 hexadecimal digits whose case is the checksum.
   *
   * @throws TransactionException {@link Reason#INVALID_ADDRESS} for another form, or another case:
   *     an address without its checksum may be a mistyped one
   */
  public static EthereumAddress parse(String text) throws TransactionException {
    EthereumAddress address = parseAnyCase(text);
    if (!address.toString().equals(text)) {
      throw refusal(
          "upper and lower case as the checksum (EIP-55), " + address, VisibleText.quote(text));
    }
    return address;
  }

  /**
   * Reads {@code 0x} and 40 hexadecimal digits of one case, or with the checksum, as JSON documents
   * of applications have them.
   *
   * @throws TransactionException {@link Reason#INVALID_ADDRESS} for another form, or a wrong
   *     checksum
   */
  static EthereumAddress parseLenientCase(String text) throws TransactionException {
    EthereumAddress address = parseAnyCase(text);
    String digits = text.substring(2);
    boolean oneCase =
        digits.equals(digits.toLowerCase(Locale.ROOT))
            || digits.equals(digits.toUpperCase(Locale.ROOT));
    return oneCase ? address : parse(text);
  }

  /** The address of {@link #lowerCase}'s form, which the caller has made. */
  static EthereumAddress ofHex(String text) {
    return of(HexFormat.of().parseHex(text, 2, text.length()));
  }

  private static EthereumAddress parseAnyCase(String text) throws TransactionException {
    if (text.length() != 2 + 2 * BYTES || !text.startsWith("0x")) {
      throw refusal("0x and 40 hexadecimal digits", shown(text));
    }
    try {
      return new EthereumAddress(HexFormat.of().parseHex(text, 2, text.length()));
    } catch (IllegalArgumentException e) {
      throw refusal("0x and 40 hexadecimal digits", shown(text));
    }
  }

  private static String shown(String text) {
    return text.length() > 100 ? text.length() + " characters" : VisibleText.quote(text);
  }

  private static TransactionException refusal(String expected, String found) {
    return new TransactionException(
        Reason.INVALID_ADDRESS, "address", expected, found, TransactionException.NO_OFFSET);
  }

  /** A copy of the 20 bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** Whether all bytes are zero. */
  public boolean isZero() {
    return Arrays.equals(bytes, new byte[BYTES]);
  }

  /** With the checksum of EIP-55, such as {@code 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed}. */
  @Override
  public String toString() {
    char[] digits = HexFormat.of().formatHex(bytes).toCharArray();
    byte[] hash = Keccak256.hash(new String(digits).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < digits.length; i++) {
      int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
      if (nibble >= 8 && digits[i] >= 'a') {
        digits[i] = Character.toUpperCase(digits[i]);
      }
    }
    return "0x" + new String(digits);
  }

  /** In lower case, as addresses compare in effects. */
  String lowerCase() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EthereumAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
