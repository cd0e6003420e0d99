package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.ethereum.AbiType.Parameter;
import java.util.HexFormat;
import java.util.List;

/** Shows a call with everything in it: what it brings about, then its arguments one by one. */
final class CallLines {
  private static final int MAX_SHOWN_BYTES = 1024;

  private final RenderingBuilder out;
  private final TokenEffects tokens;

  CallLines(RenderingBuilder out, TokenEffects tokens) {
    this.out = out;
    this.tokens = tokens;
  }

  /** Shows {@code call}, whose parts have numbers that begin with {@code number}. */
  void add(String number, Call call, EthereumAddress caller, int depth)
      throws TransactionException {
    out.line(number, title(call), "");
    if (depth > 0) {
      out.line(number + " caller", caller);
    }
    if (call.function().isPresent()) {
      out.line(number + " contract", call.target());
    }
    if (call.delegate()) {
      out.warn(
          "Part "
              + number
              + " runs the code of "
              + call.target()
              + " in the name of "
              + caller
              + " (delegatecall): it can do there whatever it likes.");
    } else if (call.function().isPresent()
        && !call.target().equals(Permit2.ADDRESS)
        && tokens.listedKind(call.target()).isEmpty()) {
      out.warn(
          "No list says what the contract "
              + call.target()
              + " is: what is shown is what its function's name promises.");
    }
    EffectLines effects = new EffectLines(out);
    for (Effect effect : new CallEffects(tokens).own(call, caller, depth)) {
      effects.add(number, effect);
    }
    if (call.function().isPresent()) {
      List<Parameter> parameters = call.function().get().parameters().parameters();
      for (int i = 0; i < parameters.size(); i++) {
        Parameter parameter = parameters.get(i);
        String name = parameter.name().isEmpty() ? "#" + (i + 1) : parameter.name();
        argument(
            number + " argument " + name,
            parameter.type(),
            call.arguments().values().get(i),
            call.nested().isEmpty());
      }
    }
    for (int i = 0; i < call.nested().size(); i++) {
      add(number + (i + 1) + ".", call.nested().get(i), call.innerCaller(caller), depth + 1);
    }
  }

  /** What a call is, in a few words. */
  static String title(Call call) {
    String name = call.function().map(function -> "Call " + function.canonical()).orElse("Payment");
    return call.delegate() ? name + " as delegatecall" : name;
  }

  private void argument(String label, AbiType type, AbiValue value, boolean showsData)
      throws TransactionException {
    switch (value) {
      case AbiValue.Numeric number -> out.line(label, number.value().toString(), type.canonical());
      case AbiValue.Account account -> out.line(label, account.value());
      case AbiValue.Truth truth -> out.line(label, String.valueOf(truth.value()), "");
      case AbiValue.Characters text -> out.line(label, VisibleText.quote(text.value()), "");
      case AbiValue.Octets octets -> octets(label, octets.value(), showsData);
      case AbiValue.Sequence sequence -> sequence(label, type, sequence, showsData);
    }
  }

  private void octets(String label, byte[] bytes, boolean showsData) throws TransactionException {
    if (bytes.length <= MAX_SHOWN_BYTES && showsData) {
      out.line(label, "0x" + HexFormat.of().formatHex(bytes), "");
      return;
    }
    out.line(
        label,
        "0x" + HexFormat.of().formatHex(Keccak256.hash(bytes)),
        "is Keccak-256 of " + bytes.length + " bytes");
    if (showsData) {
      out.warn("Of " + label + " only the hash is shown: " + bytes.length + " bytes are too many.");
    }
  }

  private void sequence(String label, AbiType type, AbiValue.Sequence sequence, boolean showsData)
      throws TransactionException {
    if (type instanceof AbiType.Array) {
      out.line(label, sequence.values().size() + " values", type.canonical());
    }
    for (int i = 0; i < sequence.values().size(); i++) {
      AbiType inner;
      String name;
      if (type instanceof AbiType.Tuple tuple) {
        Parameter parameter = tuple.parameters().get(i);
        inner = parameter.type();
        name = "." + (parameter.name().isEmpty() ? "#" + (i + 1) : parameter.name());
      } else {
        inner = ((AbiType.Array) type).element();
        name = "[" + i + "]";
      }
      argument(label + name, inner, sequence.values().get(i), showsData);
    }
  }
}
