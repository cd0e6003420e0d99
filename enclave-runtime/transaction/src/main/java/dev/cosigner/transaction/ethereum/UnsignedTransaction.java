package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a transaction as they are hashed and signed, of every type: EIP-155 and before,
 * EIP-2930, EIP-1559, EIP-4844, EIP-7702. Only canonical encodings are read, so that there are no
 * two encodings of the same transaction.
 */
public final class UnsignedTransaction {
  /** Most bytes of a transaction that nodes pass on: 128 KiB. */
  public static final int MAX_BYTES = 128 * 1024;

  /** Most bits of a chain id (EIP-2294: a signature's v stays within 64 bits). */
  static final int CHAIN_ID_BITS = 62;

  private static final int MAX_DEPTH = 4;
  private static final int WORD_BITS = 256;

  private final TransactionType type;
  private final BigInteger chainId;
  private final BigInteger nonce;
  private final GasPrice gasPrice;
  private final BigInteger gasLimit;
  private final Optional<EthereumAddress> to;
  private final BigInteger value;
  private final byte[] data;
  private final List<AccessListEntry> accessList;
  private final Blobs blobs;
  private final List<Authorization> authorizations;

  private UnsignedTransaction(TransactionType type, RlpItem item) throws TransactionException {
    this.type = type;
    RlpFields fields = RlpFields.of("transaction", item, type.fields());
    BigInteger chain = type.isTyped() ? chainId(fields) : BigInteger.ZERO;
    nonce = fields.number("nonce", 64);
    gasPrice = GasPrice.read(fields, type);
    gasLimit = fields.number("gas limit", 64);
    to = fields.optionalAddress("recipient");
    value = fields.number("value", WORD_BITS);
    data = fields.string("data");
    if (type == TransactionType.LEGACY) {
      chain = chainId(fields);
      refuseSignature(fields);
    }
    chainId = chain;
    accessList = type.isTyped() ? AccessListEntry.readAll(fields.list("access list")) : List.of();
    blobs = type == TransactionType.BLOB ? Blobs.read(fields) : Blobs.NONE;
    authorizations =
        type == TransactionType.SET_CODE ? Authorization.readAll(fields.item()) : List.of();
    if (to.isEmpty() && (type == TransactionType.BLOB || type == TransactionType.SET_CODE)) {
      throw new TransactionException(
          Reason.FIELD_LENGTH,
          "recipient",
          "an address, which this type demands",
          "none",
          TransactionException.NO_OFFSET);
    }
    if (maximumFee().bitLength() > WORD_BITS) {
      throw new TransactionException(
          Reason.INVALID_FEE,
          "fee",
          "at most " + WORD_BITS + " bits of wei in all",
          maximumFee().bitLength() + " bits",
          TransactionException.NO_OFFSET);
    }
  }

  /**
   * Reads what is hashed and signed: the fields, after the type's byte where there is one.
   *
   * @throws TransactionException for any other bytes
   */
  static UnsignedTransaction decode(byte[] bytes) throws TransactionException {
    if (bytes.length > MAX_BYTES) {
      throw new TransactionException(
          Reason.TOO_LARGE,
          "transaction",
          "at most " + MAX_BYTES + " bytes",
          bytes.length + " bytes",
          TransactionException.NO_OFFSET);
    }
    if (bytes.length == 0) {
      throw new TransactionException(
          Reason.TRUNCATED, "transaction", "at least one byte", "none", 0);
    }
    int first = bytes[0] & 0xff;
    if (first >= RlpHeader.LIST) {
      RlpItem item = RlpDecoder.decode(bytes, 0, MAX_DEPTH);
      int count = RlpFields.list("transaction", item).size();
      return new UnsignedTransaction(
          count == TransactionType.UNPROTECTED.fields()
              ? TransactionType.UNPROTECTED
              : TransactionType.LEGACY,
          item);
    }
    for (TransactionType type : TransactionType.values()) {
      if (type.prefix() == first) {
        RlpItem item = RlpDecoder.decode(bytes, 1, MAX_DEPTH);
        int count = RlpFields.list("transaction", item).size();
        if (count == type.fields() + 3) {
          throw alreadySigned("three fields more", item.offset());
        }
        return new UnsignedTransaction(type, item);
      }
    }
    throw new TransactionException(
        Reason.UNSUPPORTED_TYPE,
        "transaction type",
        "a list, or a type of 0x01 to 0x04",
        "0x%02x".formatted(first),
        0);
  }

