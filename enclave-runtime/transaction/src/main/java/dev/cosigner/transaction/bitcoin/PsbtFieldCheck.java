package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** Whether the fields of a map are those of its version, and have the form of their standard. */
final class PsbtFieldCheck {
  private static final long TIME = 500_000_000L;
  // The limits of DER: two numbers of 1 to 33 bytes, and the type of the signature hash.
  private static final int MIN_SIGNATURE = 9;
  private static final int MAX_SIGNATURE = 73;

  private PsbtFieldCheck() {}

  /** Refuses fields of other versions, missing ones, and any of another form. */
  static void check(PsbtMap map, int version) throws TransactionException {
    for (PsbtMap.Entry entry : map.entries()) {
      Optional<PsbtField> field = PsbtField.of(map.scope(), entry, version);
      if (field.isPresent()) {
        check(map, version, field.get(), entry);
      }
    }
    for (PsbtField field : PsbtField.values()) {
      if (field.scope() == map.scope() && field.requiredIn(version) && !map.has(field)) {
        throw new TransactionException(
            Reason.MISSING_FIELD,
            map.name(),
            "the field " + field + " of version " + version,
            "none",
            TransactionException.NO_OFFSET);
      }
    }
  }

  private static void check(PsbtMap map, int version, PsbtField field, PsbtMap.Entry entry)
      throws TransactionException {
    String what = map.name() + ", " + field;
    if (!field.versions().have(version)) {
      throw new TransactionException(
          Reason.FORBIDDEN_FIELD,
          map.name(),
          "fields of version " + version,
          field + ", which it excludes",
          entry.offset());
    }
    if (!field.key().admits(entry.keyData().toByteArray())) {
      throw new TransactionException(
          Reason.INVALID_FIELD,
          what,
          "a key with " + field.key().title(),
          entry.keyData().size() + " bytes or another form",
          entry.offset());
    }
    checkValue(what, field, entry);
  }

  private static void checkValue(String what, PsbtField field, PsbtMap.Entry entry)
      throws TransactionException {
    ByteReader reader = PsbtMap.reader(entry);
    int size = reader.remaining();
    switch (field) {
      case UNSIGNED_TRANSACTION -> unsigned(what, reader);
      case PREVIOUS_TRANSACTION -> RawTransaction.read(what, reader, true);
      case WITNESS_UTXO -> {
        RawTransaction.Output.read(reader, what);
        reader.end(what);
      }
      case XPUB -> {
        int depth = entry.keyData().toByteArray()[4] & 0xff;
        int found = KeyOrigin.read(what, reader).path().size();
        require(found == depth, what, "as many indices as the key's depth " + depth, found, entry);
      }
      case INPUT_COUNT, OUTPUT_COUNT -> {
        reader.compactSize(what);
        reader.end(what);
      }
      case MODIFIABLE -> requireSize(what, entry, size, 1);
      case TRANSACTION_VERSION, FALLBACK_LOCK_TIME, VERSION, SIGHASH_TYPE, OUTPUT_INDEX, SEQUENCE ->
          requireSize(what, entry, size, 4);
      case REQUIRED_TIME -> {
        requireSize(what, entry, size, 4);
        long time = reader.u32(what);
        require(time >= TIME, what, "seconds since 1970, at least " + TIME, time, entry);
      }
      case REQUIRED_HEIGHT -> {
        requireSize(what, entry, size, 4);
        long height = reader.u32(what);
        require(height > 0 && height < TIME, what, "a height of 1 to " + (TIME - 1), height, entry);
      }
      case PARTIAL_SIGNATURE ->
          require(
              size >= MIN_SIGNATURE && size <= MAX_SIGNATURE,
              what,
              "a signature of " + MIN_SIGNATURE + " to " + MAX_SIGNATURE + " bytes",
              size,
              entry);
      case BIP32_DERIVATION, OUT_BIP32_DERIVATION -> KeyOrigin.read(what, reader);
      case TAP_BIP32_DERIVATION, OUT_TAP_BIP32_DERIVATION -> tapOrigin(what, reader);
      case FINAL_SCRIPT_WITNESS -> {
        RawTransaction.readWitness(reader, what);
        reader.end(what);
      }
      case PREVIOUS_TXID, TAP_INTERNAL_KEY, TAP_MERKLE_ROOT, OUT_TAP_INTERNAL_KEY ->
          requireSize(what, entry, size, 32);
      case TAP_KEY_SIGNATURE, TAP_SCRIPT_SIGNATURE ->
          require(size == 64 || size == 65, what, "a signature of 64 or 65 bytes", size, entry);
      case TAP_LEAF_SCRIPT -> require(size > 0, what, "a script and a leaf version", size, entry);
      case OUT_TAP_TREE -> tree(what, reader, entry);
      case OUT_AMOUNT -> {
        requireSize(what, entry, size, 8);
        RawTransaction.checkedAmount(what, reader.i64(what), entry.offset());
      }
      case RIPEMD160_PREIMAGE, SHA256_PREIMAGE, HASH160_PREIMAGE, HASH256_PREIMAGE ->
          require(
              Arrays.equals(
                  entry.keyData().toByteArray(), hash(field, entry.value().toByteArray())),
              what,
              "a value that hashes to the key",
              size,
              entry);
      case REDEEM_SCRIPT,
          WITNESS_SCRIPT,
          FINAL_SCRIPT_SIG,
          RESERVES_COMMITMENT,
          OUT_REDEEM_SCRIPT,
          OUT_WITNESS_SCRIPT,
          OUT_SCRIPT -> {
        // Any bytes.
      }
    }
  }

