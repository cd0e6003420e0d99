package dev.cosigner.cli.bench;

/**
 * One thing to measure.
 *
 * @param name such as {@code sign}
 * @param parties among how many the costs are divided
 * @param count how many results one run has, such as a batch of presignatures
 * @param mostRuns of one window, when what a run uses up takes long to make
 * @param prepare makes ahead what the next run uses up; is not measured
 * @param offline processor time of what was made ahead and has been used up so far, all parties
 * @param run runs it once and tells how many bytes all parties sent
 */
record Operation(
    String name,
    int parties,
    int count,
    int mostRuns,
    Runnable prepare,
    Offline offline,
    Once run) {

  /** Nanoseconds so far. */
  interface Offline {
    double nanos();
  }

  /** One run. */
  interface Once {
    long bytes();
  }

  /** One that uses up nothing and has one result. */
  static Operation of(String name, int parties, Once run) {
    return new Operation(name, parties, 1, Integer.MAX_VALUE, () -> {}, () -> 0, run);
  }
}