  private static BigInteger chainId(RlpFields fields) throws TransactionException {
    BigInteger chainId = fields.number("chain id", CHAIN_ID_BITS);
    if (chainId.signum() == 0) {
      throw new TransactionException(
          Reason.NUMBER_OUT_OF_RANGE,
          "chain id",
          "at least 1",
          "0",
          TransactionException.NO_OFFSET);
    }
    return chainId;
  }

  /** EIP-155 puts two zeros where the signature will be. */
  private static void refuseSignature(RlpFields fields) throws TransactionException {
    for (String name : List.of("r", "s")) {
      RlpItem item = fields.item();
      if (RlpFields.string(name, item).length != 0) {
        throw alreadySigned(name, item.offset());
      }
    }
  }

  private static TransactionException alreadySigned(String what, int offset) {
    return new TransactionException(
        Reason.ALREADY_SIGNED,
        "signature",
        "the transaction without one, as it is hashed",
        what,
        offset);
  }

  /** What kind of transaction it is. */
  public TransactionType type() {
    return type;
  }

  /** The chain; empty before EIP-155. */
  public Optional<BigInteger> chainId() {
    return type == TransactionType.UNPROTECTED ? Optional.empty() : Optional.of(chainId);
  }

  /** How many transactions the account sent before. */
  public BigInteger nonce() {
    return nonce;
  }

  GasPrice gasPrice() {
    return gasPrice;
  }

  /** Most units of gas. */
  public BigInteger gasLimit() {
    return gasLimit;
  }

  /** Who is called or paid; empty where a contract is created. */
  public Optional<EthereumAddress> to() {
    return to;
  }

  /** In wei. */
  public BigInteger value() {
    return value;
  }

  /** A copy of the call's data, or of the code that creates a contract. */
  public byte[] data() {
    return data.clone();
  }

  /** Accounts and slots that are paid for at once. */
  public List<AccessListEntry> accessList() {
    return accessList;
  }

  Blobs blobs() {
    return blobs;
  }

  /** Authorizations to run others' code. */
  public List<Authorization> authorizations() {
    return authorizations;
  }

  /** The most that the network can take, in wei: gas at its highest price, blobs at theirs. */
  public BigInteger maximumFee() {
    return gasLimit.multiply(gasPrice.maximum()).add(blobs.maximumFee());
  }

  /** What is hashed and signed. */
  public byte[] encode() {
    List<RlpItem> fields = fields();
    if (type == TransactionType.LEGACY) {
      fields.add(RlpItem.of(chainId));
      fields.add(RlpItem.of(BigInteger.ZERO));
      fields.add(RlpItem.of(BigInteger.ZERO));
    }
    return encode(fields);
  }

  /** The 32 bytes to sign. */
  public byte[] signingHash() {
    return Keccak256.hash(encode());
  }

  /** What nodes accept, with the signature. */
  byte[] encodeSigned(EthereumSignature signature) {
    List<RlpItem> fields = fields();
    fields.add(RlpItem.of(v(signature.odd())));
    fields.add(RlpItem.of(signature.r()));
    fields.add(RlpItem.of(signature.s()));
    return encode(fields);
  }

  private BigInteger v(boolean odd) {
    BigInteger parity = odd ? BigInteger.ONE : BigInteger.ZERO;
    return switch (type) {
      case UNPROTECTED -> parity.add(BigInteger.valueOf(27));
      case LEGACY -> chainId.shiftLeft(1).add(BigInteger.valueOf(35)).add(parity);
      case ACCESS_LIST, FEE_MARKET, BLOB, SET_CODE -> parity;
    };
  }

  private List<RlpItem> fields() {
    List<RlpItem> fields = new ArrayList<>();
    if (type.isTyped()) {
      fields.add(RlpItem.of(chainId));
    }
    fields.add(RlpItem.of(nonce));
    gasPrice.addTo(fields, type);
    fields.add(RlpItem.of(gasLimit));
    fields.add(RlpItem.of(to.map(EthereumAddress::toByteArray).orElse(new byte[0])));
    fields.add(RlpItem.of(value));
    fields.add(RlpItem.of(data));
    if (type.isTyped()) {
      fields.add(RlpItem.list(accessList.stream().map(AccessListEntry::toRlp).toList()));
    }
    if (type == TransactionType.BLOB) {
      blobs.addTo(fields);
    }
    if (type == TransactionType.SET_CODE) {
      fields.add(RlpItem.list(authorizations.stream().map(Authorization::toRlp).toList()));
    }
    return fields;
  }

  private byte[] encode(List<RlpItem> fields) {
    RlpItem list = RlpItem.list(fields);
    return type.isTyped() ? prefixed(type.prefix(), list) : list.encode();
  }

  static byte[] prefixed(int prefix, RlpItem item) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(prefix);
    item.write(out);
    return out.toByteArray();
  }
}
