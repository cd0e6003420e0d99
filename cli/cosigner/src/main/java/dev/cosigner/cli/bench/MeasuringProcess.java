package dev.cosigner.cli.bench;

import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.curve.Secp256k1;
import dev.cosigner.mpc.curve.SodiumEd25519;
import dev.cosigner.mpc.pool.Pool;
import dev.cosigner.mpc.proof.Workers;
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
  static final String POOL = "pool";

  static final String ECDSA = "ecdsa";
  static final String FROST_ED25519 = "frost-ed25519";
  static final String FROST_BIP340 = "frost-bip340";

  /** Warming up is done in windows of this share of what a measurement takes. */
  private static final int WARM_SHARE = 3;

  private static final int MOST_WINDOWS = 20;
  private static final int ENOUGH_WINDOWS = 3;

  /** When what runs use up takes long to make. */
  private static final int COSTLY_WINDOWS = 2;

  /** Less than this is faster. */
  private static final double NOTICEABLY = 0.97;

  private final PrintStream out;
  private final int parties;
  private final long nanos;
  private final LibcryptoArithmetic arithmetic = LibcryptoArithmetic.load();
  private final Unit unit = new Unit(arithmetic);
  private final Threads threads = new Threads();

  private MeasuringProcess(PrintStream out, int parties, long nanos) {
    this.out = out;
    this.parties = parties;
    this.nanos = nanos;
  }

  /**
   * Measures everything.
   *
   * @param arguments the number of parties; for how many milliseconds of processor time each
   *     operation runs when it is measured; and the schemes
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
    try (threads) {
      for (String scheme : schemes) {
        Workload workload = workload(scheme, Workers.of(threads));
        for (Operation operation : workload.operations()) {
          unit.sample();
          print(RESULT, measure(scheme, operation).toLine());
        }
        unit.sample();
        workload.pools().forEach(fill -> print(POOL, line(fill)));
      }
    }
    print(UNIT, Double.toString(unit.millis()));
  }

  private static String line(Pool.Fill fill) {
    return "%s: %d of %d ready, %d made ahead, %d taken, %d made when asked for, %d ms of work"
        .formatted(
            fill.name(),
            fill.ready(),
            fill.capacity(),
            fill.made(),
            fill.taken(),
            fill.waited(),
            fill.work() / 1_000_000);
  }

  private Workload workload(String scheme, Workers workers) {
    return switch (scheme) {
      case FROST_ED25519 -> new FrostWorkload(Scheme.FROST_ED25519, SodiumEd25519.load(), parties);
      case FROST_BIP340 -> new FrostWorkload(Scheme.FROST_BIP340, Secp256k1.load(), parties);
      case ECDSA -> new EcdsaWorkload(arithmetic, Secp256k1.load(), parties, workers);
      default -> throw new IllegalArgumentException("expected a scheme, found " + scheme);
    };
  }

  private Measurement measure(String scheme, Operation operation) {
    warmUp(operation);
    Window alone = Window.of(operation, nanos);
    threads.useSeveral(true);
    Window together = Window.of(operation, nanos);
    threads.useSeveral(false);
    return alone.measurement(scheme, operation, together);
  }

  /** Until the compiler has seen what it will see: no run is faster than those before it. */
  private void warmUp(Operation operation) {
    double best = Double.MAX_VALUE;
    int noBetter = 0;
    int most = operation.mostRuns() == Integer.MAX_VALUE ? MOST_WINDOWS : COSTLY_WINDOWS;
    for (int i = 0; i < most && noBetter < ENOUGH_WINDOWS; i++) {
      double now = Window.of(operation, nanos / WARM_SHARE).nanosPerRun();
      noBetter = now < best * NOTICEABLY ? 0 : noBetter + 1;
      best = Math.min(best, now);
      if (now > nanos) {
        return; // one run is long enough to be compiled in
      }
    }
  }

  private void print(String... fields) {
    out.println(String.join("\t", List.of(fields)));
    out.flush();
  }
}
