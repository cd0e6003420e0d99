package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Bounded;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs of a megabyte, and the most that fits a packet: refused or judged soon. */
class SolanaBoundsTest {
  private static final int MEGABYTE = 1 << 20;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x7f, 0x80, 0xff})
  void refusesAMegabyte(int value) {
    byte[] bytes = new byte[MEGABYTE];
    Arrays.fill(bytes, (byte) value);
    assertThat(message(bytes)).isEqualTo(Reason.TOO_LARGE);
    assertThat(transaction(bytes)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void boundsEveryFillOfAPacket() {
    Bounded.bounded(() -> {
      for (int value = 0; value < 256; value++) {
        byte[] bytes = new byte[SolanaTransaction.MAX_BYTES];
        Arrays.fill(bytes, (byte) value);
        message(bytes);
        transaction(bytes);
      }
      return true;
    });
  }

  @Test
  void boundsWhatGeneratedMessagesCost() {
    MessageGenerator generator = new MessageGenerator(77);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = Sample.message(generator.wallet(), generator.bytes(32), generator.samples());
      Reason reason = Bounded.bounded(() -> message(bytes));
      assertThat(reason).isIn(null, Reason.TOO_LARGE, Reason.UNNAMED_ASSET, Reason.OTHER_SIGNERS);
    }
  }

  private static Reason message(byte[] bytes) {
    return Bounded.bounded(() -> {
      try {
        SolanaTransaction read = SolanaTransaction.parseMessage(bytes);
        read.render(read.requiredSigners().getFirst());
        return null;
      } catch (TransactionException e) {
        return e.reason();
      }
    });
  }

  private static Reason transaction(byte[] bytes) {
    return Bounded.bounded(() -> {
      try {
        SolanaTransaction.parseTransaction(bytes);
        return null;
      } catch (TransactionException e) {
        return e.reason();
      }
    });
  }
}
