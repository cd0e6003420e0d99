package dev.cosigner.mpc.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Integers in fields: each has one encoding of one size. */
class FieldsTest {
  @Test
  void naturalNumbersFillTheirSize() throws Exception {
    for (long number : new long[] {0, 1, 127, 128, 255, 256, 0x8000, 0xffff}) {
      var encoded = Fields.ofNatural(BigInteger.valueOf(number), 2);
      assertThat(encoded.asBytes("number", 2, 2))
          .containsExactly((byte) (number >> 8), (byte) number);
      assertThat(read(encoded).natural("number", 2)).isEqualTo(BigInteger.valueOf(number));
    }
  }

  @Test
  void signedNumbersFillTheirSize() throws Exception {
    for (long number : new long[] {0, 1, -1, 127, 128, -128, -129, 0x7fff, -0x8000}) {
      var encoded = Fields.ofSigned(BigInteger.valueOf(number), 2);
      assertThat(encoded.asBytes("number", 2, 2))
          .containsExactly((byte) (number >> 8), (byte) number);
      assertThat(read(encoded).signed("number", 2)).isEqualTo(BigInteger.valueOf(number));
    }
  }

  @Test
  void whatDoesNotFitIsNotWritten() {
    for (long number : new long[] {-1, 0x10000}) {
      assertThatThrownBy(() -> Fields.ofNatural(BigInteger.valueOf(number), 2))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (long number : new long[] {0x8000, -0x8001}) {
      assertThatThrownBy(() -> Fields.ofSigned(BigInteger.valueOf(number), 2))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anotherSizeIsRefused() {
    for (var bytes : List.of(new byte[1], new byte[3])) {
      assertThatThrownBy(() -> read(CborValue.of(bytes)).natural("number", 2))
          .isInstanceOf(CborException.class);
      assertThatThrownBy(() -> read(CborValue.of(bytes)).signed("number", 2))
          .isInstanceOf(CborException.class);
    }
  }

  @Test
  void aBitIsZeroOrOne() throws Exception {
    assertThat(read(Fields.ofBit(false)).bit("bit")).isFalse();
    assertThat(read(Fields.ofBit(true)).bit("bit")).isTrue();
    assertThatThrownBy(() -> read(CborValue.of(2)).bit("bit")).isInstanceOf(CborException.class);
    assertThatThrownBy(() -> read(CborValue.of(-1)).bit("bit")).isInstanceOf(CborException.class);
  }

  @Test
  void rowsHaveTheirNumberAndWidth() throws Exception {
    var row = CborValue.array(CborValue.of(1), CborValue.of(0));
    var rows = read(CborValue.array(row, row)).rows("rows", 2, 2);
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).bit("first")).isTrue();
    assertThat(rows.get(1).bit("second")).isFalse();
    for (var other :
        List.of(
            CborValue.array(row),
            CborValue.array(row, row, row),
            CborValue.array(row, CborValue.array(CborValue.of(1))))) {
      assertThatThrownBy(() -> read(other).rows("rows", 2, 2)).isInstanceOf(CborException.class);
    }
  }

  private static Fields read(CborValue value) throws CborException {
    return Fields.of(CborValue.array(value), 1);
  }
}
