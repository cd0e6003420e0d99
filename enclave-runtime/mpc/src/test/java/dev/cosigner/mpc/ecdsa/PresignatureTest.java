package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.transcript.Bytes32;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two signatures with one presignature give the key away: it is taken once. */
class PresignatureTest {
  private static final int RACES = 200_000;
  private static final KeyShare KEY_SHARE = EcdsaGroups.generate(2, 1).get(1);

  @Test
  void ofTwoThreadsOneTakesIt() throws Exception {
    var arrived = new AtomicInteger();
    var presignatures = new Presignature[RACES];
    for (int i = 0; i < RACES; i++) {
      presignatures[i] = presignature();
    }
    try (var threads = Executors.newFixedThreadPool(2)) {
      Callable<boolean[]> task = () -> takeAll(presignatures, arrived);
      var first = threads.submit(task);
      var second = threads.submit(task);
      int twice = 0;
      for (int i = 0; i < RACES; i++) {
        twice += first.get()[i] && second.get()[i] ? 1 : 0;
      }
      assertThat(twice).as("presignatures that both threads took").isZero();
    }
  }

  private static boolean[] takeAll(Presignature[] presignatures, AtomicInteger arrived) {
    var taken = new boolean[presignatures.length];
    for (int i = 0; i < taken.length; i++) {
      // Both begin each race within nanoseconds: neither waits for the scheduler.
      arrived.incrementAndGet();
      while (arrived.get() < 2 * (i + 1)) {
        Thread.onSpinWait();
      }
      try {
        presignatures[i].consume();
        taken[i] = true;
      } catch (IllegalStateException e) {
        taken[i] = false;
      }
    }
    return taken;
  }

  private static Presignature presignature() {
    return new Presignature(
        Bytes32.of(new byte[Bytes32.LENGTH]),
        KEY_SHARE,
        EcdsaGroups.CURVE.generator(),
        new TreeMap<>(),
        new Presignature.Shares(null, null));
  }
}
