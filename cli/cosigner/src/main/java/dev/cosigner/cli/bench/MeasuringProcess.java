package dev.cosigner.cli.bench;

import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.curve.Secp256k1;
import dev.cosigner.mpc.curve.SodiumEd25519;
import dev.cosigner.protocol.wallet.Scheme;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * The program that measures, in a process of its own whose runtime is the one in question. It
 * prints a line for each thing that it finds out, of tab-separated fields.
 */
final class MeasuringProcess {
  static final String UNIT = "unit";
  static final String LIBCRYPTO = "libcrypto";
  static final String IFMA = "ifma";
  static final String RESULT = "result";

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
   *     operation runs before it is measured, for the compiler to see it, and again to measure it
   */
  public static void main(String[] arguments) {
    new MeasuringProcess(
            System.out, Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]) * 1_000_000)
        .run();
  }

  private void run() {
    print(LIBCRYPTO, arithmetic.name());
    print(IFMA, Boolean.toString(arithmetic.hasIfma()));
    unit.sample();
    measure(
        "frost-ed25519", new FrostWorkload(Scheme.FROST_ED25519, SodiumEd25519.load(), parties));
    measure("frost-bip340", new FrostWorkload(Scheme.FROST_BIP340, Secp256k1.load(), parties));
    print(UNIT, Double.toString(unit.millis()));
  }

  private void measure(String scheme, FrostWorkload workload) {
    workload
        .operations()
        .forEach((operation, once) -> {
          unit.sample();
          Measurement measurement = measure(scheme, operation, once, workload.parties(operation));
          print(RESULT, measurement.toLine());
        });
    unit.sample();
  }

  private Measurement measure(String scheme, String operation, Supplier<Double> once, int parties) {
    long warm = ProcessorClock.processNanos() + nanos;
    while (ProcessorClock.processNanos() < warm) {
      double _ = once.get();
    }
    long begin = ProcessorClock.processNanos();
    long beginWall = System.nanoTime();
    double bytes = 0;
    int runs = 0;
    while (runs == 0 || ProcessorClock.processNanos() - begin < nanos) {
      bytes += once.get();
      runs++;
    }
    double processor = (ProcessorClock.processNanos() - begin) / 1e6;
    double wall = (System.nanoTime() - beginWall) / 1e6;
    return new Measurement(
        scheme, operation, processor / runs / parties, 0, wall / runs, bytes / runs);
  }

  private void print(String... fields) {
    out.println(String.join("\t", List.of(fields)));
    out.flush();
  }
}
