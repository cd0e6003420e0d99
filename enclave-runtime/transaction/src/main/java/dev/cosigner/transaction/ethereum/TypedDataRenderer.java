package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.ethereum.TypedDataType.Field;
import dev.cosigner.transaction.ethereum.TypedDataType.Struct;

/** Makes the {@link Rendering} of typed data; used once. */
final class TypedDataRenderer {
  private final EthereumTypedData data;
  private final TokenEffects tokens;
  private final RenderingBuilder out;
  private final ValueLines values;

  TypedDataRenderer(EthereumTypedData data, TokenEffects tokens, RenderingBuilder out) {
    this.data = data;
    this.tokens = tokens;
    this.out = out;
    this.values = new ValueLines(out);
  }

  Rendering render(TypedDataMeaning meaning, EthereumAddress signer) throws TransactionException {
    domain();
    if (!meaning.understood()) {
      out.warn(
          "Whoever gets this signature can use it at the contract or service that the domain names:"
              + " what follows from it there is not known here.");
    }
    EffectLines effects = new EffectLines(out);
    int number = 1;
    if (meaning.call().isPresent()) {
      new CallLines(out, tokens)
          .add("1.", meaning.call().get(), data.domain().contract().orElseThrow(), 1);
    } else {
      for (Effect effect : meaning.effects()) {
        effects.add(number + ".", effect);
        number++;
      }
    }
    struct("Message", data.type(), data.message(), meaning.call().isPresent());
    return out.build(
        "Ethereum typed data (EIP-712): " + data.type().name(), Network.ETHEREUM.id(), signer);
  }

  private void domain() throws TransactionException {
    TypedDataDomain domain = data.domain();
    out.line("Chain", tokens.chain().toString(), "");
    if (domain.chainId().isEmpty()) {
      out.warn("The domain names no chain: the signature is good on every one.");
    }
    if (domain.name().isPresent()) {
      values.text("Domain name", domain.name().get());
    }
    if (domain.version().isPresent()) {
      values.text("Domain version", domain.version().get());
    }
    if (domain.contract().isPresent()) {
      out.line("Contract", domain.contract().get());
    }
    if (domain.salt().isPresent()) {
      out.line("Domain salt", "0x" + domain.salt().get(), "");
    }
  }

  private void struct(String label, Struct type, AbiValue.Sequence sequence, boolean decoded)
      throws TransactionException {
    for (int i = 0; i < type.fields().size(); i++) {
      Field field = type.fields().get(i);
      value(label + "." + field.name(), field.type(), sequence.values().get(i), decoded);
    }
  }

  private void value(String label, TypedDataType type, AbiValue value, boolean decoded)
      throws TransactionException {
    switch (type) {
      case Struct struct -> struct(label, struct, (AbiValue.Sequence) value, decoded);
      case TypedDataType.Array array -> {
        values.add(label, type.canonical(), value, decoded);
        AbiValue.Sequence sequence = (AbiValue.Sequence) value;
        for (int i = 0; i < sequence.values().size(); i++) {
          value(label + "[" + i + "]", array.element(), sequence.values().get(i), decoded);
        }
      }
      case TypedDataType.Elementary _ -> values.add(label, type.canonical(), value, decoded);
    }
  }
}
