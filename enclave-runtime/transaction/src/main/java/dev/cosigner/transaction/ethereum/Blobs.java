package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The blobs that a transaction publishes (EIP-4844), by their hashes.
 *
 * @param maxFeePerGas most wei for a unit of blob gas
 * @param hashes of 32 bytes, in lower-case hexadecimal
 */
record Blobs(BigInteger maxFeePerGas, List<String> hashes) {
  static final Blobs NONE = new Blobs(BigInteger.ZERO, List.of());

  // EIP-7691's limit of a block; a transaction cannot have more.
  private static final int MAX_HASHES = 9;
  private static final int HASH_BYTES = 32;
  private static final String KZG_VERSION = "01";
  private static final BigInteger GAS_PER_BLOB = BigInteger.valueOf(1 << 17);

  Blobs {
    hashes = List.copyOf(hashes);
  }

  static Blobs read(RlpFields fields) throws TransactionException {
    BigInteger maxFeePerGas = fields.number("maximum fee for blob gas", 256);
    RlpItem list = fields.item();
    List<String> hashes = new ArrayList<>();
    for (RlpItem item : RlpFields.list("blob hashes", list)) {
      String hash = HexFormat.of().formatHex(RlpFields.fixed("blob hash", item, HASH_BYTES));
      if (!hash.startsWith(KZG_VERSION)) {
        throw new TransactionException(
            Reason.INVALID_BLOBS,
            "blob hash",
            "version 0x01",
            "0x" + hash.substring(0, 2),
            item.offset());
      }
      hashes.add(hash);
    }
    if (hashes.isEmpty() || hashes.size() > MAX_HASHES) {
      throw new TransactionException(
          Reason.INVALID_BLOBS,
          "blob hashes",
          "1 to " + MAX_HASHES,
          String.valueOf(hashes.size()),
          list.offset());
    }
    return new Blobs(maxFeePerGas, hashes);
  }

  BigInteger maximumFee() {
    return maxFeePerGas.multiply(GAS_PER_BLOB).multiply(BigInteger.valueOf(hashes.size()));
  }

  void addTo(List<RlpItem> fields) {
    fields.add(RlpItem.of(maxFeePerGas));
    fields.add(
        RlpItem.list(
            hashes.stream().map(hash -> RlpItem.of(HexFormat.of().parseHex(hash))).toList()));
  }
}
