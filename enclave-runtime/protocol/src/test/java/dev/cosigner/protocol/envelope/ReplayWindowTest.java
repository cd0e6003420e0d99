package dev.cosigner.protocol.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A window admits what is neither old nor known, and nothing twice. */
class ReplayWindowTest {
  @Test
  void agreesWithASetOfAllNumbers() {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      ReplayWindow window = new ReplayWindow();
      Set<Long> received = new HashSet<>();
      long highest = 0;
      for (int i = 0; i < 20_000; i++) {
        long step = random.nextInt(100) == 0 ? random.nextInt(20_000) : random.nextInt(20);
        long sequence = Math.max(1, highest + step - random.nextInt(1 + random.nextInt(6000)));
        boolean expected = sequence > highest - ReplayWindow.SIZE && !received.contains(sequence);
        assertThat(window.admits(sequence)).as("seed %d, %d", seed, sequence).isEqualTo(expected);
        if (expected) {
          window.mark(sequence);
          received.add(sequence);
          highest = Math.max(highest, sequence);
        }
      }
    }
  }

  @Test
  void theLargestNumberIsTheLast() {
    ReplayWindow window = new ReplayWindow();
    window.mark(Long.MAX_VALUE);
    assertThat(window.admits(Long.MAX_VALUE)).isFalse();
    assertThat(window.admits(Long.MAX_VALUE - 1)).isTrue();
    assertThat(window.admits(1)).isFalse();
  }
}
