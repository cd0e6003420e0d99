package dev.cosigner.mpc.paillier;

/**
 * The sizes of moduli and proofs, in bits (eprint 2021/060, appendix C). There are two sets; no
 * caller can make another.
 */
public final class SecurityParameters {
  /** 2048-bit moduli. */
  public static final SecurityParameters STANDARD =
      new SecurityParameters(2048, 256, 1280, 512, 128);

  /** 3072-bit moduli. */
  public static final SecurityParameters STRICT = new SecurityParameters(3072, 256, 1280, 512, 128);

  private final int modulusBits;
  private final int l;
  private final int lPrime;
  private final int epsilon;
  private final int rounds;

  /** For the two sets above, and for tests. */
  SecurityParameters(int modulusBits, int l, int lPrime, int epsilon, int rounds) {
    this.modulusBits = modulusBits;
    this.l = l;
    this.lPrime = lPrime;
    this.epsilon = epsilon;
    this.rounds = rounds;
  }

  /** The exact size of every Paillier and ring-Pedersen modulus, a multiple of 128. */
  public int modulusBits() {
    return modulusBits;
  }

  /** The size of secrets under encryption. */
  public int l() {
    return l;
  }

  /** The size of the masks that hide a product of two secrets. */
  public int lPrime() {
    return lPrime;
  }

  /** The slack of range proofs. */
  public int epsilon() {
    return epsilon;
  }

  /** Repetitions of the proofs with one-bit challenges. */
  public int rounds() {
    return rounds;
  }
}
