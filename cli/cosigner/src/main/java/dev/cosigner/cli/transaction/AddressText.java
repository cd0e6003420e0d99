package dev.cosigner.cli.transaction;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.ethereum.EthereumAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses and assets as people write them, in the form in which effects have them: Ethereum's in
 * lower case.
 */
public final class AddressText {
  private static final Pattern ETHEREUM = Pattern.compile("0x[0-9a-fA-F]{40}");

  private AddressText() {}

  /**
   * An address as effects have it.
   *
   * @throws IllegalArgumentException where an Ethereum address mixes cases otherwise than its
   *     checksum (EIP-55) does: it may be mistyped
   */
  public static String canonical(String address) {
    if (!ETHEREUM.matcher(address).matches()) {
      return address;
    }
    String digits = address.substring(2);
    boolean mixed =
        !digits.equals(digits.toLowerCase(Locale.ROOT))
            && !digits.equals(digits.toUpperCase(Locale.ROOT));
    if (mixed) {
      try {
        EthereumAddress.parse(address);
      } catch (TransactionException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
    return address.toLowerCase(Locale.ROOT);
  }

  /**
   * The identifier of an asset, or of a contract, as effects have it.
   *
   * @throws IllegalArgumentException as {@link #canonical} does
   */
  public static String canonicalAsset(String asset) {
    if (!asset.startsWith(Chain.EIP155 + ":")) {
      return asset;
    }
    Matcher address = ETHEREUM.matcher(asset);
    return address.find()
        ? asset.substring(0, address.start())
            + canonical(address.group())
            + asset.substring(address.end())
        : asset;
  }
}
