package dev.cosigner.cli.transaction;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.bitcoin.AddressFormat;
import dev.cosigner.transaction.bitcoin.OutputScript;
import dev.cosigner.transaction.ethereum.EthereumAddress;
import dev.cosigner.transaction.solana.SolanaAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses and assets as people write them, in the form in which effects have them: Ethereum's and
 * bech32 in lower case.
 */
public final class AddressText {
  private static final Pattern ETHEREUM = Pattern.compile("0x[0-9a-fA-F]{40}");

  private static final Pattern BITCOIN =
      Pattern.compile("(bc|tb|bcrt)1[0-9a-z]+|(BC|TB|BCRT)1[0-9A-Z]+");
  private static final Pattern BASE58 = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{25,44}");

  private AddressText() {}

  /**
   * An address as effects have it.
   *
   * @throws IllegalArgumentException where an Ethereum address mixes cases otherwise than its
   *     checksum (EIP-55) does, or the checksum of a Bitcoin address is another: it may be mistyped
   */
  public static String canonical(String address) {
    if (BITCOIN.matcher(address).matches()) {
      return requireBitcoin(address).toLowerCase(Locale.ROOT);
    }
    if (BASE58.matcher(address).matches()) {
      return isSolana(address) ? address : requireBitcoin(address);
    }
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

  /** 32 bytes: an address of Solana has no checksum. */
  private static boolean isSolana(String address) {
    try {
      SolanaAddress.parse(address);
      return true;
    } catch (TransactionException e) {
      return false;
    }
  }

  private static String requireBitcoin(String address) {
    TransactionException refusal = null;
    for (AddressFormat format : AddressFormat.values()) {
      try {
        OutputScript.parse(address, format);
        return address;
      } catch (TransactionException e) {
        refusal = refusal == null ? e : refusal;
      }
    }
    throw new IllegalArgumentException(refusal == null ? address : refusal.getMessage(), refusal);
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
