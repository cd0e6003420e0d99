package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.ethereum.TypedDataType.Field;
import dev.cosigner.transaction.ethereum.TypedDataType.Struct;
import dev.cosigner.transaction.json.JsonValue;
import dev.cosigner.transaction.json.JsonValue.JsonArray;
import dev.cosigner.transaction.json.JsonValue.JsonObject;
import dev.cosigner.transaction.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The definitions of structs in a document of EIP-712, each with all that it consists of: a struct
 * cannot contain itself, and each definition is used.
 */
final class TypedDataTypes {
  private static final int MAX_STRUCTS = 64;
  private static final int MAX_FIELDS = 64;
  private static final int MAX_DIMENSIONS = 4;
  private static final int MAX_DEPTH = 16;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,127}");
  private static final Pattern ARRAY = Pattern.compile("(.*)\\[([1-9][0-9]{0,3})?\\]");

  private final JsonObject definitions;
  private final Map<String, Struct> structs = new HashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  private TypedDataTypes(JsonObject definitions) {
    this.definitions = definitions;
  }

  /**
   * Reads the definitions that {@code roots} consist of.
   *
   * @throws TransactionException where one is of another form, recursive, or not used
   */
  static Map<String, Struct> read(JsonObject definitions, List<String> roots)
      throws TransactionException {
    if (definitions.members().size() > MAX_STRUCTS) {
      throw invalid(
          "types", "at most " + MAX_STRUCTS, String.valueOf(definitions.members().size()));
    }
    TypedDataTypes types = new TypedDataTypes(definitions);
    for (String root : roots) {
      types.struct(root);
    }
    for (String name : definitions.members().keySet()) {
      if (!types.structs.containsKey(name)) {
        throw invalid("types", "only those that are used", shown(name));
      }
    }
    return Map.copyOf(types.structs);
  }

  private Struct struct(String name) throws TransactionException {
    Struct known = structs.get(name);
    if (known != null) {
      return known;
    }
    if (!IDENTIFIER.matcher(name).matches() || AbiType.elementary(name).isPresent()) {
      throw invalid("type", "the name of a struct", shown(name));
    }
    if (!open.add(name) || open.size() > MAX_DEPTH) {
      throw invalid(
          "type " + name,
          "structs at most " + MAX_DEPTH + " deep that do not contain themselves (EIP-712)",
          String.join(" in ", open));
    }
    if (!(definitions.members().get(name) instanceof JsonArray members)) {
      throw invalid("type " + name, "a list of fields in types", "none");
    }
    if (members.elements().size() > MAX_FIELDS) {
      throw invalid(
          "type " + name,
          "at most " + MAX_FIELDS + " fields",
          String.valueOf(members.elements().size()));
    }
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonValue member : members.elements()) {
      Field field = field(name, member);
      if (!names.add(field.name())) {
        throw invalid("type " + name, "each field once", field.name());
      }
      fields.add(field);
    }
    open.remove(name);
    Struct struct = new Struct(name, fields);
    structs.put(name, struct);
    return struct;
  }

  private Field field(String struct, JsonValue member) throws TransactionException {
    if (member instanceof JsonObject object
        && object.members().size() == 2
        && object.members().get("name") instanceof JsonString name
        && object.members().get("type") instanceof JsonString type) {
      if (!IDENTIFIER.matcher(name.value()).matches()) {
        throw invalid("field of " + struct, "letters, digits, _ and $", shown(name.value()));
      }
      return new Field(name.value(), type(type.value(), 0));
    }
    throw invalid("field of " + struct, "an object of name and type", member.describe());
  }

  private TypedDataType type(String text, int dimensions) throws TransactionException {
    Matcher array = ARRAY.matcher(text);
    if (text.length() <= 256 && array.matches()) {
      if (dimensions == MAX_DIMENSIONS) {
        throw invalid("type", "at most " + MAX_DIMENSIONS + " dimensions", shown(text));
      }
      int length = array.group(2) == null ? AbiType.Array.ANY : Integer.parseInt(array.group(2));
      return new TypedDataType.Array(type(array.group(1), dimensions + 1), length);
    }
    return AbiType.elementary(text).isPresent()
        ? new TypedDataType.Elementary(AbiType.elementary(text).get())
        : struct(text);
  }

  private static String shown(String text) {
    return text.length() > 200 ? text.length() + " characters" : VisibleText.quote(text);
  }

  private static TransactionException invalid(String what, String expected, String found) {
    return new TransactionException(
        Reason.INVALID_TYPED_DATA, what, expected, found, TransactionException.NO_OFFSET);
  }
}
