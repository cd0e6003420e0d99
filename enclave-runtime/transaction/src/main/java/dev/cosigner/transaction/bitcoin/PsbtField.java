package dev.cosigner.transaction.bitcoin;

import java.util.Arrays;
import java.util.Optional;

/** The fields of BIP-174, BIP-370 and BIP-371: where they stand, their keys, their versions. */
enum PsbtField {
  UNSIGNED_TRANSACTION(Scope.GLOBAL, 0x00, Key.NONE, Versions.ONLY_0, true),
  XPUB(Scope.GLOBAL, 0x01, Key.XPUB, Versions.BOTH, false),
  TRANSACTION_VERSION(Scope.GLOBAL, 0x02, Key.NONE, Versions.ONLY_2, true),
  FALLBACK_LOCK_TIME(Scope.GLOBAL, 0x03, Key.NONE, Versions.ONLY_2, false),
  INPUT_COUNT(Scope.GLOBAL, 0x04, Key.NONE, Versions.ONLY_2, true),
  OUTPUT_COUNT(Scope.GLOBAL, 0x05, Key.NONE, Versions.ONLY_2, true),
  MODIFIABLE(Scope.GLOBAL, 0x06, Key.NONE, Versions.ONLY_2, false),
  VERSION(Scope.GLOBAL, 0xfb, Key.NONE, Versions.BOTH, false),

  PREVIOUS_TRANSACTION(Scope.INPUT, 0x00, Key.NONE, Versions.BOTH, false),
  WITNESS_UTXO(Scope.INPUT, 0x01, Key.NONE, Versions.BOTH, false),
  PARTIAL_SIGNATURE(Scope.INPUT, 0x02, Key.PUBLIC_KEY, Versions.BOTH, false),
  SIGHASH_TYPE(Scope.INPUT, 0x03, Key.NONE, Versions.BOTH, false),
  REDEEM_SCRIPT(Scope.INPUT, 0x04, Key.NONE, Versions.BOTH, false),
  WITNESS_SCRIPT(Scope.INPUT, 0x05, Key.NONE, Versions.BOTH, false),
  BIP32_DERIVATION(Scope.INPUT, 0x06, Key.PUBLIC_KEY, Versions.BOTH, false),
  FINAL_SCRIPT_SIG(Scope.INPUT, 0x07, Key.NONE, Versions.BOTH, false),
  FINAL_SCRIPT_WITNESS(Scope.INPUT, 0x08, Key.NONE, Versions.BOTH, false),
  RESERVES_COMMITMENT(Scope.INPUT, 0x09, Key.NONE, Versions.BOTH, false),
  RIPEMD160_PREIMAGE(Scope.INPUT, 0x0a, Key.HASH_20, Versions.BOTH, false),
  SHA256_PREIMAGE(Scope.INPUT, 0x0b, Key.HASH_32, Versions.BOTH, false),
  HASH160_PREIMAGE(Scope.INPUT, 0x0c, Key.HASH_20, Versions.BOTH, false),
  HASH256_PREIMAGE(Scope.INPUT, 0x0d, Key.HASH_32, Versions.BOTH, false),
  PREVIOUS_TXID(Scope.INPUT, 0x0e, Key.NONE, Versions.ONLY_2, true),
  OUTPUT_INDEX(Scope.INPUT, 0x0f, Key.NONE, Versions.ONLY_2, true),
  SEQUENCE(Scope.INPUT, 0x10, Key.NONE, Versions.ONLY_2, false),
  REQUIRED_TIME(Scope.INPUT, 0x11, Key.NONE, Versions.ONLY_2, false),
  REQUIRED_HEIGHT(Scope.INPUT, 0x12, Key.NONE, Versions.ONLY_2, false),
  TAP_KEY_SIGNATURE(Scope.INPUT, 0x13, Key.NONE, Versions.BOTH, false),
  TAP_SCRIPT_SIGNATURE(Scope.INPUT, 0x14, Key.X_ONLY_AND_LEAF, Versions.BOTH, false),
  TAP_LEAF_SCRIPT(Scope.INPUT, 0x15, Key.CONTROL_BLOCK, Versions.BOTH, false),
  TAP_BIP32_DERIVATION(Scope.INPUT, 0x16, Key.HASH_32, Versions.BOTH, false),
  TAP_INTERNAL_KEY(Scope.INPUT, 0x17, Key.NONE, Versions.BOTH, false),
  TAP_MERKLE_ROOT(Scope.INPUT, 0x18, Key.NONE, Versions.BOTH, false),

