package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cosigner.transaction.AssetList.Entry;
import dev.cosigner.transaction.AssetList.Unit;
import dev.cosigner.transaction.Rendering.Line;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetListTest {
  private static final String USDC = "eip155:1/erc20:0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
  private static final AssetList LIST = new AssetList(List.of(entry(USDC, "USDC", 6)));

  @Test
  void showsAmountsInUnitsOfTheList() {
    assertThat(LIST.line("Amount", Asset.parse(USDC), BigInteger.valueOf(1_500_000)))
        .isEqualTo(new Line("Amount", "1.500000", "USDC"));
    assertThat(LIST.warning(Asset.parse(USDC))).isEmpty();
  }

  @Test
  void showsBaseUnitsOfWhatIsNotListedAndWarns() {
    Asset other = Asset.parse(USDC.replace("a0b8", "a0b9"));
    assertThat(LIST.line("Amount", other, BigInteger.valueOf(1_500_000)))
        .isEqualTo(new Line("Amount", "1500000", "base units of " + other));
    assertThat(LIST.warning(other)).hasValueSatisfying(text -> assertThat(text).contains("0xa0b9"));
    assertThat(LIST.unit(Asset.parse(USDC.replace("eip155:1/", "eip155:10/")))).isEmpty();
  }

  @Test
  void namesItemsOfACollection() {
    String items = "eip155:1/erc1155:0x0000000000000000000000000000000000000001";
    AssetList list = new AssetList(List.of(entry(items, "ITEM", 0)));
    assertThat(list.line("Amount", Asset.parse(items + "/17"), BigInteger.TWO))
        .isEqualTo(new Line("Amount", "2", "ITEM item 17"));
  }

  @Test
  void knowsTheCoinsOfTheProtocols() {
    assertThat(AssetList.EMPTY.unit(Asset.parse("eip155:1/native"))).contains(new Unit("ETH", 18));
    assertThat(AssetList.EMPTY.unit(Asset.parse("solana/native"))).contains(new Unit("SOL", 9));
    assertThat(AssetList.EMPTY.unit(Asset.parse("eip155:137/native"))).isEmpty();
  }

  @Test
  void refusesAListThatDeceives() {
    assertRefused("twice", entry(USDC, "USDC", 6), entry(USDC, "USDT", 6));
    assertRefused(
        "same symbol", entry(USDC, "USDC", 6), entry(USDC.replace("a0b8", "a0b9"), "USDC", 6));
    assertRefused(
        "same symbol", entry(USDC, "USDC", 6), entry(USDC.replace("a0b8", "a0b9"), "UsdC", 6));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("eip155:1/native", "ETH", 17))
        .withMessageContaining("expected ETH with 18 decimals");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry(USDC, "eth", 18))
        .withMessageContaining("symbol of the chain's coin");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry(USDC, "US\u0405C", 6))
        .withMessageContaining("symbol");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry(USDC, "USDC", 78))
        .withMessageContaining("0 to 77");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("solana/native", "SOL", 9))
        .withMessageContaining("stated chain");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eip155:1/native",
        "eip155:1/erc721:0x01/5",
        "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp/token:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"
      })
  void readsWhatItWrites(String id) {
    assertThat(Asset.parse(id)).hasToString(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "eip155:1",
        "eip155:01/native",
        "eip155:1/native:x",
        "eip155:1/erc20",
        "eip155:1/erc20:",
        "eip155:1/gold:x",
        "eip155:1/erc721:0x01/-5",
        "eip155:1/erc721:0x01/05",
        "EIP155:1/native",
        "eip155:1/erc721:0x01/5/6",
        "eip155:1/erc20:0x01\u0018",
        "eip155:1/erc20:0x01 (USDC)",
        "eip155:1/erc20:0x01\u202e"
      })
  void refusesOtherIdentifiers(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> Asset.parse(id));
  }

  private static void assertRefused(String reason, Entry... entries) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AssetList(List.of(entries)))
        .withMessageContaining(reason);
  }

  private static Entry entry(String asset, String symbol, int decimals) {
    return new Entry(Asset.parse(asset), new Unit(symbol, decimals));
  }
}
