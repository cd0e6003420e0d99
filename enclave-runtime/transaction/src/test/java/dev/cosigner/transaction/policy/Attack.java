package dev.cosigner.transaction.policy;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.bitcoin.ExtendedPublicKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * One attack on the treasury, from a file of properties: what it tries ({@code attack}), the bytes
 * ({@code bytes}: base64, or hexadecimal after {@code 0x}) of a {@code network} for a {@code
 * wallet} on a {@code chain}, in a {@code form} (transaction, message, typed-data, digest), with
 * further {@code own} addresses and, for Bitcoin, its extended public {@code key}, and who refuses
 * it: {@code refused} is {@code decoder REASON}, or {@code policy REASON} and, where a rule
 * decides, its name.
 */
record Attack(String name, Properties fields) {
  static Attack read(Path file) {
    Properties fields = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      fields.load(reader);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Attack(file.getFileName().toString().replace(".properties", ""), fields);
  }

  String refused() {
    return field("refused");
  }

  /** Who refuses it, and why, in the words of {@link #refused}. */
  String refusal() {
    try {
      DecodedTransaction transaction = decode();
      WalletContext wallet =
          new WalletContext(Chain.parse(field("chain")), field("wallet"), Set.of(own()), key());
      Decision decision =
          Treasury.policy().evaluate(Ledger.EMPTY, Treasury.NOON, Proposal.of(transaction, wallet));
      if (decision instanceof Decision.Refused refused) {
        Decision.Refusal first = refused.first();
        return "policy " + first.reason() + first.rule().map(rule -> " " + rule).orElse("");
      }
      return "nobody";
    } catch (TransactionException e) {
      return "decoder " + e.reason();
    }
  }

  private DecodedTransaction decode() throws TransactionException {
    String text = field("bytes");
    byte[] bytes =
        text.startsWith("0x")
            ? HexFormat.of().parseHex(text.substring(2))
            : Base64.getDecoder().decode(text);
    Network network = Network.valueOf(field("network").toUpperCase(Locale.ROOT));
    ReferenceData references = Treasury.references();
    return switch (fields.getProperty("form", "transaction")) {
      case "message" -> TransactionDecoder.decodeMessage(network, bytes, references);
      case "typed-data" -> TransactionDecoder.decodeTypedData(network, bytes, references);
      case "digest" -> TransactionDecoder.decodeDigest(network, bytes, references);
      default -> TransactionDecoder.decode(network, bytes, references);
    };
  }

  private String[] own() {
    String own = fields.getProperty("own", "");
    return own.isEmpty() ? new String[0] : own.split(" ", -1);
  }

  /** Of a Bitcoin wallet: public key and chain code. */
  private Optional<ExtendedPublicKey> key() {
    String key = fields.getProperty("key", "");
    if (key.isEmpty()) {
      return Optional.empty();
    }
    int space = key.indexOf(' ');
    return Optional.of(
        new ExtendedPublicKey(
            ByteString.fromHex(key.substring(0, space)),
            ByteString.fromHex(key.substring(space + 1))));
  }

  private String field(String name) {
    String value = fields.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(this.name + ": expected a field " + name + ", found none");
    }
    return value;
  }

  @Override
  public String toString() {
    return name;
  }
}
