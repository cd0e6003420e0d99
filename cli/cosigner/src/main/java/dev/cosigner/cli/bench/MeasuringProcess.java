package dev.cosigner.cli.bench;

import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.curve.Secp256k1;
import dev.cosigner.mpc.curve.SodiumEd25519;
import dev.cosigner.protocol.wallet.Scheme;
import java.io.PrintStream;
import java.util.List;

/**
 * The program that measures, in a process of its own whose runtime is the one in question. It
 * prints a line for each thing that it finds out, of tab-separated fields.
 */
final class MeasuringProcess {
  static final String UNIT = "unit";
  static final String LIBCRYPTO = "libcrypto";
  static final String IFMA = "ifma";
  static final String RESULT = "result";

  static final String ECDSA = "ecdsa";
  static final String FROST_ED25519 = "frost-ed25519";
  static final String FROST_BIP340 = "frost-bip340";

  private final PrintStream out;
  private final int parties;
  private final long nanos;
  private final LibcryptoArithmetic arithmetic = LibcryptoArithmetic.load();
  private final Unit unit = new Unit(arithmetic);

  private MeasuringProcess(PrintStream out, int parties, long nanos) {
    this.out = out;
    this.parties = parties;
    this.nanos = nanos;
  }

  /**
   * Measures everything.
   *
   * @param arguments the number of parties; and for how many milliseconds of processor time each
   *     operation runs before it is measured, for the compiler to see it, and again to measure it;
   *     and the schemes
   */
  public static void main(String[] arguments) {
    new MeasuringProcess(
            System.out, Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]) * 1_000_000)
        .run(List.of(arguments).subList(2, arguments.length));
  }

  private void run(List<String> schemes) {
    print(LIBCRYPTO, arithmetic.name());
    print(IFMA, Boolean.toString(arithmetic.hasIfma()));
    unit.sample();
    for (String scheme : schemes) {
      for (Operation operation : workload(scheme).operations()) {
        unit.sample();
        print(RESULT, measure(scheme, operation).toLine());
      }
      unit.sample();
    }
    print(UNIT, Double.toString(unit.millis()));
  }

  private Workload workload(String scheme) {
    return switch (scheme) {
      case FROST_ED25519 -> new FrostWorkload(Scheme.FROST_ED25519, SodiumEd25519.load(), parties);
      case FROST_BIP340 -> new FrostWorkload(Scheme.FROST_BIP340, Secp256k1.load(), parties);
      case ECDSA -> new EcdsaWorkload(arithmetic, Secp256k1.load(), parties);
      default -> throw new IllegalArgumentException("expected a scheme, found " + scheme);
    };
  }

  private Measurement measure(String scheme, Operation operation) {
    long warm = ProcessorClock.processNanos() + nanos;
    long bytes;
    int warmRuns = 0;
    do {
      bytes = operation.run().bytes();
      warmRuns++;
    } while (ProcessorClock.processNanos() < warm && warmRuns < operation.mostRuns() / 2);
    long begin = ProcessorClock.processNanos();
    long beginWall = System.nanoTime();
    int runs = 0;
    while (runs == 0
        || (ProcessorClock.processNanos() - begin < nanos && runs < operation.mostRuns() / 2)) {
      bytes = operation.run().bytes();
      runs++;
    }
    double processor = (ProcessorClock.processNanos() - begin) / 1e6;
    double wall = (System.nanoTime() - beginWall) / 1e6;
    double shares = (double) operation.parties() * operation.count();
    return new Measurement(
        scheme,
        operation.name(),
        processor / runs / shares,
        operation.offlineMillis().millis(),
        wall / runs / operation.count(),
        bytes / shares);
  }

  private void print(String... fields) {
    out.println(String.join("\t", List.of(fields)));
    out.flush();
  }
}
