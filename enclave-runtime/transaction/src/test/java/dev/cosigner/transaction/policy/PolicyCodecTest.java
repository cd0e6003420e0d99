package dev.cosigner.transaction.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyCodecTest {
  private static final byte[] ENCODED = PolicyCodec.encode(Treasury.policy());

  @Test
  void readsWhatItWrites() throws Exception {
    Policy policy = PolicyCodec.decode(ENCODED);
    assertThat(PolicyCodec.encode(policy)).isEqualTo(ENCODED);
    assertThat(policy.rules()).isEqualTo(Treasury.policy().rules());
    assertThat(policy.lists().lists()).isEqualTo(Treasury.lists().lists());
    assertThat(policy.assets().entries()).hasSize(2);
  }

  @Test
  void hasOneEncodingForRulesInAnyOrder() {
    List<Rule> rules = Treasury.rules();
    Collections.reverse(rules);
    assertThat(PolicyCodec.encode(Treasury.policy(rules))).isEqualTo(ENCODED);
  }

  @Test
  void refusesWhatIsNoCbor() {
    assertRefused(PolicyException.Reason.INVALID_CBOR, Arrays.copyOf(ENCODED, ENCODED.length - 1));
    assertRefused(PolicyException.Reason.INVALID_CBOR, Arrays.copyOf(ENCODED, ENCODED.length + 1));
    assertRefused(PolicyException.Reason.INVALID_CBOR, new byte[PolicyCodec.MAX_BYTES + 1]);
  }

  @Test
  void refusesAnotherForm() {
    assertRefused(PolicyException.Reason.INVALID_FORM, CborValue.of(1).encode());
    assertRefused(PolicyException.Reason.INVALID_FORM, with(0, CborValue.of(2)));
    assertRefused(PolicyException.Reason.INVALID_FORM, with(6, CborValue.array(CborNull.NULL)));
  }

  @Test
  void refusesPartsThatCannotBe() {
    assertRefused(PolicyException.Reason.INVALID_VALUE, with(1, CborValue.of("Treasury")));
    assertRefused(PolicyException.Reason.INVALID_VALUE, with(3, CborValue.array()));
  }

  @Test
  void refusesAnotherOrder() {
    List<CborValue> rules = new ArrayList<>(((CborArray) fields().get(6)).items());
    Collections.swap(rules, 0, 1);
    assertRefused(PolicyException.Reason.NOT_CANONICAL, with(6, CborValue.array(rules)));
  }

  @Test
  void refusesAmountsWithLeadingZeros() {
    List<CborValue> rules = new ArrayList<>(((CborArray) fields().get(6)).items());
    for (int i = 0; i < rules.size(); i++) {
      List<CborValue> rule = new ArrayList<>(((CborArray) rules.get(i)).items());
      if (rule.getFirst().equals(CborValue.of(1))) {
        rule.set(3, CborValue.of(new byte[] {0, 1}));
        rules.set(i, CborValue.array(rule));
        break;
      }
    }
    assertRefused(PolicyException.Reason.NOT_CANONICAL, with(6, CborValue.array(rules)));
  }

  private static byte[] with(int field, CborValue value) {
    List<CborValue> fields = new ArrayList<>(fields());
    fields.set(field, value);
    return CborValue.array(fields).encode();
  }

  private static List<CborValue> fields() {
    try {
      return ((CborArray) CborDecoder.decode(ENCODED, CborLimits.of(1 << 20, 8, 1 << 16))).items();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(PolicyException.Reason reason, byte[] encoded) {
    assertThat(assertThrows(PolicyException.class, () -> PolicyCodec.decode(encoded)).reason())
        .isEqualTo(reason);
  }
}
