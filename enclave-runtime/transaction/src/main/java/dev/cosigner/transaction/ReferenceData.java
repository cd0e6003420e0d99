package dev.cosigner.transaction;

import java.util.List;
import java.util.Map;

/**
 * What bytes refer to and do not contain, as the wallet's policy says it. The host is never the one
 * who says it.
 *
 * @param assets symbols and decimals
 * @param lookupTables content of address look-up tables (Solana), by the table's address, in the
 *     table's order; a table that is not here is not understood
 * @param functions by contract ({@code eip155:1:0x...}, CAIP-10, lower case): further functions of
 *     it, each as a Solidity signature with the names of its parameters, such as {@code
 *     deposit(address asset,uint256 amount)}
 */
public record ReferenceData(
    AssetList assets, Map<String, List<String>> lookupTables, Map<String, List<String>> functions) {
  /** Nothing but what the protocols fix. */
  public static final ReferenceData NONE = new ReferenceData(AssetList.EMPTY, Map.of(), Map.of());

  /** Copies the maps. */
  public ReferenceData {
    lookupTables = Map.copyOf(lookupTables);
    functions = Map.copyOf(functions);
  }
}
