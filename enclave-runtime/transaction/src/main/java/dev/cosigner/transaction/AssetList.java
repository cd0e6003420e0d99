package dev.cosigner.transaction;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Symbols and decimals of assets, from whom the wallet's owner trusts for them: its policy. The
 * coins of Bitcoin, Ethereum and Solana are known without a list, since their protocols fix them.
 */
public final class AssetList {
  /** The list without an entry. */
  public static final AssetList EMPTY = new AssetList(List.of());

  private static final int MAX_DECIMALS = 77;
  private static final String BITCOIN = "bip122:000000000019d6689c085ae165831e93";
  private static final String ETHEREUM = "eip155:1";

  private final List<Entry> entries;
  private final Map<Asset, Unit> units = new HashMap<>();

  /**
   * What an asset is called and counted in.
   *
   * @param symbol 1 to 16 letters, digits, dots or hyphens of ASCII
   * @param decimals 0 to 77: as many as 256 bits can need
   */
  public record Unit(String symbol, int decimals) {
    /**
     * Checks the unit.
     *
     * @throws IllegalArgumentException where a part is not as described
     */
    public Unit {
      if (!symbol.matches("[A-Za-z0-9.-]{1,16}")) {
        throw new IllegalArgumentException(
            "symbol: expected 1 to 16 letters, digits, dots or hyphens, found "
                + VisibleText.quote(symbol));
      }
      if (decimals < 0 || decimals > MAX_DECIMALS) {
        throw new IllegalArgumentException(
            "decimals: expected 0 to " + MAX_DECIMALS + ", found " + decimals);
      }
    }
  }

  /**
   * The unit of one asset.
   *
   * @param asset of a stated chain and without a token id
   */
  public record Entry(Asset asset, Unit unit) {
    /**
     * Checks the entry.
     *
     * @throws IllegalArgumentException where the asset is not as described, its protocol says
     *     another unit, or the symbol is that of the chain's coin
     */
    public Entry {
      if (asset.tokenId().isPresent() || !asset.chain().isStated()) {
        throw new IllegalArgumentException(
            "asset list: expected an asset of a stated chain without a token id, found " + asset);
      }
      Optional<Unit> coin = coin(asset.chain());
      boolean isCoin = asset.kind() == Asset.Kind.NATIVE;
      if (coin.isPresent() && isCoin && !coin.get().equals(unit)) {
        throw new IllegalArgumentException(
            "asset list: expected %s with %d decimals for %s, as its protocol says, found %s with %d"
                .formatted(
                    coin.get().symbol(),
                    coin.get().decimals(),
                    asset,
                    unit.symbol(),
                    unit.decimals()));
      }
      if (coin.isPresent() && !isCoin && coin.get().symbol().equalsIgnoreCase(unit.symbol())) {
        throw new IllegalArgumentException(
            "asset list: " + asset + " has the symbol of the chain's coin, " + unit.symbol());
      }
    }
  }

  /**
   * A list of these entries.
   *
   * @throws IllegalArgumentException where two are of the same asset, or two of the same chain have
   *     the same symbol but for its case
   */
  public AssetList(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    Map<String, Asset> symbols = new HashMap<>();
    for (Entry entry : this.entries) {
      Asset asset = entry.asset();
      if (units.put(asset, entry.unit()) != null) {
        throw new IllegalArgumentException("asset list: " + asset + " is there twice");
      }
      String symbol = entry.unit().symbol();
      // In another case it would look the same to people in a hurry.
      Asset other = symbols.put(asset.chain() + " " + symbol.toLowerCase(Locale.ROOT), asset);
      if (other != null) {
        throw new IllegalArgumentException(
            "asset list: %s and %s have the same symbol %s".formatted(other, asset, symbol));
      }
    }
  }

  /** The entries in the order given. */
  public List<Entry> entries() {
    return entries;
  }

  /**
   * The unit of {@code asset}, or of the collection it is an item of; empty where none is known.
   */
  public Optional<Unit> unit(Asset asset) {
    Unit listed = units.get(asset.collection());
    if (listed == null && asset.kind() == Asset.Kind.NATIVE) {
      return coin(asset.chain());
    }
    return Optional.ofNullable(listed);
  }

  /**
   * An amount of base units as a person reads it: all decimals and the symbol where the asset is
   * known, base units and the asset's identifier where it is not.
   *
   * @param amount in base units, not negative
   */
  public Rendering.Line line(String label, Asset asset, BigInteger amount) {
    Unit unit = unit(asset).orElse(null);
    if (unit == null) {
      return new Rendering.Line(label, amount.toString(), "base units of " + asset);
    }
    String item = asset.tokenId().map(id -> " item " + id).orElse("");
    return new Rendering.Line(
        label, FixedPoint.text(amount, unit.decimals()), unit.symbol() + item);
  }

  /** What to warn of where an amount of {@code asset} is shown; empty where the asset is known. */
  public Optional<String> warning(Asset asset) {
    return unit(asset).isPresent()
        ? Optional.empty()
        : Optional.of(
            "No list names the asset "
                + asset.collection()
                + ": its amounts are in base units, since its name and decimals are not known.");
  }

  private static Optional<Unit> coin(Chain chain) {
    if (chain.namespace().equals(Chain.SOLANA)) {
      return Optional.of(new Unit("SOL", 9));
    }
    return switch (chain.toString()) {
      case BITCOIN -> Optional.of(new Unit("BTC", 8));
      case ETHEREUM -> Optional.of(new Unit("ETH", 18));
      default -> Optional.empty();
    };
  }
}
