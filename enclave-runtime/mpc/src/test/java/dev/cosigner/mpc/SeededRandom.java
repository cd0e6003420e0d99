package dev.cosigner.mpc;

import java.security.SecureRandom;
import java.util.Random;

/** Randomness that a test can repeat. */
public final class SeededRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final Random random;

  public SeededRandom(long seed) {
    random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }
}
