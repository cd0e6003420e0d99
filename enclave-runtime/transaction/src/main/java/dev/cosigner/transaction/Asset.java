package dev.cosigner.transaction;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What has an amount: a chain's own coin or what a contract or mint accounts for. Written after
 * CAIP-19: {@code eip155:1/native}, {@code eip155:1/erc20:0x...}, {@code solana:.../token:...}. A
 * symbol or a number of decimals is no part of it: those are said by an {@link AssetList}.
 *
 * @param chain where it is
 * @param kind what accounts for it
 * @param reference address of the contract or mint in the form that {@link Effect} demands; empty
 *     for the chain's coin
 * @param tokenId which item of a collection, where it is one
 */
public record Asset(Chain chain, Kind kind, String reference, Optional<BigInteger> tokenId) {
  /** What accounts for an asset. */
  public enum Kind {
    /** The chain itself: wei, lamports, satoshis. */
    NATIVE("native"),
    /** A contract of ERC-20. */
    ERC20("erc20"),
    /** A collection of ERC-721. */
    ERC721("erc721"),
    /** A collection of ERC-1155. */
    ERC1155("erc1155"),
    /** A mint of Solana's Token or Token-2022 program. */
    TOKEN("token");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** The name in identifiers. */
    public String id() {
      return id;
    }
  }

  /** CAIP-19's: nothing that could hide in a text or end it. */
  private static final Pattern REFERENCE = Pattern.compile("[-.%a-zA-Z0-9]{0,128}");

  /**
   * Checks that exactly a coin has no reference, and the form of others.
   *
   * @throws IllegalArgumentException otherwise
   */
  public Asset {
    if ((kind == Kind.NATIVE) != reference.isEmpty()
        || !REFERENCE.matcher(reference).matches()
        || (tokenId.isPresent() && tokenId.get().signum() < 0)) {
      throw new IllegalArgumentException(
          "asset: expected a reference unless it is a chain's coin, found "
              + kind.id()
              + " and "
              + VisibleText.quote(reference));
    }
  }

  /** The coin of {@code chain}. */
  public static Asset nativeOf(Chain chain) {
    return new Asset(chain, Kind.NATIVE, "", Optional.empty());
  }

  /** What the contract or mint {@code reference} accounts for. */
  public static Asset of(Chain chain, Kind kind, String reference) {
    return new Asset(chain, kind, reference, Optional.empty());
  }

  /** The item {@code tokenId} of a collection. */
  public static Asset item(Chain chain, Kind kind, String reference, BigInteger tokenId) {
    return new Asset(chain, kind, reference, Optional.of(tokenId));
  }

  /**
   * Reads {@link #toString}'s form.
   *
   * @throws IllegalArgumentException where it is another
   */
  public static Asset parse(String id) {
    String[] parts = id.split("/", -1);
    if (parts.length == 2 || parts.length == 3) {
      Chain chain = Chain.parse(parts[0]);
      int colon = parts[1].indexOf(':');
      String name = colon < 0 ? parts[1] : parts[1].substring(0, colon);
      String reference = colon < 0 ? "" : parts[1].substring(colon + 1);
      Optional<BigInteger> tokenId =
          parts.length == 2 ? Optional.empty() : Optional.of(FixedPoint.parse(parts[2], 0));
      for (Kind kind : Kind.values()) {
        if (kind.id().equals(name)) {
          return new Asset(chain, kind, reference, tokenId);
        }
      }
    }
    throw new IllegalArgumentException(
        "asset: expected one such as eip155:1/native or eip155:1/erc20:0x..., found "
            + VisibleText.quote(id));
  }

  /** The collection of an item, and itself otherwise: what lists name. */
  public Asset collection() {
    return tokenId.isEmpty() ? this : of(chain, kind, reference);
  }

  /** The identifier after CAIP-19. */
  @Override
  public String toString() {
    return chain
        + "/"
        + kind.id()
        + (reference.isEmpty() ? "" : ":" + reference)
        + tokenId.map(id -> "/" + id).orElse("");
  }
}
