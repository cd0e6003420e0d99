package dev.cosigner.cli.policy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.transaction.AddressText;
import dev.cosigner.cli.transaction.ByteForm;
import dev.cosigner.cli.transaction.SigningForm;
import dev.cosigner.cli.transaction.TransactionInput;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.policy.Ledger;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.Proposal;
import dev.cosigner.transaction.policy.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One transaction that a policy is asked about, as a file states it: at a time, for a wallet, after
 * what a ledger holds.
 *
 * @param name what it is about
 * @param input the transaction's bytes
 * @param wallet that is asked to sign
 * @param time seconds since 1970
 * @param ledger what was signed before
 */
record PolicyCase(
    String name, TransactionInput input, WalletContext wallet, long time, Ledger ledger) {

  /** Reads one, without its expectation. */
  static PolicyCase read(JsonFields fields, AssetList assets) throws CosignerException {
    String name = fields.text("name");
    TransactionInput input = input(fields.object("transaction"));
    WalletContext wallet = wallet(fields.object("wallet"));
    long time = fields.time("time");
    List<Ledger.Entry> entries = new ArrayList<>();
    for (JsonFields entry : fields.objects("ledger")) {
      try {
        entries.add(entry(entries.size(), entry, wallet, assets));
      } catch (IllegalArgumentException e) {
        throw entry.malformed(entry.path(), "parts that fit", e.getMessage());
      }
      entry.end();
    }
    return new PolicyCase(name, input, wallet, time, new Ledger(entries));
  }

  /** What {@code policy} says, where {@code more} was signed before, too. */
  PolicyVerdict judge(Policy policy, Ledger more) throws CosignerException {
    Proposal proposal;
    try {
      proposal = proposal(policy);
    } catch (TransactionException e) {
      return PolicyVerdict.undecodable(e);
    }
    List<Ledger.Entry> entries = new ArrayList<>(ledger.entries());
    entries.addAll(more.entries());
    return PolicyVerdict.of(policy.evaluate(new Ledger(entries), time, proposal));
  }

  Proposal proposal(Policy policy) throws TransactionException {
    return Proposal.of(input.decode(policy.references()), wallet);
  }

  private static TransactionInput input(JsonFields fields) throws CosignerException {
    String network = fields.text("network");
    byte[] text = fields.text("bytes").getBytes(StandardCharsets.UTF_8);
    Optional<ByteForm> form = Optional.empty();
    if (fields.has("in")) {
      String in = fields.text("in");
      for (ByteForm candidate : ByteForm.values()) {
        if (candidate.id().equals(in) && candidate != ByteForm.BINARY) {
          form = Optional.of(candidate);
        }
      }
      if (form.isEmpty()) {
        throw fields.malformed(fields.name("in"), "hex, base64 or base58", in);
      }
    }
    byte[] bytes = ByteForm.read(fields.name("bytes"), text, form);
    SigningForm signing = signing(fields);
    fields.end();
    return new TransactionInput(
        TransactionInput.network(network), signing, ByteString.copyOf(bytes));
  }

  private static SigningForm signing(JsonFields fields) throws CosignerException {
    String id = fields.optionalText("form").orElse(SigningForm.TRANSACTION.id());
    for (SigningForm form : SigningForm.values()) {
      if (form.id().equals(id)) {
        return form;
      }
    }
    throw fields.malformed(fields.name("form"), "transaction, message, typed-data or digest", id);
  }

  private static WalletContext wallet(JsonFields fields) throws CosignerException {
    Chain chain = TransactionInput.chain(fields.text("chain"));
    String address = fields.text("address");
    List<String> own = fields.texts("own");
    fields.end();
    try {
      Set<String> others = new HashSet<>();
      own.forEach(other -> others.add(AddressText.canonical(other)));
      return new WalletContext(chain, AddressText.canonical(address), others);
    } catch (IllegalArgumentException e) {
      throw fields.malformed(fields.path(), "addresses", e.getMessage());
    }
  }

  private static Ledger.Entry entry(
      int number, JsonFields fields, WalletContext wallet, AssetList assets)
      throws CosignerException {
    Asset asset = Asset.parse(AddressText.canonicalAsset(fields.text("asset")));
    AssetList.Unit unit = assets.unit(asset).orElse(null);
    if (unit == null) {
      throw fields.malformed(
          fields.name("asset"), "an asset of the policy's list", asset.toString());
    }
    EffectKind kind = EffectKind.of(fields.optionalText("effect").orElse("transfer"));
    List<String> to = fields.optionalText("to").map(AddressText::canonical).stream().toList();
    Subject subject =
        new Subject(
            kind,
            asset.chain(),
            Optional.of(asset),
            Optional.of(FixedPoint.parse(fields.text("amount"), unit.decimals())),
            to,
            List.of());
    return new Ledger.Entry(
        "ledger entry " + number,
        fields.time("time"),
        fields.optionalText("wallet").map(AddressText::canonical).orElse(wallet.address()),
        List.of(subject));
  }
}
