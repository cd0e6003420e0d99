package dev.cosigner.mpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Time does not depend on secrets: a fixed one, extreme in some way, takes as long as random ones.
 * As dudect does (Reparaz, Balasch and Verbauwhede, 2017), the two classes are measured in random
 * order, the slowest measurements are cut off, and Welch's t tells the means apart.
 */
public final class ConstantTime {
  private static final int SAMPLES = 6000;
  private static final int WARM_UP = SAMPLES / 4;
  private static final int ROUNDS = 4;

  /**
   * dudect's own limit is 10 for a leak that is certain. A machine at work disturbs single rounds;
   * a leak shows in all of them.
   */
  private static final double LIMIT = 10;

  private final Random random;
  private final List<String> figures = new ArrayList<>();

  public ConstantTime(Random random) {
    this.random = random;
  }

  /** What is measured, with a secret that is made before and closed after it. */
  public interface Operation<S> {
    void run(S secret);
  }

  /** All figures so far, one a line. */
  public void print() {
    figures.forEach(System.out::println);
  }

  /** Fails when the fixed secret takes another time than random ones. */
  public <S extends AutoCloseable> void require(
      String name, Supplier<S> fixed, Supplier<S> others, Operation<S> operation) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > LIMIT / 2; round++) {
      least = Math.min(least, Math.abs(welch(fixed, others, operation)));
    }
    figures.add("%-40s |t| = %.2f".formatted(name, least));
    assertThat(least).as(name).isLessThan(LIMIT);
  }

  private <S extends AutoCloseable> double welch(
      Supplier<S> fixed, Supplier<S> others, Operation<S> operation) {
    // All are made before, so that nothing before an operation tells the classes apart.
    var classes = new int[WARM_UP + SAMPLES];
    var secrets = new ArrayList<S>();
    for (int i = 0; i < classes.length; i++) {
      classes[i] = random.nextInt(2);
      secrets.add((classes[i] == 0 ? fixed : others).get());
    }
    var times = new double[classes.length];
    for (int i = 0; i < classes.length; i++) {
      var secret = secrets.get(i);
      long begin = System.nanoTime();
      operation.run(secret);
      times[i] = System.nanoTime() - begin;
    }
    secrets.forEach(ConstantTime::close);
    return welch(
        Arrays.copyOfRange(classes, WARM_UP, classes.length),
        Arrays.copyOfRange(times, WARM_UP, times.length));
  }

  private static double welch(int[] classes, double[] times) {
    var sorted = times.clone();
    Arrays.sort(sorted);
    double cut = sorted[SAMPLES * 8 / 10];
    double[] count = new double[2];
    double[] mean = new double[2];
    double[] squares = new double[2];
    for (int i = 0; i < SAMPLES; i++) {
      if (times[i] <= cut) {
        int c = classes[i];
        count[c]++;
        double delta = times[i] - mean[c];
        mean[c] += delta / count[c];
        squares[c] += delta * (times[i] - mean[c]);
      }
    }
    return (mean[0] - mean[1])
        / Math.sqrt(
            squares[0] / (count[0] - 1) / count[0] + squares[1] / (count[1] - 1) / count[1]);
  }

  private static void close(AutoCloseable secret) {
    try {
      secret.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