  private static void unsigned(String what, ByteReader reader) throws TransactionException {
    RawTransaction unsigned = RawTransaction.read(what, reader, false);
    for (RawTransaction.Input input : unsigned.inputs()) {
      if (!input.script().isEmpty()) {
        throw new TransactionException(
            Reason.INVALID_TRANSACTION,
            what,
            "inputs without scripts",
            "the script of the input that spends " + input.outpoint(),
            TransactionException.NO_OFFSET);
      }
    }
  }

  /** BIP-371: leaf hashes, then an origin. Returns the origin. */
  static KeyOrigin tapOrigin(String what, ByteReader reader) throws TransactionException {
    int leaves = reader.count(what + ", leaf hashes", 32);
    reader.bytes(what + ", leaf hashes", 32 * leaves);
    return KeyOrigin.read(what, reader);
  }

  /** BIP-371: leaves in depth-first order, which make one whole tree. */
  private static void tree(String what, ByteReader reader, PsbtMap.Entry entry)
      throws TransactionException {
    // The share of the tree that is still open, in units of 2^-128.
    BigInteger open = BigInteger.ONE.shiftLeft(128);
    do {
      int depth = reader.u8(what + ", depth");
      int leafVersion = reader.u8(what + ", leaf version");
      reader.sized(what + ", script");
      require(depth <= 128, what, "a depth of at most 128", depth, entry);
      require((leafVersion & 1) == 0, what, "an even leaf version", leafVersion, entry);
      open = open.subtract(BigInteger.ONE.shiftLeft(128 - depth));
    } while (open.signum() > 0 && reader.remaining() > 0);
    require(open.signum() == 0, what, "leaves of one whole tree", "others", entry);
    reader.end(what);
  }

  private static byte[] hash(PsbtField field, byte[] value) {
    return switch (field) {
      case RIPEMD160_PREIMAGE -> Ripemd160.of(value);
      case SHA256_PREIMAGE -> Sha256.of(value);
      case HASH160_PREIMAGE -> BitcoinHash.hash160(value);
      default -> BitcoinHash.twice(value);
    };
  }

  private static void requireSize(String what, PsbtMap.Entry entry, int size, int expected)
      throws TransactionException {
    require(size == expected, what, expected + " bytes", size + " bytes", entry);
  }

  private static void require(
      boolean holds, String what, String expected, Object found, PsbtMap.Entry entry)
      throws TransactionException {
    if (!holds) {
      throw new TransactionException(
          Reason.INVALID_FIELD, what, expected, String.valueOf(found), entry.offset());
    }
  }
}
