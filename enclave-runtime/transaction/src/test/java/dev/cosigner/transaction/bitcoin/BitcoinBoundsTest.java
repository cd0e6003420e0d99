package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Bounded;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Inputs of a megabyte that promise much, or repeat what is smallest: refused soon. */
class BitcoinBoundsTest {
  private static final int SIZE = BitcoinTransaction.MAX_BYTES;
  private static final byte[] MAGIC = {'p', 's', 'b', 't', (byte) 0xff};

  @Test
  void refusesMapsOfTheSmallestFields() {
    ByteArrayOutputStream out = start();
    for (int i = 0; out.size() < SIZE - 6; i++) {
      out.writeBytes(new byte[] {3, (byte) 0xfc, (byte) i, (byte) (i >> 8), 0});
    }
    assertThat(reason(out.toByteArray())).isEqualTo(Reason.TOO_MANY_FIELDS);
  }

  @Test
  void refusesMoreMapsThanThereAreBytes() {
    ByteArrayOutputStream out = start();
    out.writeBytes(
        new ByteWriter()
            .sized(new byte[] {2})
            .sized(PsbtBuilder.u32(2))
            .sized(new byte[] {4})
            .sized(new ByteWriter().compactSize(Long.MAX_VALUE).toByteArray())
            .sized(new byte[] {5})
            .sized(new byte[] {1})
            .sized(new byte[] {(byte) 0xfb})
            .sized(PsbtBuilder.u32(2))
            .u8(0)
            .toByteArray());
    assertThat(reason(out.toByteArray())).isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void refusesTransactionsOfTheSmallestParts() {
    int outputs = (SIZE - 100) / 9;
    byte[] transaction =
        new ByteWriter()
            .u32(2)
            .compactSize(0)
            .compactSize(outputs)
            .bytes(new byte[outputs * 9])
            .u32(0)
            .toByteArray();
    ByteArrayOutputStream out = start();
    out.writeBytes(new ByteWriter().sized(new byte[1]).sized(transaction).u8(0).toByteArray());
    assertThat(reason(out.toByteArray())).isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void refusesWitnessesOfTheSmallestItems() {
    int items = SIZE - 300;
    byte[] transaction =
        new ByteWriter()
            .u32(2)
            .u8(0)
            .u8(1)
            .u8(1)
            .bytes(new byte[41])
            .u8(0)
            .compactSize(items)
            .bytes(new byte[items])
            .u32(0)
            .toByteArray();
    byte[] witnessed =
        new PsbtBuilder(0, new Keys("bounds")).withInput(new byte[] {0}, transaction).build();
    assertThat(reason(witnessed)).isEqualTo(Reason.WRONG_PREVIOUS_TRANSACTION);
  }

  @Test
  void refusesLengthsBeyondTheEndWithoutAllocatingThem() {
    for (long length : new long[] {1L << 20, 1L << 31, 1L << 40, -1}) {
      ByteArrayOutputStream out = start();
      out.writeBytes(new ByteWriter().sized(new byte[1]).compactSize(length).toByteArray());
      assertThat(reason(out.toByteArray())).isEqualTo(Reason.TRUNCATED);
    }
  }

  @Test
  void refusesAMegabyteOfOneByte() {
    for (int value = 0; value < 256; value += 51) {
      byte[] bytes = new byte[SIZE];
      Arrays.fill(bytes, (byte) value);
      System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
      assertThat(reason(bytes)).isNotNull();
    }
  }

  /** As many inputs and outputs as are read, judged and shown. */
  @Test
  void boundsWhatTheLargestTransactionCosts() {
    Keys keys = new Keys("bounds");
    PsbtBuilder builder = new PsbtBuilder(2, keys);
    for (int i = 0; i < BitcoinTransaction.MAX_INPUTS_OR_OUTPUTS; i++) {
      builder.spend(InputKind.P2WPKH, 100_000, 0, 999_000 + i);
      builder.change(InputKind.P2WPKH, 99_000, 1, 999_500 + i);
    }
    byte[] psbt = builder.build();
    int effects =
        Bounded.bounded(() -> {
          BitcoinTransaction transaction = BitcoinTransaction.parse(psbt, ReferenceData.NONE);
          transaction.render(keys.wallet());
          transaction.bytesToSign(keys.wallet());
          return transaction.effects(keys.wallet()).size();
        });
    assertThat(effects).isEqualTo(1 + BitcoinTransaction.MAX_INPUTS_OR_OUTPUTS);
  }

  private static ByteArrayOutputStream start() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    return out;
  }

  private static Reason reason(byte[] bytes) {
    return Bounded.bounded(() -> {
      try {
        BitcoinTransaction.parse(bytes, ReferenceData.NONE);
        return null;
      } catch (TransactionException e) {
        return e.reason();
      }
    });
  }
}
