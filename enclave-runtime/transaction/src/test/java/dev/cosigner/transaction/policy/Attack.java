package dev.cosigner.transaction.policy;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.EffectKind;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attack on the treasury, from a file of properties: what it tries ({@code attack}), the bytes
 * ({@code bytes}: base64, or hexadecimal after {@code 0x}) of a {@code network} for a {@code
 * wallet} on a {@code chain}, in a {@code form} (transaction, message, typed-data, digest), with
 * further {@code own} addresses and, for Bitcoin, its extended public {@code key}, after what the
 * {@code ledger} says was signed before (seconds before noon, kind, asset, amount, wallet and
 * destination; entries between semicolons), and who refuses it: {@code refused} is {@code decoder
 * REASON}, or {@code policy REASON} and, where a rule decides, its name.
 */
record Attack(String name, Properties fields) {
  private static final Pattern ENTRY =
      Pattern.compile("(-?[0-9]+) (\\S+) (\\S+) (\\S+) of (\\S+) to (\\S+)");

  static Attack read(Path file) {
    Properties fields = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      fields.load(reader);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return new Attack(file.getFileName().toString().replace(".properties", ""), fields);
  }

  boolean hasLedger() {
    return fields.containsKey("ledger");
  }

  /** The same transaction, as the first of its wallet. */
  Attack withoutLedger() {
    Properties first = new Properties();
    first.putAll(fields);
    first.remove("ledger");
    return new Attack(name, first);
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
          Treasury.policy().evaluate(ledger(), Treasury.NOON, Proposal.of(transaction, wallet));
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

  /** What was signed before: none where the attack is the first transaction. */
  private Ledger ledger() {
    List<Ledger.Entry> entries = new ArrayList<>();
    for (String entry : fields.getProperty("ledger", "").split("; *", -1)) {
      if (!entry.isEmpty()) {
        entries.add(entry(entry, "before-" + entries.size()));
      }
    }
    return new Ledger(entries);
  }

  private static Ledger.Entry entry(String text, String id) {
    Matcher parts = ENTRY.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("expected an entry of a ledger, found " + text);
    }
    Asset asset = Asset.parse(parts.group(3));
    int decimals =
        Treasury.references().assets().unit(asset).map(AssetList.Unit::decimals).orElseThrow();
    return new Ledger.Entry(
        id,
        Treasury.NOON - Long.parseLong(parts.group(1)),
        parts.group(5),
        List.of(
            new Subject(
                EffectKind.of(parts.group(2)),
                asset.chain(),
                Optional.of(asset),
                Optional.of(Treasury.units(parts.group(4), decimals)),
                List.of(parts.group(6)),
                List.of())));
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
