package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import java.util.List;
import java.util.Map;

/** What fuzz tests share: the lists of a policy, and what holds for everything that is accepted. */
final class Accepted {
  static final String TOKEN = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
  static final String DECLARED =
      "stake(address validator,(uint256 amount,bytes note)[2][] parts,string s)";
  static final ReferenceData LISTS =
      new ReferenceData(
          new AssetList(
              List.of(
                  new AssetList.Entry(
                      Asset.of(Transactions.MAINNET, Asset.Kind.ERC20, TOKEN),
                      new AssetList.Unit("USDC", 6)))),
          Map.of(),
          Map.of("eip155:1:" + TOKEN, List.of(DECLARED)));

  private Accepted() {}

  static void assertJudgedAndShown(DecodedTransaction transaction) throws TransactionException {
    assertThat(transaction.effects(Transactions.CONTEXT)).isNotEmpty();
    Rendering rendering = transaction.render(Transactions.CONTEXT);
    byte[] encoded = rendering.encode();
    assertThat(encoded.length).isLessThanOrEqualTo(Rendering.MAX_BYTES);
    assertThat(Rendering.decode(encoded)).isEqualTo(rendering);
  }
}
