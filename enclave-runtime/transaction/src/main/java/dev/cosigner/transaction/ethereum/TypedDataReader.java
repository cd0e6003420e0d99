package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.ethereum.TypedDataType.Field;
import dev.cosigner.transaction.ethereum.TypedDataType.Struct;
import dev.cosigner.transaction.json.JsonValue;
import dev.cosigner.transaction.json.JsonValue.JsonArray;
import dev.cosigner.transaction.json.JsonValue.JsonBoolean;
import dev.cosigner.transaction.json.JsonValue.JsonNumber;
import dev.cosigner.transaction.json.JsonValue.JsonObject;
import dev.cosigner.transaction.json.JsonValue.JsonString;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads the values of typed data from JSON, each exactly of its type. */
final class TypedDataReader {
  // Numbers of 256 bits have at most 78 decimal digits, with a sign 79.
  private static final int MAX_DIGITS = 79;

  private TypedDataReader() {}

  /** The fields of {@code struct} in its order: none is missing, and none is there besides. */
  static AbiValue.Sequence struct(String what, Struct struct, JsonValue json)
      throws TransactionException {
    if (!(json instanceof JsonObject object)) {
      throw invalid(what, "an object of type " + struct.name(), json.describe());
    }
    List<AbiValue> values = new ArrayList<>();
    for (Field field : struct.fields()) {
      JsonValue member = object.members().get(field.name());
      if (member == null) {
        throw invalid(what, "the field " + field.name(), "none");
      }
      values.add(value(what + "." + field.name(), field.type(), member));
    }
    if (object.members().size() != values.size()) {
      throw invalid(
          what,
          "the " + values.size() + " fields of " + struct.name() + " alone",
          object.members().size() + " fields: the others would not be signed");
    }
    return new AbiValue.Sequence(values);
  }

  private static AbiValue value(String what, TypedDataType type, JsonValue json)
      throws TransactionException {
    return switch (type) {
      case Struct struct -> struct(what, struct, json);
      case TypedDataType.Array array -> array(what, array, json);
      case TypedDataType.Elementary elementary -> elementary(what, elementary.type(), json);
    };
  }

  private static AbiValue array(String what, TypedDataType.Array type, JsonValue json)
      throws TransactionException {
    if (!(json instanceof JsonArray array)
        || (type.length() != AbiType.Array.ANY && array.elements().size() != type.length())) {
      throw invalid(what, "an array of type " + type.canonical(), json.describe());
    }
    List<AbiValue> values = new ArrayList<>();
    for (int i = 0; i < array.elements().size(); i++) {
      values.add(value(what + "[" + i + "]", type.element(), array.elements().get(i)));
    }
    return new AbiValue.Sequence(values);
  }

  private static AbiValue elementary(String what, AbiType type, JsonValue json)
      throws TransactionException {
    return switch (type) {
      case AbiType.Bool _ when json instanceof JsonBoolean bool -> new AbiValue.Truth(bool.value());
      case AbiType.Text _ when json instanceof JsonString text ->
          new AbiValue.Characters(text.value());
      case AbiType.Address _ when json instanceof JsonString text ->
          new AbiValue.Account(EthereumAddress.parseLenientCase(text.value()));
      case AbiType.Bytes _ when json instanceof JsonString text ->
          new AbiValue.Octets(hex(what, text.value()));
      case AbiType.FixedBytes fixed when json instanceof JsonString text -> {
        byte[] bytes = hex(what, text.value());
        if (bytes.length != fixed.size()) {
          throw invalid(what, fixed.size() + " bytes", String.valueOf(bytes.length));
        }
        yield new AbiValue.Octets(bytes);
      }
      case AbiType.Uint uint ->
          new AbiValue.Numeric(inRange(what, number(what, json), uint.bits(), false));
      case AbiType.Int integer ->
          new AbiValue.Numeric(inRange(what, number(what, json), integer.bits(), true));
      default -> throw invalid(what, "a value of type " + type.canonical(), json.describe());
    };
  }

  private static BigInteger number(String what, JsonValue json) throws TransactionException {
    String text =
        switch (json) {
          case JsonNumber number -> number.text();
          case JsonString string -> string.value();
          default -> throw invalid(what, "a number", json.describe());
        };
    if (text.length() <= MAX_DIGITS && text.matches("0|-?[1-9][0-9]*")) {
      return new BigInteger(text);
    }
    if (json instanceof JsonString && text.matches("0x[0-9a-fA-F]{1,64}")) {
      return new BigInteger(text.substring(2), 16);
    }
    throw invalid(what, "a whole number, decimal or in 0x and hexadecimal digits", shown(text));
  }

  private static BigInteger inRange(String what, BigInteger number, int bits, boolean signed)
      throws TransactionException {
    boolean fits =
        signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
    if (!fits) {
      throw new TransactionException(
          Reason.NUMBER_OUT_OF_RANGE,
          what,
          bits + (signed ? " bits with sign" : " bits without sign"),
          number.toString(),
          TransactionException.NO_OFFSET);
    }
    return number;
  }

  private static byte[] hex(String what, String text) throws TransactionException {
    if (!text.startsWith("0x")) {
      throw invalid(what, "0x and hexadecimal digits", shown(text));
    }
    try {
      return HexFormat.of().parseHex(text, 2, text.length());
    } catch (IllegalArgumentException e) {
      throw invalid(what, "0x and hexadecimal digits, two for each byte", shown(text));
    }
  }

  private static String shown(String text) {
    return text.length() > 200 ? text.length() + " characters" : VisibleText.quote(text);
  }

  private static TransactionException invalid(String what, String expected, String found) {
    return new TransactionException(
        Reason.INVALID_TYPED_DATA, what, expected, found, TransactionException.NO_OFFSET);
  }
}
