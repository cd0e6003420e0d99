package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policy of an institution's treasury that these tests hold attacks against: it pays known
 * exchanges and suppliers on three networks, approves one router for bounded amounts, and nothing
 * else.
 */
final class Treasury {
  static final Chain ETHEREUM = Chain.parse("eip155:1");
  static final Chain SOLANA = Chain.parse("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
  static final Chain BITCOIN = Chain.parse("bip122:000000000019d6689c085ae165831e93");

  static final Asset ETH = Asset.nativeOf(ETHEREUM);
  static final Asset SOL = Asset.nativeOf(SOLANA);
  static final Asset BTC = Asset.nativeOf(BITCOIN);
  static final Asset USDC =
      Asset.of(ETHEREUM, Asset.Kind.ERC20, "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48");
  static final Asset USDC_ON_SOLANA =
      Asset.of(SOLANA, Asset.Kind.TOKEN, "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

  static final String WALLET = "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f";
  static final String EXCHANGE = "0x71660c4005ba85c37ccec55d0c4493e66fe775d3";
  static final String STRANGER = "0x000000000000000000000000000000000000dead";
  static final String ROUTER = "0x68b3465833fb72a70ecdf485e0e4c7bd8665fc45";
  static final String SANCTIONED = "0x8589427373d6d84e98730d7795d8f6f8731fda16";
  static final String SOLANA_WALLET = "4vJ9JU1bJJE96FWSJKvHsmmFADCg4gpZQff4P3bkLKi";
  static final String SOLANA_EXCHANGE = "H8sMJSCQxfKiFTCfDR3DUMLPwcRbM61LGFJ8N4dK3WjS";
  static final String BITCOIN_WALLET = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
  static final String BITCOIN_EXCHANGE = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq";

  /** Tuesday, 24 November 2026, 12:00 UTC. */
  static final long NOON = 1_795_521_600L;

  static final long DAY = 86_400;

  private Treasury() {}

  static Policy policy() {
    return policy(rules());
  }

  static Policy policy(List<Rule> rules) {
    return new Policy("treasury", references(), lists(), rules);
  }

  static Policy with(Rule rule) {
    List<Rule> rules = rules();
    rules.removeIf(other -> other.name().equals(rule.name()));
    rules.add(rule);
    return policy(rules);
  }

  static AddressLists lists() {
    return new AddressLists(
        Map.of(
            "exchanges", List.of(EXCHANGE, SOLANA_EXCHANGE, BITCOIN_EXCHANGE),
            "routers", List.of(ROUTER),
            "sanctioned", List.of(SANCTIONED)));
  }

  static ReferenceData references() {
    return new ReferenceData(
        new AssetList(
            List.of(
                new AssetList.Entry(USDC, new AssetList.Unit("USDC", 6)),
                new AssetList.Entry(USDC_ON_SOLANA, new AssetList.Unit("USDC", 6)))),
        Map.of(),
        Map.of());
  }

  static List<Rule> rules() {
    TimeWindow office =
        new TimeWindow(0b001_1111, 7 * 60, 19 * 60, Optional.empty(), Optional.empty());
    return new ArrayList<>(
        List.of(
            new Rule.Permit(
                "pay-exchanges",
                new Scope(
                    Set.of(EffectKind.TRANSFER),
                    Set.of(ETHEREUM, SOLANA, BITCOIN),
                    Set.of(),
                    Set.of("exchanges"),
                    Set.of(),
                    Set.of(WALLET, SOLANA_WALLET, BITCOIN_WALLET)),
                office,
                false,
                0,
                Optional.empty()),
            permit("housekeeping", scope(EffectKind.CHANGE, EffectKind.MEMO)),
            new Rule.Permit(
                "approve-routers",
                new Scope(
                    Set.of(EffectKind.APPROVE, EffectKind.PERMIT, EffectKind.TYPED_DATA),
                    Set.of(ETHEREUM),
                    Set.of(),
                    Set.of("routers"),
                    Set.of(),
                    Set.of()),
                TimeWindow.ALWAYS,
                false,
                0,
                Optional.empty()),
            new Rule.FeePermit(
                "ethereum-fee",
                ETH,
                units("0.05", 18),
                Optional.of(
                    new Effect.Rate(new BigInteger("200000000000"), BigInteger.ONE, "gas"))),
            new Rule.FeePermit("solana-fee", SOL, units("0.01", 9), Optional.empty()),
            new Rule.FeePermit(
                "bitcoin-fee",
                BTC,
                units("0.001", 8),
                Optional.of(new Effect.Rate(BigInteger.valueOf(300), BigInteger.ONE, "vbyte"))),
            new Rule.Denial(
                "sanctions",
                new Scope(
                    Set.of(EffectKind.values()),
                    Set.of(),
                    Set.of(),
                    Set.of("sanctioned"),
                    Set.of(),
                    Set.of())),
            new Rule.AmountLimit(
                "eth-limit",
                scope(EffectKind.TRANSFER),
                ETH,
                Optional.of(units("10", 18)),
                Optional.of(new Rule.Rolling(units("25", 18), DAY, Rule.Sharing.WALLET))),
            new Rule.AmountLimit(
                "usdc-limit",
                scope(EffectKind.TRANSFER, EffectKind.APPROVE, EffectKind.PERMIT),
                USDC,
                Optional.of(units("100000", 6)),
                Optional.of(new Rule.Rolling(units("250000", 6), DAY, Rule.Sharing.POLICY))),
            new Rule.AmountLimit(
                "usdc-on-solana-limit",
                scope(EffectKind.TRANSFER),
                USDC_ON_SOLANA,
                Optional.of(units("100000", 6)),
                Optional.empty()),
            new Rule.AmountLimit(
                "sol-limit",
                scope(EffectKind.TRANSFER, EffectKind.ACCOUNT_CREATION),
                SOL,
                Optional.of(units("500", 9)),
                Optional.empty()),
            new Rule.AmountLimit(
                "btc-limit",
                scope(EffectKind.TRANSFER),
                BTC,
                Optional.of(units("1", 8)),
                Optional.empty()),
            new Rule.CountLimit("pace", scope(EffectKind.TRANSFER), 20, DAY, Rule.Sharing.WALLET),
            new Rule.ApprovalRule(
                "every-transfer",
                scope(EffectKind.TRANSFER),
                Optional.empty(),
                1,
                Optional.empty()),
            new Rule.ApprovalRule(
                "large-transfer",
                scope(EffectKind.TRANSFER),
                Optional.of(new Rule.Threshold(ETH, units("5", 18), 0)),
                2,
                Optional.of("board"))));
  }

  static Rule.Permit permit(String name, Scope scope) {
    return new Rule.Permit(
        name,
        new Scope(
            scope.effects(),
            scope.chains().isEmpty() ? Set.of(ETHEREUM, SOLANA, BITCOIN) : scope.chains(),
            scope.assets(),
            scope.to(),
            scope.methods(),
            scope.wallets()),
        TimeWindow.ALWAYS,
        false,
        0,
        Optional.empty());
  }

  static Scope scope(EffectKind... effects) {
    return Scope.of(Set.of(effects));
  }

  static BigInteger units(String text, int decimals) {
    return FixedPoint.parse(text, decimals);
  }

  static Effect pay(String to, String eth) {
    return pay(ETH, to, units(eth, 18));
  }

  static Effect pay(Asset asset, String to, BigInteger amount) {
    return Effect.Transfer.of(WalletContext.of(ETHEREUM, WALLET), asset, WALLET, to, amount);
  }

  static Effect approve(String spender, BigInteger amount, boolean unlimited) {
    return new Effect.TokenApproval(
        EffectKind.APPROVE, USDC, WALLET, spender, amount, unlimited, Optional.empty());
  }

  static Effect fee(String eth, long rate) {
    return new Effect.Fee(
        ETH, units(eth, 18), new Effect.Rate(BigInteger.valueOf(rate), BigInteger.ONE, "gas"));
  }

  static Proposal proposal(Effect... effects) {
    List<Effect> list = List.of(effects);
    return new Proposal(list.toString(), WALLET, list);
  }
}
