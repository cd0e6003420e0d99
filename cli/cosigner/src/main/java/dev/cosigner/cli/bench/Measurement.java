package dev.cosigner.cli.bench;

/**
 * What one operation of one scheme costs each party, on average.
 *
 * @param scheme such as {@code frost-ed25519}
 * @param operation such as {@code sign}
 * @param onlineMillis processor time between request and result, of all threads of the process,
 *     when one does the work
 * @param offlineMillis processor time of what was made ahead and used up
 * @param wallMillis of one run, all parties of which are in one process, when as many threads as
 *     there are cores do the work
 * @param bytes sent
 */
public record Measurement(
    String scheme,
    String operation,
    double onlineMillis,
    double offlineMillis,
    double wallMillis,
    double bytes) {

  /** Processor time in all. */
  public double totalMillis() {
    return onlineMillis + offlineMillis;
  }

  /** The measurement as a line of the measuring process. */
  String toLine() {
    return String.join(
        "\t",
        scheme,
        operation,
        Double.toString(onlineMillis),
        Double.toString(offlineMillis),
        Double.toString(wallMillis),
        Double.toString(bytes));
  }

  /**
   * Reads such a line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Measurement ofLine(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != 6) {
      throw new IllegalArgumentException("expected 6 fields, found " + fields.length);
    }
    return new Measurement(
        fields[0],
        fields[1],
        Double.parseDouble(fields[2]),
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]),
        Double.parseDouble(fields[5]));
  }
}
