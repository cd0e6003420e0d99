package dev.cosigner.cli.bench;

/**
 * Some runs of one operation.
 *
 * @param runs how many
 * @param processorNanos that all threads of the process used in them
 * @param offlineNanos that what they used up had cost
 * @param wallNanos that they took
 * @param bytes that all parties sent
 */
record Window(int runs, long processorNanos, double offlineNanos, long wallNanos, long bytes) {

  /**
   * Runs an operation, once at least.
   *
   * @param nanos of processor time after which no run begins, nor after the operation's most runs
   */
  static Window of(Operation operation, long nanos) {
    int runs = 0;
    long processor = 0;
    double offline = 0;
    long wall = 0;
    long bytes = 0;
    do {
      operation.prepare().run();
      double offlineBefore = operation.offline().nanos();
      long wallBefore = System.nanoTime();
      long processorBefore = ProcessorClock.processNanos();
      bytes += operation.run().bytes();
      processor += ProcessorClock.processNanos() - processorBefore;
      wall += System.nanoTime() - wallBefore;
      offline += operation.offline().nanos() - offlineBefore;
      runs++;
    } while (processor < nanos && runs < operation.mostRuns());
    return new Window(runs, processor, offline, wall, bytes);
  }

  /** Processor time of one run. */
  double nanosPerRun() {
    return (double) processorNanos / runs;
  }

  /**
   * What that is for each party and result.
   *
   * @param together other runs of it, with as many threads as there are cores, for the wall time
   */
  Measurement measurement(String scheme, Operation operation, Window together) {
    double shares = (double) runs * operation.parties() * operation.count();
    return new Measurement(
        scheme,
        operation.name(),
        processorNanos / 1e6 / shares,
        offlineNanos / 1e6 / shares,
        together.wallNanos / 1e6 / together.runs / operation.count(),
        bytes / shares);
  }
}
