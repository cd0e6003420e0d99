package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnixTimeTest {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  @Test
  void agreesWithTheJdkUpToTheYear9999() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      assertSame(random.nextLong(253_402_300_800L));
    }
    for (long second : new long[] {0, 951_782_399, 951_782_400, 4_107_542_400L, 253_402_300_799L}) {
      assertSame(second);
    }
  }

  @Test
  void saysNeverAfterwards() {
    assertThat(UnixTime.text(BigInteger.valueOf(253_402_300_800L))).startsWith("never (");
    assertThat(UnixTime.text(BigInteger.ONE.shiftLeft(255))).startsWith("never (");
  }

  private static void assertSame(long second) {
    assertThat(UnixTime.text(BigInteger.valueOf(second)))
        .isEqualTo(FORMAT.format(Instant.ofEpochSecond(second)));
  }
}
