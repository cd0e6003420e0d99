package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.ethereum.TypedDataType.Field;
import dev.cosigner.transaction.ethereum.TypedDataType.Struct;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * For whom typed data is (EIP-712, "Definition of domainSeparator"); what a domain leaves out is
 * empty.
 *
 * @param salt 32 bytes in lower-case hexadecimal
 */
record TypedDataDomain(
    Optional<String> name,
    Optional<String> version,
    Optional<BigInteger> chainId,
    Optional<EthereumAddress> contract,
    Optional<String> salt) {

  /** The name of the struct. */
  static final String TYPE = "EIP712Domain";

  private static final int MAX_TEXT = 256;
  private static final List<String> FIELDS =
      List.of(
          "string name",
          "string version",
          "uint256 chainId",
          "address verifyingContract",
          "bytes32 salt");

  /**
   * Reads the values of a domain.
   *
   * @throws TransactionException where the type has other fields than EIP-712's, in its order, or
   *     none
   */
  static TypedDataDomain of(Struct type, AbiValue.Sequence values) throws TransactionException {
    int last = -1;
    for (Field field : type.fields()) {
      int index = FIELDS.indexOf(field.type().canonical() + " " + field.name());
      if (index <= last) {
        throw invalid(
            "fields of " + String.join(", ", FIELDS) + ", in this order",
            field.type().canonical() + " " + field.name());
      }
      last = index;
    }
    if (type.fields().isEmpty()) {
      throw invalid("at least one field", "none");
    }
    Optional<BigInteger> chainId =
        find(type, values, "chainId").map(value -> ((AbiValue.Numeric) value).value());
    if (chainId.isPresent()
        && (chainId.get().signum() == 0
            || chainId.get().bitLength() > UnsignedTransaction.CHAIN_ID_BITS)) {
      throw new TransactionException(
          Reason.NUMBER_OUT_OF_RANGE,
          "chainId of the domain",
          "1 to " + UnsignedTransaction.CHAIN_ID_BITS + " bits",
          chainId.get().toString(),
          TransactionException.NO_OFFSET);
    }
    for (String text : List.of("name", "version")) {
      int length = text(find(type, values, text)).orElse("").length();
      if (length > MAX_TEXT) {
        throw invalid(
            "a " + text + " of at most " + MAX_TEXT + " characters", String.valueOf(length));
      }
    }
    return new TypedDataDomain(
        text(find(type, values, "name")),
        text(find(type, values, "version")),
        chainId,
        find(type, values, "verifyingContract").map(value -> ((AbiValue.Account) value).value()),
        find(type, values, "salt")
            .map(value -> HexFormat.of().formatHex(((AbiValue.Octets) value).value())));
  }

  private static Optional<AbiValue> find(Struct type, AbiValue.Sequence values, String name) {
    for (int i = 0; i < type.fields().size(); i++) {
      if (type.fields().get(i).name().equals(name)) {
        return Optional.of(values.values().get(i));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(Optional<AbiValue> value) {
    return value.map(text -> ((AbiValue.Characters) text).value());
  }

  private static TransactionException invalid(String expected, String found) {
    return new TransactionException(
        Reason.INVALID_TYPED_DATA, "domain", expected, found, TransactionException.NO_OFFSET);
  }

  /** Name and version, as far as there are any. */
  String title() {
    return (name.orElse("") + " " + version.orElse("")).strip();
  }
}
