package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;

/** Fields that several records share, read strictly. */
final class Fields {
  private Fields() {}

  static void version(CborValue value, String what) throws CborException {
    value.asInteger(what + " version", 1, 1);
  }

  static ByteString bytes(CborValue value, String what, int size) throws CborException {
    return ByteString.copyOf(value.asBytes(what, size, size));
  }

  static CborValue of(ByteString bytes) {
    return CborValue.of(bytes.toByteArray());
  }

  static CborValue of(List<ByteString> all) {
    return CborValue.array(all.stream().map(Fields::of).toList());
  }

  static List<ByteString> byteStrings(CborValue value, String what, int min, int max, int size)
      throws CborException {
    List<ByteString> all = new ArrayList<>();
    for (CborValue item : value.asArray(what, min, max)) {
      all.add(bytes(item, what, size));
    }
    return List.copyOf(all);
  }

  static Role role(CborValue value) throws CborException {
    return switch (value.asText("role", 16)) {
      case "provider" -> Role.PROVIDER;
      case "customer" -> Role.CUSTOMER;
      case String other ->
          throw CborException.unexpectedValue("role", "provider or customer", other);
    };
  }

  static Scheme scheme(CborValue value) throws CborException {
    return switch (value.asText("scheme", 32)) {
      case "frost-ed25519" -> Scheme.FROST_ED25519;
      case String other -> throw CborException.unexpectedValue("scheme", "frost-ed25519", other);
    };
  }

  static AnchorKind anchorKind(CborValue value) throws CborException {
    return switch (value.asText("anchor kind", 16)) {
      case "aws" -> AnchorKind.AWS;
      case "development" -> AnchorKind.DEVELOPMENT;
      case String other ->
          throw CborException.unexpectedValue("anchor kind", "aws or development", other);
    };
  }

  static CborValue of(AnchorKind kind) {
    return CborValue.of(
        switch (kind) {
          case AWS -> "aws";
          case DEVELOPMENT -> "development";
        });
  }

  /** Text that a person sees as it is: nothing in it is invisible or turns other text around. */
  static String visible(CborValue value, String what, int maxLength) throws CborException {
    String text = value.asText(what, maxLength);
    if (text.isBlank() || !text.codePoints().allMatch(Fields::isVisible)) {
      throw CborException.unexpectedValue(
          what, "1 to " + maxLength + " visible characters", "others or none");
    }
    return text;
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> true;
    };
  }

  static void distinct(List<ByteString> all, String what) throws CborException {
    if (all.stream().distinct().count() != all.size()) {
      throw CborException.unexpectedValue(what, "distinct values", "one twice");
    }
  }
}
