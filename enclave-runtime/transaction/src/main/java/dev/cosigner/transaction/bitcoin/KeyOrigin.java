package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a key is said to come from (BIP-174, {@code PSBT_IN_BIP32_DERIVATION}): a claim, which only
 * an own derivation confirms.
 *
 * @param fingerprint of the extended key at the path's start, 4 bytes
 * @param path indices of 32 bits, unsigned; from 2^31 on they are hardened
 */
record KeyOrigin(ByteString fingerprint, List<Long> path) {
  /** From here on an index is hardened: it takes the private key to derive. */
  static final long HARDENED = 1L << 31;

  /** Copies the list. */
  KeyOrigin {
    path = List.copyOf(path);
  }

  /** Reads a fingerprint and indices up to the last byte. */
  static KeyOrigin read(String what, ByteReader reader) throws TransactionException {
    if (reader.remaining() < 4 || reader.remaining() % 4 != 0 || reader.remaining() > 4 + 4 * 255) {
      throw new TransactionException(
          Reason.INVALID_FIELD,
          what,
          "a fingerprint of 4 bytes and at most 255 indices of 4 bytes",
          reader.remaining() + " bytes",
          reader.offset());
    }
    ByteString fingerprint = reader.string(what, 4);
    List<Long> path = new ArrayList<>();
    while (reader.remaining() > 0) {
      path.add(reader.u32(what));
    }
    return new KeyOrigin(fingerprint, path);
  }

  /** The path after BIP-32, such as {@code m/1/5} or {@code m/84'/0'/0'}. */
  String pathText() {
    return pathText(path);
  }

  static String pathText(List<Long> path) {
    StringBuilder text = new StringBuilder("m");
    for (long index : path) {
      text.append('/').append(index & (HARDENED - 1)).append(index >= HARDENED ? "'" : "");
    }
    return text.toString();
  }
}
