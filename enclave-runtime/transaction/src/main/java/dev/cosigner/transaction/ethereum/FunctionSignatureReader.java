package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.ethereum.AbiType.Parameter;
import dev.cosigner.transaction.ethereum.AbiType.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads one signature; used once. */
final class FunctionSignatureReader {
  private static final int MAX_CHARACTERS = 4096;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_PARAMETERS = 64;
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  private final String text;
  private int position;

  FunctionSignatureReader(String text) {
    this.text = text;
  }

  FunctionSignature read() {
    if (text.length() > MAX_CHARACTERS) {
      throw invalid("at most " + MAX_CHARACTERS + " characters");
    }
    String name = identifier();
    if (name.isEmpty()) {
      throw invalid("a name");
    }
    Tuple parameters = tuple(0);
    if (position != text.length()) {
      throw invalid("the end");
    }
    return new FunctionSignature(name, parameters);
  }

  private Tuple tuple(int depth) {
    expect('(');
    if (depth > MAX_DEPTH) {
      throw invalid("at most " + MAX_DEPTH + " tuples in one another");
    }
    List<Parameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (!at(')')) {
      if (!parameters.isEmpty()) {
        expect(',');
      }
      Parameter parameter = parameter(depth);
      if (!parameter.name().isEmpty() && !names.add(parameter.name())) {
        throw invalid("each name once");
      }
      parameters.add(parameter);
      if (parameters.size() > MAX_PARAMETERS) {
        throw invalid("at most " + MAX_PARAMETERS + " parameters");
      }
    }
    expect(')');
    if (depth > 0 && parameters.isEmpty()) {
      throw invalid("a tuple that is not empty");
    }
    return new Tuple(parameters);
  }

  private Parameter parameter(int depth) {
    AbiType type = at('(') ? tuple(depth + 1) : elementary();
    int dimensions = 0;
    while (at('[')) {
      position++;
      int length = at(']') ? AbiType.Array.ANY : number();
      expect(']');
      type = new AbiType.Array(type, length);
      dimensions++;
      if (dimensions > MAX_DEPTH || bytes(type) > MAX_HEAD_BYTES) {
        throw invalid("a smaller array");
      }
    }
    String name = "";
    if (at(' ')) {
      position++;
      name = identifier();
      if (name.isEmpty()) {
        throw invalid("a name after the space");
      }
    }
    return new Parameter(name, type);
  }

  /** What a value takes at least, also where it is elsewhere. */
  private static long bytes(AbiType type) {
    return switch (type) {
      case AbiType.Array array when array.length() != AbiType.Array.ANY ->
          array.length() * bytes(array.element());
      case Tuple tuple ->
          tuple.parameters().stream().mapToLong(parameter -> bytes(parameter.type())).sum();
      case AbiType other -> other.headBytes();
    };
  }

  private AbiType elementary() {
    return AbiType.elementary(identifier())
        .orElseThrow(() -> invalid("a type such as address, uint256, bytes32, bytes or string"));
  }

  private int number() {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    String digits = text.substring(start, position);
    if (!digits.matches("[1-9][0-9]{0,3}")) {
      throw invalid("a length of 1 to 9999");
    }
    return Integer.parseInt(digits);
  }

  private String identifier() {
    int start = position;
    while (position < text.length() && isIdentifier(text.charAt(position), position == start)) {
      position++;
    }
    return text.substring(start, position);
  }

  private static boolean isIdentifier(char c, boolean first) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || c == '$'
        || (!first && c >= '0' && c <= '9');
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private void expect(char c) {
    if (!at(c)) {
      throw invalid("\"" + c + "\"");
    }
    position++;
  }

  private IllegalArgumentException invalid(String expected) {
    return new IllegalArgumentException(
        "function signature: expected "
            + expected
            + " at character "
            + (position + 1)
            + ", found "
            + (text.length() > 200 ? text.length() + " characters" : VisibleText.quote(text)));
  }
}
