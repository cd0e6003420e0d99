package dev.cosigner.enclave.nsm;

import dev.cosigner.enclave.nsm.NsmException.Reason;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * The enclave's randomness: the kernel's generator, with the NSM's own bytes mixed in. It exists
 * only after that was done, so whoever holds one may make keys.
 */
public final class RandomSource {
  /** The JDK's generator that reads the kernel's. Its others are seeded by the JVM itself. */
  private static final String KERNEL_ALGORITHM = "NativePRNG";

  /** Reading this waits until the kernel's generator is seeded; /dev/urandom does not. */
  private static final String BLOCKING_DEVICE = "/dev/random";

  /** What makes up for a kernel generator that is known in full. */
  private static final int LEAST_BYTES = 32;

  private final SecureRandom random;

  private RandomSource(SecureRandom random) {
    this.random = random;
  }

  /**
   * Waits for the kernel's generator, checks that the JDK uses it, and mixes in the NSM's
   * randomness.
   *
   * @throws InsecureRandomnessException if the JDK uses another generator or the kernel's cannot be
   *     read
   * @throws NsmException if the NSM gives no randomness
   */
  public static RandomSource open(Nsm nsm) throws InsecureRandomnessException, NsmException {
    try (FileInputStream device = new FileInputStream(BLOCKING_DEVICE)) {
      if (device.read() < 0) {
        throw new InsecureRandomnessException(
            "expected randomness from " + BLOCKING_DEVICE + ", found none");
      }
    } catch (IOException e) {
      throw new InsecureRandomnessException(
          "expected randomness from " + BLOCKING_DEVICE + ": " + e.getMessage());
    }
    return open(nsm, new SecureRandom());
  }

  static RandomSource open(Nsm nsm, SecureRandom random)
      throws InsecureRandomnessException, NsmException {
    if (!random.getAlgorithm().equals(KERNEL_ALGORITHM)) {
      throw new InsecureRandomnessException(
          "expected the JDK's randomness to be the kernel's ("
              + KERNEL_ALGORITHM
              + "), found "
              + random.getAlgorithm());
    }
    byte[] own = nsm.getRandom();
    if (own.length < LEAST_BYTES || isConstant(own)) {
      throw new NsmException(
          Reason.INTERNAL_ERROR,
          "expected at least "
              + LEAST_BYTES
              + " random bytes of the NSM, found "
              + own.length
              + " or one repeated");
    }
    // Goes into the kernel's pool, and into what the JDK adds to every byte that it reads from
    // there.
    random.setSeed(own);
    return new RandomSource(random);
  }

  private static boolean isConstant(byte[] bytes) {
    for (byte b : bytes) {
      if (b != bytes[0]) {
        return false;
      }
    }
    return true;
  }

  /** Draws {@code length} bytes. */
  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The generator, for the JDK's key generators and signatures. */
  public SecureRandom secureRandom() {
    return random;
  }
}