  OUT_REDEEM_SCRIPT(Scope.OUTPUT, 0x00, Key.NONE, Versions.BOTH, false),
  OUT_WITNESS_SCRIPT(Scope.OUTPUT, 0x01, Key.NONE, Versions.BOTH, false),
  OUT_BIP32_DERIVATION(Scope.OUTPUT, 0x02, Key.PUBLIC_KEY, Versions.BOTH, false),
  OUT_AMOUNT(Scope.OUTPUT, 0x03, Key.NONE, Versions.ONLY_2, true),
  OUT_SCRIPT(Scope.OUTPUT, 0x04, Key.NONE, Versions.ONLY_2, true),
  OUT_TAP_INTERNAL_KEY(Scope.OUTPUT, 0x05, Key.NONE, Versions.BOTH, false),
  OUT_TAP_TREE(Scope.OUTPUT, 0x06, Key.NONE, Versions.BOTH, false),
  OUT_TAP_BIP32_DERIVATION(Scope.OUTPUT, 0x07, Key.HASH_32, Versions.BOTH, false);

  /** In which kind of map a field stands. */
  enum Scope {
    GLOBAL,
    INPUT,
    OUTPUT
  }

  /** What follows the type in a key. */
  enum Key {
    NONE("nothing"),
    PUBLIC_KEY("a public key of 33 or 65 bytes"),
    HASH_20("20 bytes"),
    HASH_32("32 bytes"),
    X_ONLY_AND_LEAF("a key of 32 bytes and a leaf hash of 32"),
    CONTROL_BLOCK("a control block of 33 bytes and at most 128 times 32"),
    XPUB("an extended public key of 78 bytes");

    private final String title;

    Key(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    boolean admits(byte[] data) {
      return switch (this) {
        case NONE -> data.length == 0;
        case PUBLIC_KEY ->
            (data.length == 33 && (data[0] == 2 || data[0] == 3))
                || (data.length == 65 && data[0] == 4);
        case HASH_20 -> data.length == 20;
        case HASH_32 -> data.length == 32;
        case X_ONLY_AND_LEAF -> data.length == 64;
        case CONTROL_BLOCK ->
            data.length >= 33 && data.length <= 33 + 128 * 32 && (data.length - 33) % 32 == 0;
        case XPUB -> data.length == 78;
      };
    }
  }

  /** Which versions of the format have a field. */
  enum Versions {
    ONLY_0,
    ONLY_2,
    BOTH;

    boolean have(int version) {
      return this == BOTH || (this == ONLY_0) == (version == 0);
    }
  }

  private final Scope scope;
  private final int type;
  private final Key key;
  private final Versions versions;
  private final boolean required;

  PsbtField(Scope scope, int type, Key key, Versions versions, boolean required) {
    this.scope = scope;
    this.type = type;
    this.key = key;
    this.versions = versions;
    this.required = required;
  }

  /** The field of this number; empty for those of later standards and proprietary ones. */
  private static Optional<PsbtField> of(Scope scope, long type) {
    return Arrays.stream(values())
        .filter(field -> field.scope == scope && field.type == type)
        .findFirst();
  }

  /**
   * The field of an entry. A key of another form is none of its field's, where the version has no
   * such field: the number was free before (BIP-174's own vectors use 0x0f).
   */
  static Optional<PsbtField> of(Scope scope, PsbtMap.Entry entry, int version) {
    return of(scope, entry.type())
        .filter(field ->
            field.versions.have(version) || field.key.admits(entry.keyData().toByteArray()));
  }

  Scope scope() {
    return scope;
  }

  int type() {
    return type;
  }

  Key key() {
    return key;
  }

  Versions versions() {
    return versions;
  }

  /** Whether every map of its kind must have it in {@code version}. */
  boolean requiredIn(int version) {
    return required && versions.have(version);
  }
}
