package dev.cosigner.transaction;

import dev.cosigner.transaction.bitcoin.ExtendedPublicKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the caller knows of the wallet that is asked to sign, and the bytes do not say. The host is
 * never the one who says it.
 *
 * @param chain the ledger that is meant where the bytes do not state one (Solana, Bitcoin, messages
 *     and digests of any network); may be {@link Chain#unstated}
 * @param address that is asked to sign, in the form that {@link Effect} demands
 * @param ownAddresses everything that the wallet's keys control, {@code address} included
 * @param key that derives further addresses of the wallet (Bitcoin, BIP-32); empty where there is
 *     none, and only {@code ownAddresses} are its own
 */
public record WalletContext(
    Chain chain, String address, Set<String> ownAddresses, Optional<ExtendedPublicKey> key) {
  /** Copies the set and adds the address. */
  public WalletContext {
    Set<String> all = new HashSet<>(ownAddresses);
    all.add(address);
    ownAddresses = Set.copyOf(all);
  }

  /** A wallet whose addresses are all listed. */
  public WalletContext(Chain chain, String address, Set<String> ownAddresses) {
    this(chain, address, ownAddresses, Optional.empty());
  }

  /** A wallet of one address, on {@code chain}. */
  public static WalletContext of(Chain chain, String address) {
    return new WalletContext(chain, address, Set.of());
  }

  /** Whether the wallet controls {@code address}. */
  public boolean owns(String address) {
    return ownAddresses.contains(address);
  }
}
