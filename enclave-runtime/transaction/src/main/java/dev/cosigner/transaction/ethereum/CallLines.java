package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.ethereum.AbiType.Parameter;
import java.util.List;

/** Shows a call with everything in it: what it brings about, then its arguments one by one. */
final class CallLines {
  private final RenderingBuilder out;
  private final TokenEffects tokens;
  private final ValueLines values;

  CallLines(RenderingBuilder out, TokenEffects tokens) {
    this.out = out;
    this.tokens = tokens;
    this.values = new ValueLines(out);
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
        argument(
            number + " argument " + name(parameter, i),
            parameter.type(),
            call.arguments().values().get(i),
            !call.nested().isEmpty());
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

  private void argument(String label, AbiType type, AbiValue value, boolean decoded)
      throws TransactionException {
    switch (type) {
      case AbiType.Tuple tuple -> {
        AbiValue.Sequence sequence = (AbiValue.Sequence) value;
        for (int i = 0; i < tuple.parameters().size(); i++) {
          Parameter parameter = tuple.parameters().get(i);
          argument(
              label + "." + name(parameter, i),
              parameter.type(),
              sequence.values().get(i),
              decoded);
        }
      }
      case AbiType.Array array -> {
        AbiValue.Sequence sequence = (AbiValue.Sequence) value;
        values.add(label, type.canonical(), value, decoded);
        for (int i = 0; i < sequence.values().size(); i++) {
          argument(label + "[" + i + "]", array.element(), sequence.values().get(i), decoded);
        }
      }
      default -> values.add(label, type.canonical(), value, decoded);
    }
  }

  private static String name(Parameter parameter, int index) {
    return parameter.name().isEmpty() ? "#" + (index + 1) : parameter.name();
  }
}
