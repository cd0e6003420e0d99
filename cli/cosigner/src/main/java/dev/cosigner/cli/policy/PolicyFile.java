package dev.cosigner.cli.policy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.transaction.AddressText;
import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.ethereum.ContractAbi;
import dev.cosigner.transaction.policy.AddressLists;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.Rule;
import dev.cosigner.transaction.policy.Scope;
import dev.cosigner.transaction.policy.TimeWindow;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A policy as people write it: JSON of the published schema. Amounts are in units of the asset
 * list, addresses of Ethereum in any case. ABIs of contracts lie in files beside it, of which it
 * has the hashes: their functions become part of the policy, and so of its encoding.
 */
public final class PolicyFile {
  /** Largest file: 1 MiB. */
  public static final int MAX_BYTES = 1024 * 1024;

  private static final int VERSION = 1;
  // A file beside the policy: no path that leads elsewhere.
  private static final Pattern ABI_FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private final JsonFields root;
  private final Path folder;
  private final AssetList assets;

  private PolicyFile(JsonFields root, Path folder) throws CosignerException {
    this.root = root;
    this.folder = folder;
    this.assets = readAssets();
  }

  /**
   * Reads a file, and the ABIs beside it.
   *
   * @throws CosignerException {@code policy-malformed} with the path of the field, {@code
   *     abi-malformed}, or {@code abi-differs} where an ABI is not the one that the policy means
   */
  public static Policy read(Path file) throws CosignerException, IOException {
    return parse(
        BoundedFile.read(file, MAX_BYTES, "policy"), file.toAbsolutePath().normalize().getParent());
  }

  /**
   * Reads JSON.
   *
   * @param folder of the ABIs
   * @throws CosignerException as {@link #read} does
   */
  static Policy parse(byte[] json, Path folder) throws CosignerException, IOException {
    return new PolicyFile(JsonFields.of("policy", json), folder).policy();
  }

