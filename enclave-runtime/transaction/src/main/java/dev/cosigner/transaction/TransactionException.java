package dev.cosigner.transaction;

import java.util.OptionalInt;

/**
 * Bytes, a text or a request that this module does not accept: why, what it expected, what it
 * found.
 */
public final class TransactionException extends Exception {
  /** The offset of a refusal that is about no one byte. */
  public static final int NO_OFFSET = -1;

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String expected;
  private final String found;
  private final int offset;

  /** Why bytes were refused; each constant is one rule. */
  public enum Reason {
    /** No decoder for a network of this name. */
    UNKNOWN_NETWORK,
    /** More bytes than the network carries. */
    TOO_LARGE,
    /** The bytes end within a field. */
    TRUNCATED,
    /** Bytes after the last field. */
    TRAILING_BYTES,
    /** A length in more bytes than it needs, or out of its range. */
    NON_MINIMAL_LENGTH,
    /** A message version other than the known ones. */
    UNSUPPORTED_VERSION,
    /** Numbers of signers and read-only accounts that contradict each other. */
    INVALID_HEADER,
    /** The same account twice. */
    DUPLICATE_ACCOUNT,
    /** An index past the last account. */
    ACCOUNT_OUT_OF_RANGE,
    /** An account that nothing uses. */
    UNUSED_ACCOUNT,
    /** Accounts from an address look-up table, whose content the message does not show. */
    ADDRESS_LOOKUP_TABLE,
    /** No instruction at all. */
    NO_INSTRUCTION,
    /** More instructions than the network runs in one transaction. */
    TOO_MANY_INSTRUCTIONS,
    /** A program account that pays, signs or may be written. */
    PROGRAM_ROLE,
    /** A program that is not understood. */
    UNSUPPORTED_PROGRAM,
    /** An instruction that is not understood, or that needs a rule that names it. */
    UNSUPPORTED_INSTRUCTION,
    /** Instruction data of another form. */
    INVALID_INSTRUCTION,
    /** Another number of accounts than the instruction takes. */
    WRONG_ACCOUNT_COUNT,
    /** An account that must sign, or be writable, and does not. */
    ACCOUNT_ROLE,
    /** Another account where only one is right. */
    WRONG_ACCOUNT,
    /** A setting of the whole transaction given twice. */
    DUPLICATE_INSTRUCTION,
    /** A nonce advanced elsewhere than in the first instruction. */
    NONCE_NOT_FIRST,
    /** Not the first bytes of a PSBT. */
    NOT_A_PSBT,
    /** A field of a PSBT, or its key, given twice in one map. */
    DUPLICATE_FIELD,
    /** More fields in one map than there are uses for. */
    TOO_MANY_FIELDS,
    /** A field that the version demands, and that is not there. */
    MISSING_FIELD,
    /** A field that the version excludes. */
    FORBIDDEN_FIELD,
    /** A field whose key or value has another form than its standard says. */
    INVALID_FIELD,
    /** A field that is not understood, or not where it stands. */
    UNSUPPORTED_FIELD,
    /** A transaction of another form. */
    INVALID_TRANSACTION,
    /** No inputs or outputs, or too many. */
    NUMBER_OF_INPUTS_OR_OUTPUTS,
    /** The same output spent twice. */
    DUPLICATE_INPUT,
    /** More coins than there are, or fewer than none. */
    AMOUNT_OUT_OF_RANGE,
    /** Inputs that need a lock time by height, and others that need one by time. */
    LOCK_TIME_CONFLICT,
    /** An amount without the transaction that proves it. */
    MISSING_PREVIOUS_TRANSACTION,
    /** Another transaction than the one that an input names. */
    WRONG_PREVIOUS_TRANSACTION,
    /** An output that the transaction does not have. */
    OUTPUT_OUT_OF_RANGE,
    /** A spent output that differs from what the transaction before it says. */
    DIFFERENT_SPENT_OUTPUT,
    /** A script of a form that is not understood. */
    UNSUPPORTED_SCRIPT,
    /** A redeem script without need, or with another hash. */
    WRONG_SCRIPT,
    /** A public key that is missing, one of several, or not the one of its script. */
    WRONG_PUBLIC_KEY,
    /** A signature that would not cover everything. */
    SIGHASH_TYPE,
    /** An input or output said to be the wallet's, and it is not. */
    FALSE_DERIVATION,
    /** A path that nobody would look for again. */
    DERIVATION_PATH,
    /** Outputs of more than the inputs have. */
    SPENDS_MORE_THAN_IT_HAS,
    /** A fee beyond all use. */
    FEE_TOO_HIGH,
    /** An amount that costs more to spend than it is, and that nodes do not relay. */
    DUST,
    /** An amount that nobody could spend. */
    BURNT_AMOUNT,
    /** A transaction with inputs that are not final. */
    INCOMPLETE,
    /** Text that is not UTF-8. */
    INVALID_TEXT,
    /** The wallet is not among the required signers. */
    WALLET_NOT_SIGNER,
    /** A caller that means a ledger of another network than the bytes are of. */
    OTHER_NETWORK,
    /** An amount of an asset that the bytes do not name. */
    UNNAMED_ASSET,
    /** A deposit in an account that whoever comes first can make its own. */
    UNCLAIMED_ACCOUNT,
    /** Others than the wallet must sign too. */
    OTHER_SIGNERS,
    /** Another number of signatures than of required signers. */
    SIGNATURE_COUNT,
    /** A signature of another length. */
    SIGNATURE_LENGTH,
    /** A signature that does not verify. */
    INVALID_SIGNATURE,
    /** Not base58, or of another size. */
    INVALID_BASE58,
    /** Not an address of the network, or one with a wrong checksum. */
    INVALID_ADDRESS,
    /** Lists, calls or values nested more deeply than any honest one. */
    TOO_DEEP,
    /** A list where a string belongs, or the other way round. */
    WRONG_KIND,
    /** Another number of fields. */
    FIELD_COUNT,
    /** A field of another length. */
    FIELD_LENGTH,
    /** A number with leading zeros. */
    NON_MINIMAL_NUMBER,
    /** A number past its bound. */
    NUMBER_OUT_OF_RANGE,
    /** A transaction type (EIP-2718) other than the known ones. */
    UNSUPPORTED_TYPE,
    /** A transaction that carries a signature where one without is asked for. */
    ALREADY_SIGNED,
    /** A priority fee above the fee that is to include it, or a fee of more than 256 bits. */
    INVALID_FEE,
    /** A blob hash of another version, none at all, or more than a block takes. */
    INVALID_BLOBS,
    /** An authorization (EIP-7702) that no key made, or none at all. */
    INVALID_AUTHORIZATION,
    /** An offset that does not point to the first byte that is not taken. */
    INVALID_OFFSET,
    /** Padding that is not zero. */
    INVALID_PADDING,
    /** A call of a function that is not known. */
    UNKNOWN_FUNCTION,
    /** A call whose parts contradict each other, or that does more than can be described. */
    INVALID_CALL,
    /** More calls in one another, or more text, than a person can judge. */
    TOO_MUCH_TO_SHOW,
    /** Not JSON (RFC 8259), or a form of it that two readers can see differently. */
    INVALID_JSON,
    /** Typed data (EIP-712) whose types or values are of another form. */
    INVALID_TYPED_DATA,
    /** Not Solidity's JSON of a contract's functions, or one by which calls would not be clear. */
    INVALID_ABI,
    /** Not an encoding of a rendering. */
    INVALID_RENDERING
  }

  /**
   * A refusal.
   *
   * @param what what was read, such as "account 3"
   * @param expected in words, of this module alone
   * @param found in words; foreign text only as {@link VisibleText#quote} makes it
   * @param offset of the first byte concerned, or {@link #NO_OFFSET}
   */
  public TransactionException(
      Reason reason, String what, String expected, String found, int offset) {
    super(
        what
            + ": expected "
            + expected
            + ", found "
            + found
            + (offset < 0 ? "" : " (at byte " + offset + ")"));
    this.reason = reason;
    this.expected = expected;
    this.found = found;
    this.offset = offset;
  }

  /** The rule that refused. */
  public Reason reason() {
    return reason;
  }

  /** What would have been accepted. */
  public String expected() {
    return expected;
  }

  /** What there was. */
  public String found() {
    return found;
  }

  /** Where, in bytes from the start of the input; empty where the refusal is about no one byte. */
  public OptionalInt offset() {
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }
}
