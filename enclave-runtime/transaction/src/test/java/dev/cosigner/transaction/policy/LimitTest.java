package dev.cosigner.transaction.policy;

import static dev.cosigner.transaction.policy.Treasury.DAY;
import static dev.cosigner.transaction.policy.Treasury.ETH;
import static dev.cosigner.transaction.policy.Treasury.EXCHANGE;
import static dev.cosigner.transaction.policy.Treasury.NOON;
import static dev.cosigner.transaction.policy.Treasury.USDC;
import static dev.cosigner.transaction.policy.Treasury.WALLET;
import static dev.cosigner.transaction.policy.Treasury.pay;
import static dev.cosigner.transaction.policy.Treasury.proposal;
import static dev.cosigner.transaction.policy.Treasury.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.policy.Decision.Allowed;
import dev.cosigner.transaction.policy.Decision.Refused;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final Policy POLICY = Treasury.policy();
  private static final BigInteger MOST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

  @Test
  void takesALimitForOneTransactionToItsLastUnit() {
    assertAllowed(Ledger.EMPTY, NOON, proposal(pay(EXCHANGE, "10")));
    assertRefused(
        Reason.OVER_TRANSACTION_LIMIT,
        Ledger.EMPTY,
        NOON,
        proposal(pay(EXCHANGE, "10.000000000000000001")));
  }

  @Test
  void addsTheEffectsOfOneTransaction() {
    assertAllowed(Ledger.EMPTY, NOON, proposal(pay(EXCHANGE, "4"), pay(EXCHANGE, "6")));
    assertRefused(
        Reason.OVER_TRANSACTION_LIMIT,
        Ledger.EMPTY,
        NOON,
        proposal(pay(EXCHANGE, "4"), pay(EXCHANGE, "6"), pay(ETH, EXCHANGE, BigInteger.ONE)));
  }

  @Test
  void doesNotWrapAroundWhereAmountsAreTheLargest() {
    assertRefused(
        Reason.OVER_TRANSACTION_LIMIT,
        Ledger.EMPTY,
        NOON,
        proposal(pay(ETH, EXCHANGE, MOST), pay(ETH, EXCHANGE, BigInteger.ONE)));
    assertRefused(
        Reason.OVER_ROLLING_LIMIT,
        Ledger.EMPTY.with(proposal(pay(ETH, EXCHANGE, MOST)), NOON - 1),
        NOON,
        proposal(pay(ETH, EXCHANGE, BigInteger.ONE)));
  }

  /** The same wallet written otherwise has the same limits. */
  @Test
  void knowsTheWalletByOneFormOfItsAddress() throws Exception {
    DecodedTransaction digest =
        TransactionDecoder.decodeDigest(Network.ETHEREUM, new byte[32], ReferenceData.NONE);
    Proposal one = Proposal.of(digest, WalletContext.of(ETH.chain(), WALLET));
    String upperCase = "0x" + WALLET.substring(2).toUpperCase(Locale.ROOT);
    Proposal other = Proposal.of(digest, WalletContext.of(ETH.chain(), upperCase));
    assertThat(other.wallet()).isEqualTo(WALLET);
    assertThat(other.id()).isEqualTo(one.id());
  }

  @Test
  void takesARollingLimitToItsLastUnitAndSecond() {
    Ledger ledger =
        Ledger.EMPTY
            .with(proposal(pay(EXCHANGE, "10")), NOON - DAY + 1)
            .with(proposal(pay(EXCHANGE, "9")), NOON - 1);
    assertAllowed(ledger, NOON, proposal(pay(EXCHANGE, "6")));
    Proposal more = proposal(pay(EXCHANGE, "6.000000000000000001"));
    assertRefused(Reason.OVER_ROLLING_LIMIT, ledger, NOON, more);
    assertAllowed(ledger, NOON + 1, more);
  }

  @Test
  void countsEachAssetForItself() {
    Ledger ledger = Ledger.EMPTY.with(proposal(pay(EXCHANGE, "25")), NOON - 1);
    assertAllowed(ledger, NOON, proposal(pay(USDC, EXCHANGE, units("100000", 6))));
  }

  @Test
  void countsWhatIsApprovedTogetherWithWhatIsPaid() {
    Effect approval = Treasury.approve(Treasury.ROUTER, units("60000", 6), false);
    assertRefused(
        Reason.OVER_TRANSACTION_LIMIT,
        Ledger.EMPTY,
        NOON,
        proposal(approval, pay(USDC, EXCHANGE, units("40000.000001", 6))));
  }

  @Test
  void sharesALimitAmongWalletsOnlyWhereItSaysSo() {
    Ledger ether = ofAnotherWallet(pay(EXCHANGE, "25"));
    assertAllowed(ether, NOON, proposal(pay(EXCHANGE, "1")));
    Ledger dollars = ofAnotherWallet(pay(USDC, EXCHANGE, units("250000", 6)));
    assertRefused(
        Reason.OVER_ROLLING_LIMIT, dollars, NOON, proposal(pay(USDC, EXCHANGE, BigInteger.ONE)));
  }

  @Test
  void countsTransactionsOfASpan() {
    Ledger ledger = Ledger.EMPTY;
    for (int i = 0; i < 20; i++) {
      assertAllowed(ledger, NOON + i, proposal(pay(ETH, EXCHANGE, BigInteger.valueOf(i))));
      ledger = ledger.with(proposal(pay(ETH, EXCHANGE, BigInteger.valueOf(i))), NOON + i);
    }
    Proposal next = proposal(pay(ETH, EXCHANGE, BigInteger.valueOf(99)));
    assertRefused(Reason.OVER_COUNT_LIMIT, ledger, NOON + 20, next);
    assertAllowed(ledger, NOON + DAY, next);
    assertAllowed(ledger, NOON + 20, proposal(Samples.of(EffectKind.APPROVE)));
  }

  @Test
  void doesNotCountTheSameTransactionTwice() {
    Proposal ten = proposal(pay(EXCHANGE, "10"));
    Ledger ledger = Ledger.EMPTY.with(proposal(pay(EXCHANGE, "9")), NOON - 2).with(ten, NOON - 1);
    assertAllowed(ledger, NOON, ten);
    assertThat(ledger.with(ten, NOON)).isEqualTo(ledger);
  }

  @Test
  void refusesALedgerWhoseEntriesWereReplayed() {
    Ledger.Entry entry = Ledger.Entry.of(proposal(pay(EXCHANGE, "1")), NOON);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ledger(List.of(entry, entry)))
        .withMessageContaining("twice");
  }

  @Test
  void refusesATimeBeforeTheLedgersLast() {
    Ledger ledger = Ledger.EMPTY.with(proposal(pay(EXCHANGE, "1")), NOON);
    assertAllowed(ledger, NOON, proposal(pay(EXCHANGE, "2")));
    assertRefused(Reason.LEDGER_AHEAD, ledger, NOON - 1, proposal(pay(EXCHANGE, "2")));
  }

  /** A share of one base unit has no half: nothing is rounded down to be free. */
  @Test
  void countsDust() {
    Policy policy =
        Treasury.with(
            new Rule.AmountLimit(
                "eth-limit",
                Treasury.scope(EffectKind.TRANSFER),
                ETH,
                Optional.of(BigInteger.TWO),
                Optional.empty()));
    Effect dust = pay(ETH, EXCHANGE, BigInteger.ONE);
    assertThat(policy.evaluate(Ledger.EMPTY, NOON, proposal(dust, dust)))
        .isInstanceOf(Allowed.class);
    assertThat(policy.evaluate(Ledger.EMPTY, NOON, proposal(dust, dust, dust)))
        .isInstanceOf(Refused.class);
  }

  @Test
  void addsTheItemsOfACollection() {
    Asset item =
        Asset.item(USDC.chain(), Asset.Kind.ERC20, USDC.reference(), BigInteger.valueOf(7));
    assertRefused(
        Reason.OVER_TRANSACTION_LIMIT,
        Ledger.EMPTY,
        NOON,
        proposal(pay(item, EXCHANGE, units("100000.000001", 6))));
  }

  private static Ledger ofAnotherWallet(Effect effect) {
    List<Subject> subjects = proposal(effect).subjects();
    return new Ledger(
        List.of(new Ledger.Entry("other", NOON - 1, WALLET.replace('9', '8'), subjects)));
  }

  private static void assertAllowed(Ledger ledger, long time, Proposal proposal) {
    assertThat(POLICY.evaluate(ledger, time, proposal)).isInstanceOf(Allowed.class);
  }

  private static void assertRefused(Reason reason, Ledger ledger, long time, Proposal proposal) {
    assertThat(POLICY.evaluate(ledger, time, proposal))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.first().reason()).isEqualTo(reason));
  }
}
