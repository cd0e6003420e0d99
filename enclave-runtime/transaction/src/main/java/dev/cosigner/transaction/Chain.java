package dev.cosigner.transaction;

import java.util.regex.Pattern;

/**
 * The one ledger on which a signature has effect, by its identifier of CAIP-2: {@code eip155:1}
 * (chain id), {@code solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp} and {@code
 * bip122:000000000019d6689c085ae165831e93} (first 32 characters of the genesis hash).
 *
 * @param namespace which rules it follows
 * @param reference which ledger of these rules; empty where neither the bytes nor the caller say it
 */
public record Chain(String namespace, String reference) implements Comparable<Chain> {
  /** Namespace of Ethereum and the networks like it; the reference is the decimal chain id. */
  public static final String EIP155 = "eip155";

  /** Namespace of Bitcoin and the networks like it. */
  public static final String BIP122 = "bip122";

  /** Namespace of Solana's clusters. */
  public static final String SOLANA = "solana";

  private static final Pattern NAMESPACE = Pattern.compile("[-a-z0-9]{3,8}");
  private static final Pattern REFERENCE = Pattern.compile("[-_a-zA-Z0-9]{0,32}");
  private static final Pattern CHAIN_ID = Pattern.compile("|[1-9][0-9]{0,31}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException where it is not one of CAIP-2's, or a chain id has leading
   *     zeros
   */
  public Chain {
    if (!NAMESPACE.matcher(namespace).matches()
        || !REFERENCE.matcher(reference).matches()
        || (namespace.equals(EIP155) && !CHAIN_ID.matcher(reference).matches())) {
      throw new IllegalArgumentException(
          "chain: expected an identifier of CAIP-2 such as eip155:1, found "
              + VisibleText.quote(namespace + ":" + reference));
    }
  }

  /** A ledger of {@code network} that is not stated: it equals none that is. */
  public static Chain unstated(Network network) {
    return new Chain(network.namespace(), "");
  }

  /**
   * Reads {@link #toString}'s form.
   *
   * @throws IllegalArgumentException where it is another
   */
  public static Chain parse(String id) {
    int colon = id.indexOf(':');
    return colon < 0
        ? new Chain(id, "")
        : new Chain(id.substring(0, colon), id.substring(colon + 1));
  }

  /** Whether a ledger is stated. */
  public boolean isStated() {
    return !reference.isEmpty();
  }

  @Override
  public int compareTo(Chain other) {
    return toString().compareTo(other.toString());
  }

  /** {@code namespace:reference}, or the namespace alone where no ledger is stated. */
  @Override
  public String toString() {
    return reference.isEmpty() ? namespace : namespace + ":" + reference;
  }
}
