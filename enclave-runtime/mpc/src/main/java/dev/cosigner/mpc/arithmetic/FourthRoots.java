package dev.cosigner.mpc.arithmetic;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/**
 * Fourth roots modulo {@code N = p q} of every unit times a sign and a power of one number w, for
 * primes that are 3 mod 4 and a w that is a square modulo one of them alone: what Pi-mod needs
 * (eprint 2021/060, figure 16).
 */
public final class FourthRoots implements AutoCloseable {
  private final Libcrypto libcrypto;
  private final OwnModulus modulus;
  private final OwnModulus.Exponent exponent;
  private final Root ofW1;
  private final Root ofW2;

  /**
   * The root x of a y.
   *
   * @param x {@code x^4 = (-1)^a w^b y mod N}
   */
  public record FourthRoot(BigInteger x, boolean a, boolean b) {}

  /** Modulo one prime: a fourth root of the number, or else of its negative. */
  private record Root(MemorySegment value, long isOfNumber) {
    Root copy() {
      var copy = SecretInteger.memory(Limbs.count(value));
      copy.copyFrom(value);
      return new Root(copy, isOfNumber);
    }
  }

  FourthRoots(Libcrypto libcrypto, OwnModulus modulus, BigInteger w) {
    this.libcrypto = libcrypto;
    this.modulus = modulus;
    exponent =
        new OwnModulus.Exponent(libcrypto, exponent(modulus.first()), exponent(modulus.second()));
    try (var scratch = new Scratch(libcrypto)) {
      var roots = roots(scratch, w);
      ofW1 = roots[0].copy();
      ofW2 = roots[1].copy();
    }
  }

  /** {@code ((p + 1) / 4)^2 mod (p - 1)}. */
  private MemorySegment exponent(SecretFactor prime) {
    try (var scratch = new Scratch(libcrypto)) {
      int width = prime.residues().width();
      var quarter = scratch.limbs(width + 1);
      Limbs.addUnsigned(quarter, prime.residues().modulus());
      Limbs.addUnsigned(quarter, scratch.limbs(1, BigInteger.ONE));
      Limbs.halve(quarter);
      Limbs.halve(quarter);
      var square = scratch.limbs(2 * width);
      Limbs.multiply(square, quarter, quarter);
      var exponent = SecretInteger.memory(prime.orders().width());
      prime.orders().reduce(exponent, square);
      return exponent;
    }
  }

  /**
   * The root of a unit y.
   *
   * <p>The time does not depend on whether y is a square modulo either prime, but for what a and b
   * tell, which the proof makes public.
   */
  public FourthRoot of(BigInteger y) {
    try (var scratch = new Scratch(libcrypto)) {
      var roots = roots(scratch, y);
      var x1 = roots[0].value();
      var x2 = roots[1].value();
      boolean b = (roots[0].isOfNumber() ^ roots[1].isOfNumber()) != 0;
      long square = roots[0].isOfNumber();
      if (b) {
        modulus.first().residues().multiply(x1, x1, ofW1.value());
        modulus.second().residues().multiply(x2, x2, ofW2.value());
        square = ~(square ^ ofW1.isOfNumber());
      }
      try (var x = modulus.combine(x1, x2)) {
        return new FourthRoot(x.publish(), square == 0, b);
      }
    }
  }

  private Root[] roots(Scratch scratch, BigInteger y) {
    var limbs = scratch.limbs(SecretInteger.limbsFor(y.bitLength()), y);
    var y1 = scratch.limbs(modulus.first().residues().width());
    var y2 = scratch.limbs(modulus.second().residues().width());
    modulus.first().residues().reduce(y1, limbs);
    modulus.second().residues().reduce(y2, limbs);
    var x1 = scratch.limbs(Limbs.count(y1));
    var x2 = scratch.limbs(Limbs.count(y2));
    x1.copyFrom(y1);
    x2.copyFrom(y2);
    modulus.powers(scratch, x1, x2, exponent);
    return new Root[] {
      root(scratch, modulus.first(), x1, y1), root(scratch, modulus.second(), x2, y2)
    };
  }

  private static Root root(Scratch scratch, SecretFactor prime, MemorySegment x, MemorySegment y) {
    var power = scratch.limbs(Limbs.count(x));
    prime.residues().multiply(power, x, x);
    prime.residues().multiply(power, power, power);
    return new Root(x, Limbs.isEqual(power, y));
  }

  @Override
  public void close() {
    exponent.close();
    libcrypto.cleanse(ofW1.value());
    libcrypto.cleanse(ofW2.value());
  }
}
