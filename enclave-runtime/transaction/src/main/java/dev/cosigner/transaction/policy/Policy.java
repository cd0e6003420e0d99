package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.ethereum.ContractAbi;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a wallet's owner lets it sign. A transaction is allowed where each of its effects is named
 * by a permit and every other rule holds: all must pass, in no order. What no permit names is
 * refused.
 */
public final class Policy {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern CONTRACT = Pattern.compile("eip155:[1-9][0-9]{0,31}:0x[0-9a-f]{40}");
  private static final Pattern ETHEREUM = Pattern.compile("0x[0-9a-f]{40}");
  private static final Pattern SOLANA = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{32,44}");
  private static final int MAX_BITS = 256;
  private static final long MAX_SPAN = 366L * 86_400;

  private final String name;
  private final ReferenceData references;
  private final AddressLists lists;
  private final List<Rule> rules;

  /**
   * A policy of these parts.
   *
   * @param name of 1 to 64 lower-case letters, digits and hyphens
   * @param references assets, look-up tables and functions
   * @param lists the addresses that rules name
   * @param rules in any order
   * @throws IllegalArgumentException where two rules have one name, a rule names a list that is not
   *     there, counts an asset that is not listed or names one in a form that no effect has, or
   *     functions cannot be told apart
   */
  public Policy(String name, ReferenceData references, AddressLists lists, List<Rule> rules) {
    requireName("policy", name);
    this.name = name;
    this.references = references;
    this.lists = lists;
    this.rules = rules.stream().sorted(Comparator.comparing(Rule::name)).toList();
    references.functions().forEach(Policy::check);
    Set<String> names = new TreeSet<>();
    for (Rule rule : this.rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("policy: two rules have the name " + rule.name());
      }
      check(rule);
    }
  }

  private static void check(String contract, List<String> functions) {
    if (!CONTRACT.matcher(contract).matches()) {
      throw new IllegalArgumentException(
          "functions: expected a contract such as eip155:1:0x... in lower case, found "
              + VisibleText.quote(contract));
    }
    new ContractAbi(functions);
  }

  private void check(Rule rule) {
    for (String list : scope(rule).map(Scope::to).orElse(Set.of())) {
      if (!lists.lists().containsKey(list)) {
        throw new IllegalArgumentException(
            "rule " + rule.name() + ": expected a list of the policy, found " + list);
      }
    }
    scope(rule)
        .map(Scope::wallets)
        .orElse(Set.of())
        .forEach(wallet -> AddressLists.requireAddress("wallets of rule " + rule.name(), wallet));
    scope(rule).map(Scope::assets).orElse(Set.of()).forEach(asset -> check(rule, asset));
    Stream<Asset> counted =
        switch (rule) {
          case Rule.FeePermit fee -> Stream.of(fee.asset());
          case Rule.AmountLimit limit -> Stream.of(limit.asset());
          case Rule.ApprovalRule approval -> approval.above().map(Rule.Threshold::asset).stream();
          case Rule.Permit permit -> permit.scope().assets().stream();
          case Rule.Denial denial -> Stream.empty();
          case Rule.CountLimit limit -> Stream.empty();
        };
    counted.forEach(asset -> {
      if (asset.tokenId().isPresent()
          || !asset.chain().isStated()
          || references.assets().unit(asset).isEmpty()) {
        throw new IllegalArgumentException(
            "rule " + rule.name() + ": expected an asset of the policy's list, found " + asset);
      }
    });
  }

  /** A denial of an asset in another form than effects have it would deny nothing. */
  private static void check(Rule rule, Asset asset) {
    boolean known =
        switch (asset.kind()) {
          case NATIVE -> true;
          case ERC20, ERC721, ERC1155 -> ETHEREUM.matcher(asset.reference()).matches();
          case TOKEN -> SOLANA.matcher(asset.reference()).matches();
        };
    if (!known) {
      throw new IllegalArgumentException(
          "rule %s: expected assets as effects have them (Ethereum's in lower case), found %s"
              .formatted(rule.name(), asset));
    }
  }

  /** The scope of a rule; a fee has none. */
  static Optional<Scope> scope(Rule rule) {
    return switch (rule) {
      case Rule.Permit permit -> Optional.of(permit.scope());
      case Rule.FeePermit fee -> Optional.empty();
      case Rule.Denial denial -> Optional.of(denial.scope());
      case Rule.AmountLimit limit -> Optional.of(limit.scope());
      case Rule.CountLimit limit -> Optional.of(limit.scope());
      case Rule.ApprovalRule approval -> Optional.of(approval.scope());
    };
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** Symbols, decimals and whatever else decoders need: for {@code TransactionDecoder}. */
  public ReferenceData references() {
    return references;
  }

  /** Symbols and decimals. */
  public AssetList assets() {
    return references.assets();
  }

  /** The addresses that rules name. */
  public AddressLists lists() {
    return lists;
  }

  /** All rules, by name. */
  public List<Rule> rules() {
    return rules;
  }

  /** The rules of one kind, by name. */
  public <T extends Rule> List<T> rules(Class<T> kind) {
    List<T> some = new ArrayList<>();
    for (Rule rule : rules) {
      if (kind.isInstance(rule)) {
        some.add(kind.cast(rule));
      }
    }
    return some;
  }

  /**
   * Judges {@code proposal}.
   *
   * @param ledger what was signed before
   * @param time now, in seconds since 1970
   */
  public Decision evaluate(Ledger ledger, long time, Proposal proposal) {
    return new Evaluation(this, ledger, time, proposal).decide();
  }

  static void requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name of %s: expected 1 to 64 lower-case letters, digits and hyphens, found %s"
              .formatted(what, VisibleText.quote(name)));
    }
  }

  static void requireAmount(String what, BigInteger amount) {
    if (amount.signum() < 0 || amount.bitLength() > MAX_BITS) {
      throw new IllegalArgumentException(
          what + ": expected an amount of at most " + MAX_BITS + " bits, found another");
    }
  }

  static void requireSpan(String what, long seconds) {
    if (seconds < 1 || seconds > MAX_SPAN) {
      throw new IllegalArgumentException(
          what + ": expected a span of 1 second to 366 days, found " + seconds + " seconds");
    }
  }
}
