package dev.cosigner.transaction.policy;

import static dev.cosigner.transaction.policy.Treasury.DAY;
import static dev.cosigner.transaction.policy.Treasury.ETH;
import static dev.cosigner.transaction.policy.Treasury.ETHEREUM;
import static dev.cosigner.transaction.policy.Treasury.EXCHANGE;
import static dev.cosigner.transaction.policy.Treasury.NOON;
import static dev.cosigner.transaction.policy.Treasury.ROUTER;
import static dev.cosigner.transaction.policy.Treasury.SANCTIONED;
import static dev.cosigner.transaction.policy.Treasury.STRANGER;
import static dev.cosigner.transaction.policy.Treasury.USDC;
import static dev.cosigner.transaction.policy.Treasury.WALLET;
import static dev.cosigner.transaction.policy.Treasury.approve;
import static dev.cosigner.transaction.policy.Treasury.fee;
import static dev.cosigner.transaction.policy.Treasury.pay;
import static dev.cosigner.transaction.policy.Treasury.proposal;
import static dev.cosigner.transaction.policy.Treasury.scope;
import static dev.cosigner.transaction.policy.Treasury.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.policy.Decision.Allowed;
import dev.cosigner.transaction.policy.Decision.Refusal;
import dev.cosigner.transaction.policy.Decision.Refused;
import dev.cosigner.transaction.policy.Decision.RequiredApproval;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
  private static final Policy POLICY = Treasury.policy();

  @Test
  void allowsWhatAPermitNamesAndSaysWhoMustApprove() {
    Decision decision =
        POLICY.evaluate(Ledger.EMPTY, NOON, proposal(fee("0.01", 1), pay(EXCHANGE, "6")));
    assertThat(decision)
        .isEqualTo(
            new Allowed(
                List.of(List.of("ethereum-fee"), List.of("pay-exchanges")),
                List.of(
                    new RequiredApproval("every-transfer", 1, Optional.empty()),
                    new RequiredApproval("large-transfer", 2, Optional.of("board")))));
  }

  @Test
  void asksForMoreApprovalsOnlyAboveTheThreshold() {
    assertThat(approvals(proposal(pay(EXCHANGE, "5")))).containsExactly("every-transfer");
    assertThat(approvals(proposal(pay(EXCHANGE, "5.000000000000000001"))))
        .containsExactly("every-transfer", "large-transfer");
    assertThat(approvals(proposal(pay(EXCHANGE, "3"), pay(EXCHANGE, "2.1"))))
        .as("payments of one transaction are one")
        .containsExactly("every-transfer", "large-transfer");
  }

  @Test
  void addsEarlierPaymentsToAThresholdOverASpan() {
    Policy policy =
        Treasury.with(
            new Rule.ApprovalRule(
                "large-transfer",
                scope(EffectKind.TRANSFER),
                Optional.of(new Rule.Threshold(ETH, units("5", 18), DAY)),
                2,
                Optional.empty()));
    Ledger ledger = Ledger.EMPTY.with(proposal(pay(EXCHANGE, "3")), NOON - DAY + 1);
    Proposal next = proposal(pay(EXCHANGE, "2.1"));
    assertThat(names(policy.evaluate(ledger, NOON, next))).contains("large-transfer");
    assertThat(names(policy.evaluate(ledger, NOON + 1, next))).doesNotContain("large-transfer");
  }

  @Test
  void namesTheRuleThatWasNearestAndWhatItWouldHaveTaken() {
    Refusal refusal = refuse(pay(STRANGER, "1"));
    assertThat(refusal)
        .isEqualTo(
            new Refusal(
                Reason.OTHER_DESTINATION,
                Optional.of("pay-exchanges"),
                1,
                "an address of the lists exchanges",
                STRANGER));
    assertThat(refusal)
        .hasToString(
            "OTHER_DESTINATION by pay-exchanges for effect 1: expected an address of the lists"
                + " exchanges, found "
                + STRANGER);
  }

  @Test
  void refusesAnAddressThatBeginsAndEndsLikeAListedOne() {
    String alike = EXCHANGE.substring(0, 6) + "0".repeat(32) + EXCHANGE.substring(38);
    Refusal refusal = refuse(pay(alike, "1"));
    assertThat(refusal.reason()).isEqualTo(Reason.LOOK_ALIKE);
    assertThat(refusal.expected()).isEqualTo(EXCHANGE);
  }

  /** Each needs a permit of its own, and nobody gets one by a permit for another. */
  @ParameterizedTest
  @EnumSource(
      value = EffectKind.class,
      names = {"TRANSFER", "CHANGE", "FEE", "APPROVE", "PERMIT", "TYPED_DATA", "MEMO"},
      mode = EnumSource.Mode.EXCLUDE)
  void refusesEveryKindThatNoPermitNames(EffectKind kind) {
    Refusal refusal = refuse(Samples.of(kind));
    assertThat(refusal.reason()).isEqualTo(Reason.NO_RULE);
    assertThat(refusal.rule()).isEmpty();
    assertThat(refusal.expected()).isEqualTo("a permit that names " + kind.id());
    Policy policy =
        Treasury.with(
            new Rule.Permit(
                "named",
                new Scope(Set.of(kind), Set.of(ETHEREUM), Set.of(), Set.of(), Set.of(), Set.of()),
                TimeWindow.ALWAYS,
                false,
                1,
                Optional.empty()));
    assertThat(policy.evaluate(Ledger.EMPTY, NOON, proposal(Samples.of(kind))))
        .isInstanceOf(Allowed.class);
  }

  @ParameterizedTest
  @EnumSource(EffectKind.class)
  void seesAnAssetAndAMethodOfEachKindThatHasOne(EffectKind kind) {
    Subject subject = Subject.of(Samples.of(kind));
    assertThat(subject.asset().isPresent()).isEqualTo(kind.hasAsset());
    assertThat(!subject.methods().isEmpty()).isEqualTo(kind.hasMethod());
  }

  @Test
  void refusesAnotherChain() {
    Asset other = Asset.nativeOf(Chain.parse("eip155:10"));
    Policy policy =
        new Policy(
            "wide",
            new dev.cosigner.transaction.ReferenceData(
                new dev.cosigner.transaction.AssetList(
                    List.of(
                        new dev.cosigner.transaction.AssetList.Entry(
                            other, new dev.cosigner.transaction.AssetList.Unit("ETH", 18)))),
                Map.of(),
                Map.of()),
            Treasury.lists(),
            List.of(
                new Rule.Permit(
                    "pay",
                    new Scope(
                        Set.of(EffectKind.TRANSFER),
                        Set.of(ETHEREUM),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of()),
                    TimeWindow.ALWAYS,
                    false,
                    0,
                    Optional.empty())));
    Proposal proposal = proposal(pay(other, EXCHANGE, BigInteger.ONE));
    assertThat(first(policy.evaluate(Ledger.EMPTY, NOON, proposal)).reason())
        .isEqualTo(Reason.OTHER_CHAIN);
  }

  @Test
  void refusesAnAssetThatIsNotListed() {
    Asset fake = Asset.of(ETHEREUM, Asset.Kind.ERC20, "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb49");
    Refusal refusal = refuse(pay(fake, EXCHANGE, BigInteger.ONE));
    assertThat(refusal.reason()).isEqualTo(Reason.UNLISTED_ASSET);
    assertThat(refusal.found()).isEqualTo(fake.toString());
  }

  @Test
  void refusesAnotherAssetWalletOrMethodThanThePermitNames() {
    Scope scope =
        new Scope(
            Set.of(EffectKind.TRANSFER, EffectKind.CONTRACT_CALL),
            Set.of(ETHEREUM),
            Set.of(USDC),
            Set.of(),
            Set.of(),
            Set.of());
    assertThat(refuseUnder(permit(scope), pay(EXCHANGE, "1"))).isEqualTo(Reason.OTHER_ASSET);
    Scope wallets =
        new Scope(scope.effects(), scope.chains(), Set.of(), Set.of(), Set.of(), Set.of(STRANGER));
    assertThat(refuseUnder(permit(wallets), pay(EXCHANGE, "1"))).isEqualTo(Reason.OTHER_WALLET);
    Scope methods =
        new Scope(scope.effects(), scope.chains(), Set.of(), Set.of(), Set.of("claim()"), Set.of());
    assertThat(refuseUnder(permit(methods), Samples.of(EffectKind.CONTRACT_CALL)))
        .isEqualTo(Reason.OTHER_METHOD);
  }

  @Test
  void permitsACallByItsNameOrItsSelector() {
    Effect call = Samples.of(EffectKind.CONTRACT_CALL);
    for (String method : List.of("deposit()", "0xd0e30db0")) {
      Scope scope =
          new Scope(
              Set.of(EffectKind.CONTRACT_CALL),
              Set.of(ETHEREUM),
              Set.of(),
              Set.of(),
              Set.of(method),
              Set.of());
      assertThat(evaluate(List.of(permit(scope)), call)).isInstanceOf(Allowed.class);
    }
  }

  @Test
  void refusesCallsNestedDeeperThanPermitted() {
    Effect call =
        new Effect.ContractCall(ETHEREUM, WALLET, ROUTER, "d0e30db0", "deposit()", 2, false);
    Scope scope = Treasury.permit("nested", scope(EffectKind.NESTED_CALL)).scope();
    Rule shallow = new Rule.Permit("nested", scope, TimeWindow.ALWAYS, false, 1, Optional.empty());
    assertThat(refuseUnder(shallow, call)).isEqualTo(Reason.TOO_DEEP);
  }

  @Test
  void refusesAnApprovalWithoutLimitUnlessThePermitMeansIt() {
    BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertThat(refuse(approve(ROUTER, most, true)).reason()).isEqualTo(Reason.UNLIMITED_APPROVAL);
    assertThat(refuse(approve(ROUTER, most.subtract(BigInteger.ONE), false)).reason())
        .as("what is nearly without limit meets the limit")
        .isEqualTo(Reason.OVER_TRANSACTION_LIMIT);
  }

  @Test
  void refusesAnApprovalThatOutlastsThePermit() {
    Rule brief =
        new Rule.Permit(
            "brief",
            Treasury.permit("brief", scope(EffectKind.PERMIT)).scope(),
            TimeWindow.ALWAYS,
            false,
            0,
            Optional.of(600L));
    assertThat(refuseUnder(brief, signedApproval(Optional.empty())))
        .isEqualTo(Reason.LONG_APPROVAL);
    assertThat(refuseUnder(brief, signedApproval(Optional.of(NOON + 601))))
        .isEqualTo(Reason.LONG_APPROVAL);
    assertThat(evaluate(List.of(brief), signedApproval(Optional.of(NOON + 600))))
        .isInstanceOf(Allowed.class);
  }

  @Test
  void refusesOutsideTheTimeWindow() {
    long midnight = NOON - DAY / 2;
    long saturday = NOON + 4 * DAY;
    for (long time : new long[] {midnight + 7 * 3600, midnight + 19 * 3600 - 1}) {
      assertThat(POLICY.evaluate(Ledger.EMPTY, time, proposal(pay(EXCHANGE, "1"))))
          .isInstanceOf(Allowed.class);
    }
    for (long time : new long[] {midnight + 7 * 3600 - 1, midnight + 19 * 3600, saturday}) {
      assertThat(first(POLICY.evaluate(Ledger.EMPTY, time, proposal(pay(EXCHANGE, "1")))).reason())
          .isEqualTo(Reason.OUTSIDE_TIME_WINDOW);
    }
  }

  @Test
  void refusesAFeeAboveItsBounds() {
    assertThat(evaluate(Treasury.rules(), fee("0.05", 200_000_000_000L)))
        .isInstanceOf(Allowed.class);
    assertThat(refuse(fee("0.050000000000000001", 1)).reason()).isEqualTo(Reason.FEE_TOO_HIGH);
    assertThat(refuse(fee("0.01", 200_000_000_001L)).reason()).isEqualTo(Reason.FEE_RATE_TOO_HIGH);
  }

  @Test
  void comparesPricesExactlyAndOfTheSameThingAlone() {
    Effect.Rate third = rate(1, 3, "vbyte");
    assertThat(Rule.FeePermit.isAtMost(third, rate(2, 6, "vbyte"))).isTrue();
    assertThat(Rule.FeePermit.isAtMost(third, rate(333_333, 1_000_000, "vbyte"))).isFalse();
    assertThat(Rule.FeePermit.isAtMost(third, rate(1, 3, "gas"))).isFalse();
  }

  @Test
  void refusesWhatADenialNamesWhateverPermitsSay() {
    Rule generous = Treasury.permit("generous", scope(EffectKind.TRANSFER));
    List<Rule> rules = Treasury.rules();
    rules.add(generous);
    Refusal refusal = first(evaluate(rules, pay(SANCTIONED, "1")));
    assertThat(refusal.reason()).isEqualTo(Reason.DENIED);
    assertThat(refusal.rule()).contains("sanctions");
  }

  @Test
  void refusesWhereOneOfManyEffectsIsNotPermitted() {
    Refusal refusal =
        first(evaluate(Treasury.rules(), pay(EXCHANGE, "1"), pay(STRANGER, "0"), fee("0.01", 1)));
    assertThat(refusal.effect()).isEqualTo(2);
  }

  @Test
  void saysEverythingThatStandsAgainstIt() {
    Decision decision = evaluate(Treasury.rules(), pay(SANCTIONED, "11"), fee("1", 1));
    assertThat(((Refused) decision).refusals())
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.OTHER_DESTINATION,
            Reason.FEE_TOO_HIGH,
            Reason.OVER_TRANSACTION_LIMIT,
            Reason.DENIED);
  }

  @Test
  void refusesWhatHasNoEffect() {
    assertThat(first(evaluate(Treasury.rules())).reason()).isEqualTo(Reason.NO_EFFECT);
  }

  @Test
  void refusesEverythingWithoutARule() {
    assertThat(first(evaluate(List.of(), pay(EXCHANGE, "0"))).reason()).isEqualTo(Reason.NO_RULE);
  }

  @Test
  void isMadeOfPartsThatFit() {
    assertUnfit(
        "two rules have the name", permit(scope(EffectKind.MEMO)), permit(scope(EffectKind.MEMO)));
    assertUnfit(
        "expected a list of the policy",
        new Rule.Denial(
            "d",
            new Scope(
                Set.of(EffectKind.MEMO),
                Set.of(),
                Set.of(),
                Set.of("friends"),
                Set.of(),
                Set.of())));
    assertUnfit(
        "expected an asset of the policy's list",
        new Rule.FeePermit(
            "f", Asset.nativeOf(Chain.parse("eip155:5")), BigInteger.ONE, Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> permit(scope(EffectKind.FEE)))
        .withMessageContaining("fees are permitted with bounds");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new AddressLists(Map.of("a", List.of(EXCHANGE.toUpperCase(java.util.Locale.ROOT)))))
        .withMessageContaining("lower case");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Rule.AmountLimit(
                "l", scope(EffectKind.TRANSFER), ETH, Optional.empty(), Optional.empty()))
        .withMessageContaining("found neither");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimeWindow(0, 0, 1, Optional.empty(), Optional.empty()));
  }

  /** In another form an asset would never match: a denial of it would deny nothing. */
  @Test
  void refusesAssetsAndContractsInFormsThatNoEffectHas() {
    String upperCase = USDC.reference().toUpperCase(java.util.Locale.ROOT).replace("0X", "0x");
    for (Asset asset :
        List.of(
            Asset.of(ETHEREUM, Asset.Kind.ERC20, upperCase),
            Asset.of(ETHEREUM, Asset.Kind.ERC721, "0x12"),
            Asset.of(Treasury.SOLANA, Asset.Kind.TOKEN, USDC.reference()))) {
      Scope scope =
          new Scope(
              Set.of(EffectKind.TRANSFER), Set.of(), Set.of(asset), Set.of(), Set.of(), Set.of());
      assertUnfit("as effects have them", new Rule.Denial("no", scope));
      assertUnfit(
          "as effects have them", new Rule.CountLimit("no", scope, 1, 60, Rule.Sharing.POLICY));
    }
    refuseFunctions("eip155:1:" + EXCHANGE.toUpperCase(java.util.Locale.ROOT), "f()");
    refuseFunctions("eip155:" + EXCHANGE, "f()");
    refuseFunctions("eip155:1:" + EXCHANGE, "f(uint)");
    refuseFunctions("eip155:1:" + EXCHANGE, "f(uint8 a)", "f(uint8 b)");
  }

  private static void refuseFunctions(String contract, String... functions) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Policy(
                "p",
                new dev.cosigner.transaction.ReferenceData(
                    Treasury.references().assets(), Map.of(), Map.of(contract, List.of(functions))),
                Treasury.lists(),
                List.of()));
  }

  private static Rule permit(Scope scope) {
    return Treasury.permit("only", scope);
  }

  private static Effect signedApproval(Optional<Long> expiry) {
    return new Effect.TokenApproval(
        EffectKind.PERMIT,
        USDC,
        WALLET,
        ROUTER,
        BigInteger.ONE,
        false,
        expiry.map(BigInteger::valueOf));
  }

  private static Effect.Rate rate(long amount, long units, String unit) {
    return new Effect.Rate(BigInteger.valueOf(amount), BigInteger.valueOf(units), unit);
  }

  private static void assertUnfit(String reason, Rule... rules) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Treasury.policy(List.of(rules)))
        .withMessageContaining(reason);
  }

  private static Refusal refuse(Effect effect) {
    return first(evaluate(Treasury.rules(), effect));
  }

  private static Reason refuseUnder(Rule rule, Effect effect) {
    return first(evaluate(List.of(rule), effect)).reason();
  }

  private static Decision evaluate(List<Rule> rules, Effect... effects) {
    return Treasury.policy(rules).evaluate(Ledger.EMPTY, NOON, proposal(effects));
  }

  private static Refusal first(Decision decision) {
    assertThat(decision).isInstanceOf(Refused.class);
    return ((Refused) decision).first();
  }

  private static List<String> approvals(Proposal proposal) {
    return names(POLICY.evaluate(Ledger.EMPTY, NOON, proposal));
  }

  private static List<String> names(Decision decision) {
    assertThat(decision).isInstanceOf(Allowed.class);
    return ((Allowed) decision).approvals().stream().map(RequiredApproval::rule).toList();
  }
}
