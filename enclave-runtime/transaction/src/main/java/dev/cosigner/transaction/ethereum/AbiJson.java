package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.json.JsonReader;
import dev.cosigner.transaction.json.JsonValue;
import dev.cosigner.transaction.json.JsonValue.JsonArray;
import dev.cosigner.transaction.json.JsonValue.JsonBoolean;
import dev.cosigner.transaction.json.JsonValue.JsonObject;
import dev.cosigner.transaction.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Reads the JSON of a {@link ContractAbi}. Members that the specification does not have are
 * refused.
 */
final class AbiJson {
  private static final int MAX_DEPTH = 24;
  private static final int MAX_VALUES = 64 * 1024;
  private static final Set<String> ENTRIES =
      Set.of("function", "constructor", "receive", "fallback", "event", "error");
  private static final Set<String> ENTRY_MEMBERS =
      Set.of(
          "type",
          "name",
          "inputs",
          "outputs",
          "stateMutability",
          "anonymous",
          "constant",
          "payable",
          "gas");
  private static final Set<String> PARAMETER_MEMBERS =
      Set.of("name", "type", "internalType", "components", "indexed");
  // Nothing that would be read as another part of the signature.
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9]*(\\[[0-9]*])*");
  private static final Pattern NAME = Pattern.compile("|[A-Za-z_$][A-Za-z0-9_$]*");
  private static final Set<String> READING = Set.of("view", "pure");
  private static final Set<String> CHANGING = Set.of("nonpayable", "payable");

  private AbiJson() {}

  static ContractAbi read(byte[] json) throws TransactionException {
    JsonValue root = JsonReader.read(json, ContractAbi.MAX_BYTES, MAX_DEPTH, MAX_VALUES);
    if (!(root instanceof JsonArray entries)) {
      throw invalid("ABI", "an array of functions, events and errors", root.describe());
    }
    List<String> functions = new ArrayList<>();
    for (int i = 0; i < entries.elements().size(); i++) {
      String what = "ABI, entry " + (i + 1);
      Map<String, JsonValue> entry = members(what, entries.elements().get(i), ENTRY_MEMBERS);
      String type = text(what, entry, "type");
      if (!ENTRIES.contains(type)) {
        throw invalid(what, "a type of " + sorted(ENTRIES), quote(type));
      }
      if (type.equals("function") && changes(what, entry)) {
        functions.add(name(what, entry) + parameters(what, entry.get("inputs")));
      }
    }
    try {
      return new ContractAbi(functions);
    } catch (IllegalArgumentException e) {
      throw invalid("ABI", "functions that can be told apart and decoded", e.getMessage());
    }
  }

  private static String name(String what, Map<String, JsonValue> entry)
      throws TransactionException {
    String name = text(what, entry, "name");
    if (name.isEmpty() || !NAME.matcher(name).matches()) {
      throw invalid(what + ", name", "an identifier", quote(name));
    }
    return name;
  }

  /** Whether a call can change something; before Solidity 0.5 "constant" said it alone. */
  private static boolean changes(String what, Map<String, JsonValue> entry)
      throws TransactionException {
    if (entry.containsKey("stateMutability")) {
      String mutability = text(what, entry, "stateMutability");
      if (!READING.contains(mutability) && !CHANGING.contains(mutability)) {
        throw invalid(
            what + ", stateMutability", "nonpayable, payable, view or pure", quote(mutability));
      }
      return CHANGING.contains(mutability);
    }
    JsonValue constant = entry.get("constant");
    if (constant instanceof JsonBoolean(boolean value)) {
      return !value;
    }
    throw invalid(
        what, "stateMutability", constant == null ? "none" : "constant as " + constant.describe());
  }

  /** Solidity's form, which is read strictly afterwards. */
  private static String parameters(String what, JsonValue value) throws TransactionException {
    if (!(value instanceof JsonArray array)) {
      throw invalid(what + ", parameters", "an array", value == null ? "none" : value.describe());
    }
    StringJoiner text = new StringJoiner(",", "(", ")");
    for (JsonValue element : array.elements()) {
      Map<String, JsonValue> parameter = members(what, element, PARAMETER_MEMBERS);
      String type = text(what, parameter, "type");
      String name = text(what, parameter, "name");
      if (!TYPE.matcher(type).matches() || !NAME.matcher(name).matches()) {
        throw invalid(
            what + ", parameters", "a type and an identifier", quote(type) + " " + quote(name));
      }
      boolean tuple = type.equals("tuple") || type.startsWith("tuple[");
      if (tuple != parameter.containsKey("components")) {
        throw invalid(
            what + ", parameters", "components of tuples, and of nothing else", quote(type));
      }
      text.add(
          (tuple
                  ? parameters(what, parameter.get("components")) + type.substring("tuple".length())
                  : type)
              + (name.isEmpty() ? "" : " " + name));
    }
    return text.toString();
  }

  private static Map<String, JsonValue> members(String what, JsonValue value, Set<String> known)
      throws TransactionException {
    if (!(value instanceof JsonObject object)) {
      throw invalid(what, "an object", value.describe());
    }
    for (String name : object.members().keySet()) {
      if (!known.contains(name)) {
        throw invalid(what, "members of " + sorted(known), quote(name));
      }
    }
    return object.members();
  }

  private static String text(String what, Map<String, JsonValue> members, String name)
      throws TransactionException {
    JsonValue value = members.get(name);
    if (value instanceof JsonString(String text)) {
      return text;
    }
    throw invalid(what + ", " + name, "a string", value == null ? "none" : value.describe());
  }

  private static String quote(String text) {
    return VisibleText.quote(text.substring(0, Math.min(text.length(), 100)));
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }

  private static TransactionException invalid(String what, String expected, String found) {
    return new TransactionException(
        Reason.INVALID_ABI, what, expected, found, TransactionException.NO_OFFSET);
  }
}