  private Policy policy() throws CosignerException, IOException {
    root.optionalText("$schema");
    root.number("version", VERSION, VERSION);
    String name = root.text("name");
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> list : lists("lists").entrySet()) {
      List<String> addresses = list.getValue();
      lists.put(
          list.getKey(),
          checked(root, () -> addresses.stream().map(AddressText::canonical).toList()));
    }
    Map<String, List<String>> functions = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> list : lists("functions").entrySet()) {
      String contract = list.getKey();
      functions.put(checked(root, () -> AddressText.canonicalAsset(contract)), list.getValue());
    }
    readAbis(functions);
    ReferenceData references = new ReferenceData(assets, lists("lookupTables"), functions);
    List<Rule> rules = new ArrayList<>();
    for (JsonFields permit : root.objects("permits")) {
      rules.add(rule(permit, this::permit));
    }
    for (JsonFields fee : root.objects("fees")) {
      rules.add(rule(fee, this::fee));
    }
    for (JsonFields denial : root.objects("denials")) {
      rules.add(rule(denial, fields -> new Rule.Denial(fields.text("name"), scope(fields))));
    }
    for (JsonFields limit : root.objects("limits")) {
      rules.add(rule(limit, this::limit));
    }
    for (JsonFields approval : root.objects("approvals")) {
      rules.add(rule(approval, this::approval));
    }
    root.end();
    return checked(root, () -> new Policy(name, references, new AddressLists(lists), rules));
  }

  private Rule.Permit permit(JsonFields fields) throws CosignerException {
    Optional<Long> lifetime =
        fields.has("lifetime") ? Optional.of(fields.span("lifetime")) : Optional.empty();
    return new Rule.Permit(
        fields.text("name"),
        scope(fields),
        window(fields),
        fields.flag("unlimited"),
        fields.has("depth") ? fields.number("depth", 0, Rule.Permit.MAX_DEPTH) : 1,
        lifetime);
  }

  private Rule.FeePermit fee(JsonFields fields) throws CosignerException {
    Asset asset = asset(fields, "asset");
    Optional<Effect.Rate> rate = Optional.empty();
    Optional<JsonFields> given = fields.optionalObject("rate");
    if (given.isPresent()) {
      JsonFields price = given.get();
      rate =
          Optional.of(
              new Effect.Rate(
                  FixedPoint.parse(price.text("baseUnits"), 0),
                  price.has("for") ? FixedPoint.parse(price.text("for"), 0) : BigInteger.ONE,
                  price.text("unit")));
      price.end();
    }
    return new Rule.FeePermit(fields.text("name"), asset, amount(fields, "maximum", asset), rate);
  }

  private Rule limit(JsonFields fields) throws CosignerException {
    String name = fields.text("name");
    Scope scope = scope(fields);
    if (fields.has("count")) {
      return new Rule.CountLimit(
          name,
          scope,
          fields.number("count", 1, Integer.MAX_VALUE),
          fields.span("within"),
          sharing(fields));
    }
    Asset asset = asset(fields, "asset");
    Optional<BigInteger> perTransaction =
        fields.has("perTransaction")
            ? Optional.of(amount(fields, "perTransaction", asset))
            : Optional.empty();
    Optional<Rule.Rolling> rolling = Optional.empty();
    Optional<JsonFields> given = fields.optionalObject("rolling");
    if (given.isPresent()) {
      JsonFields span = given.get();
      rolling =
          Optional.of(
              new Rule.Rolling(amount(span, "amount", asset), span.span("within"), sharing(span)));
      span.end();
    }
    return new Rule.AmountLimit(name, scope, asset, perTransaction, rolling);
  }

  private Rule.ApprovalRule approval(JsonFields fields) throws CosignerException {
    Optional<Rule.Threshold> above = Optional.empty();
    Optional<JsonFields> given = fields.optionalObject("above");
    if (given.isPresent()) {
      JsonFields threshold = given.get();
      Asset asset = asset(threshold, "asset");
      above =
          Optional.of(
              new Rule.Threshold(
                  asset,
                  amount(threshold, "amount", asset),
                  threshold.has("within") ? threshold.span("within") : 0));
      threshold.end();
    }
    return new Rule.ApprovalRule(
        fields.text("name"),
        scope(fields),
        above,
        fields.number("count", 1, Rule.ApprovalRule.MAX_COUNT),
        fields.optionalText("group"));
  }

  private Scope scope(JsonFields fields) throws CosignerException {
    Set<EffectKind> effects = new HashSet<>();
    for (String effect : fields.texts("effects")) {
      effects.add(EffectKind.of(effect));
    }
    Set<Chain> chains = new HashSet<>();
    for (String chain : restriction(fields, "chains")) {
      chains.add(Chain.parse(chain));
    }
    Set<Asset> scoped = new HashSet<>();
    for (String asset : restriction(fields, "assets")) {
      scoped.add(Asset.parse(AddressText.canonicalAsset(asset)));
    }
    Set<String> wallets = new HashSet<>();
    for (String wallet : restriction(fields, "wallets")) {
      wallets.add(AddressText.canonical(wallet));
    }
    return new Scope(
        effects,
        chains,
        scoped,
        Set.copyOf(restriction(fields, "to")),
        Set.copyOf(restriction(fields, "methods")),
        wallets);
  }

  /** Absent, it restricts nothing; an empty one would read as if it allowed nothing. */
  private static List<String> restriction(JsonFields fields, String name) throws CosignerException {
    List<String> texts = fields.texts(name);
    if (fields.has(name) && texts.isEmpty()) {
      throw fields.malformed(fields.name(name), "at least one text, or no such field", "none");
    }
    return texts;
  }

  private TimeWindow window(JsonFields fields) throws CosignerException {
    int days = TimeWindow.EVERY_DAY;
    int from = 0;
    int until = TimeWindow.DAY;
    Optional<JsonFields> hours = fields.optionalObject("hours");
    if (hours.isPresent()) {
      JsonFields given = hours.get();
      if (given.has("days")) {
        days = 0;
        for (String day : given.texts("days")) {
          if (!DAYS.contains(day)) {
            throw given.malformed(given.name("days"), "days of " + DAYS, day);
          }
          days |= 1 << DAYS.indexOf(day);
        }
      }
      from = given.has("from") ? minute(given, "from") : from;
      until = given.has("until") ? minute(given, "until") : until;
      given.end();
    }
    Optional<Long> notBefore =
        fields.has("notBefore") ? Optional.of(fields.time("notBefore")) : Optional.empty();
    Optional<Long> notAfter =
        fields.has("notAfter") ? Optional.of(fields.time("notAfter")) : Optional.empty();
    return new TimeWindow(days, from, until, notBefore, notAfter);
  }

  private static int minute(JsonFields fields, String name) throws CosignerException {
    String text = fields.text(name);
    if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")) {
      throw fields.malformed(fields.name(name), "a time of day such as 07:30, in UTC", text);
    }
    return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
  }

  private static Rule.Sharing sharing(JsonFields fields) throws CosignerException {
    return fields.has("of") ? Rule.Sharing.of(fields.text("of")) : Rule.Sharing.WALLET;
  }

  private Asset asset(JsonFields fields, String name) throws CosignerException {
    Asset asset = Asset.parse(AddressText.canonicalAsset(fields.text(name)));
    if (assets.unit(asset).isEmpty()) {
      throw fields.malformed(fields.name(name), "an asset of the policy's list", asset.toString());
    }
    return asset;
  }

  private BigInteger amount(JsonFields fields, String name, Asset asset) throws CosignerException {
    return FixedPoint.parse(fields.text(name), assets.unit(asset).orElseThrow().decimals());
  }

  private AssetList readAssets() throws CosignerException {
    List<AssetList.Entry> entries = new ArrayList<>();
    for (JsonFields fields : root.objects("assets")) {
      entries.add(
          checked(
              fields,
              () ->
                  new AssetList.Entry(
                      Asset.parse(AddressText.canonicalAsset(fields.text("asset"))),
                      new AssetList.Unit(
                          fields.text("symbol"), fields.number("decimals", 0, 77)))));
      fields.end();
    }
    return checked(root, () -> new AssetList(entries));
  }

  /** Adds the functions of the contracts whose ABIs lie beside the policy. */
  private void readAbis(Map<String, List<String>> functions) throws CosignerException, IOException {
    Optional<JsonFields> given = root.optionalObject("abis");
    if (given.isEmpty()) {
      return;
    }
    for (String name : given.get().names()) {
      JsonFields fields = given.get().object(name);
      String contract = checked(fields, () -> AddressText.canonicalAsset(name));
      List<String> declared = abi(fields).functions();
      fields.end();
      if (functions.put(contract, declared) != null) {
        throw fields.malformed(
            fields.path(), "each contract once, with functions or an ABI", contract + " again");
      }
    }
  }

  private ContractAbi abi(JsonFields fields) throws CosignerException, IOException {
    String file = fields.text("file");
    String hash = fields.text("hash");
    if (!ABI_FILE.matcher(file).matches()) {
      throw fields.malformed(
          fields.name("file"), "a file in the policy's folder, such as vault.abi.json", file);
    }
    if (!HASH.matcher(hash).matches()) {
      throw fields.malformed(fields.name("hash"), "64 hexadecimal digits in lower case", hash);
    }
    return AbiFile.bound(folder.resolve(file), hash);
  }

  private Map<String, List<String>> lists(String name) throws CosignerException {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Optional<JsonFields> given = root.optionalObject(name);
    if (given.isPresent()) {
      for (String list : given.get().names()) {
        lists.put(list, given.get().texts(list));
      }
    }
    return lists;
  }

  private interface Reading<T> {
    T read() throws CosignerException;
  }

  private interface RuleReading {
    Rule read(JsonFields fields) throws CosignerException;
  }

  private static Rule rule(JsonFields fields, RuleReading reading) throws CosignerException {
    Rule rule = checked(fields, () -> reading.read(fields));
    fields.end();
    return rule;
  }

  private static <T> T checked(JsonFields fields, Reading<T> reading) throws CosignerException {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw fields.malformed(fields.path(), "parts that fit", e.getMessage());
    }
  }
}
