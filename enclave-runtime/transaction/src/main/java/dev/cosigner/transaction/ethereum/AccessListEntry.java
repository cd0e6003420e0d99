package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An account and slots of its storage that are paid for at once (EIP-2930).
 *
 * @param storageKeys 32 bytes each, in lower-case hexadecimal
 */
public record AccessListEntry(EthereumAddress address, List<String> storageKeys) {
  private static final int KEY_BYTES = 32;

  /** Copies the list. */
  public AccessListEntry {
    storageKeys = List.copyOf(storageKeys);
  }

  static List<AccessListEntry> readAll(List<RlpItem> items) throws TransactionException {
    List<AccessListEntry> entries = new ArrayList<>();
    for (RlpItem item : items) {
      RlpFields fields = RlpFields.of("entry of the access list", item, 2);
      EthereumAddress address = fields.address("address of the access list");
      List<String> keys = new ArrayList<>();
      for (RlpItem key : fields.list("storage keys")) {
        keys.add(HexFormat.of().formatHex(RlpFields.fixed("storage key", key, KEY_BYTES)));
      }
      entries.add(new AccessListEntry(address, keys));
    }
    return List.copyOf(entries);
  }

  RlpItem toRlp() {
    return RlpItem.list(
        List.of(
            RlpItem.of(address.toByteArray()),
            RlpItem.list(
                storageKeys.stream()
                    .map(key -> RlpItem.of(HexFormat.of().parseHex(key)))
                    .toList())));
  }
}
