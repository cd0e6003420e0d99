package dev.cosigner.transaction.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.transaction.Bounded;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies, renderings and ledgers of the largest sizes: read, judged or refused soon. */
class PolicyBoundsTest {
  private static final int MEGABYTE = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x60, 0x80, 0x81, 0x9a, 0x9b, 0x9f, 0xa1, 0xf6, 0xff})
  void refusesEncodingsOfOneByte(int value) {
    for (int size : new int[] {MEGABYTE, PolicyCodec.MAX_BYTES, Rendering.MAX_BYTES}) {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) value);
      assertThat(reason(bytes)).isEqualTo(PolicyException.Reason.INVALID_CBOR);
      boolean refused =
          Bounded.bounded(() -> {
            try {
              Rendering.decode(bytes);
              return false;
            } catch (TransactionException e) {
              return e.reason() == TransactionException.Reason.INVALID_RENDERING;
            }
          });
      assertThat(refused).isTrue();
    }
  }

  /** The smallest parts, as many as fit: lists of lists, and rules that are none. */
  @Test
  void refusesTheSmallestParts() {
    CborValue text = CborValue.of("a");
    CborValue none = CborValue.array();
    for (CborValue list :
        List.of(
            CborValue.array(Collections.nCopies(32_000, none)),
            CborValue.array(Collections.nCopies(10_000, CborValue.array(text, none))))) {
      for (int field = 2; field < 7; field++) {
        List<CborValue> fields =
            new ArrayList<>(List.of(CborValue.of(1), text, none, none, none, none, none));
        fields.set(field, list);
        assertThat(reason(CborValue.array(fields).encode())).isNotNull();
      }
    }
  }

  /** A hundred more limits over time, before a ledger of ten thousand transactions. */
  @Test
  void boundsWhatAJudgementCosts() throws Exception {
    List<Rule> rules = new ArrayList<>(Treasury.rules());
    for (int i = 0; i < 100; i++) {
      rules.add(
          new Rule.AmountLimit(
              "more-" + i,
              Treasury.scope(EffectKind.TRANSFER),
              Treasury.ETH,
              Optional.empty(),
              Optional.of(
                  new Rule.Rolling(BigInteger.ONE.shiftLeft(255), 86_400, Rule.Sharing.POLICY))));
    }
    Policy policy = PolicyCodec.decode(PolicyCodec.encode(Treasury.policy(rules)));
    List<Ledger.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(
          new Ledger.Entry(
              "entry-" + i,
              Treasury.NOON - i,
              Treasury.WALLET,
              List.of(Subject.of(Treasury.pay(Treasury.ETH, Treasury.EXCHANGE, BigInteger.ONE)))));
    }
    Proposal proposal = Treasury.proposal(Treasury.pay(Treasury.EXCHANGE, "1"));
    Decision decision =
        Bounded.bounded(() -> policy.evaluate(new Ledger(entries), Treasury.NOON, proposal));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.first().reason()).isEqualTo(Reason.OVER_COUNT_LIMIT));
  }

  private static PolicyException.Reason reason(byte[] bytes) {
    return Bounded.bounded(() -> {
      try {
        PolicyCodec.decode(bytes);
        return null;
      } catch (PolicyException e) {
        return e.reason();
      }
    });
  }
}
