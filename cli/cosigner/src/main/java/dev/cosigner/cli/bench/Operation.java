package dev.cosigner.cli.bench;

/**
 * One thing to measure.
 *
 * @param name such as {@code sign}
 * @param parties how many take part
 * @param count how many results one run has, such as a batch of presignatures
 * @param mostRuns how often it can run, when it uses up what others made
 * @param offlineMillis processor time that each party spent ahead on what one result uses up
 * @param run runs it once and tells how many bytes all parties sent
 */
record Operation(
    String name, int parties, int count, int mostRuns, Offline offlineMillis, Once run) {

  /** Asked after the measurement, for it may tell what another operation cost. */
  interface Offline {
    double millis();
  }

  /** One run. */
  interface Once {
    long bytes();
  }

  static Operation of(String name, int parties, Once run) {
    return new Operation(name, parties, 1, Integer.MAX_VALUE, () -> 0, run);
  }
}
