package dev.cosigner.eif;

import dev.cosigner.protocol.attestation.Measurements;

/**
 * Computes an image's registers PCR0, PCR1 and PCR2 while its sections pass by, in file order.
 *
 * <p>PCR0 covers kernel, command line and all ramdisks; PCR1 kernel, command line and the first
 * ramdisk; PCR2 the ramdisks after the first. Nothing separates the concatenated sections: bytes
 * moved over the boundary of two neighbours leave a register as it is. That is the format's rule,
 * so nothing may depend on where a section ends that the kernel or the enclave does not check
 * itself.
 *
 * <p>PCR1's hash is PCR0's up to the second ramdisk, and is taken from it there. PCR2's is its own:
 * of a large image both are computed beside each other, in threads of their own, by libcrypto where
 * the system has it.
 */
public final class MeasurementCalculator {
  /** An image is large from here on; below it, starting threads and binding costs more. */
  private static final long LARGE = 32 << 20;

  private final HashingLane all;
  private final HashingLane application;
  private final ChunkPool chunks = new ChunkPool();
  private final boolean large;
  private SectionType type = SectionType.METADATA;
  private int ramdisks;
  private byte[] boot;
  private byte[] chunk;
  private int filled;

  /**
   * @param size of the image in bytes, or about: it decides how to hash and changes no result
   */
  public MeasurementCalculator(long size) {
    large = size >= LARGE;
    all = new HashingLane(hash());
    application = new HashingLane(hash());
  }

  private Sha384Hash hash() {
    return large ? LibcryptoSha384.create().orElseGet(JdkSha384::new) : new JdkSha384();
  }

  /** Begins the next section; what follows by {@link #update} belongs to it. */
  public void begin(SectionType next) {
    if (next == SectionType.RAMDISK && ++ramdisks == 2) {
      passOn();
      // PCR1 ends here. Up to this point it is PCR0's prefix and was hashed once for both.
      boot = all.copy().digest();
    }
    type = next;
  }

  /** Adds bytes of the section begun last. */
  public void update(byte[] bytes, int offset, int length) {
    switch (type) {
      case METADATA, SIGNATURE -> {}
      case KERNEL, COMMAND_LINE, RAMDISK -> {
        if (large) {
          collect(bytes, offset, length);
        } else {
          all.addHere(bytes, offset, length);
          if (ramdisks > 1) {
            application.addHere(bytes, offset, length);
          }
        }
      }
    }
  }

  private void collect(byte[] bytes, int offset, int length) {
    int taken = 0;
    while (taken < length) {
      if (chunk == null) {
        chunk = chunks.take();
      }
      int count = Math.min(length - taken, ChunkPool.SIZE - filled);
      System.arraycopy(bytes, offset + taken, chunk, filled, count);
      filled += count;
      taken += count;
      if (filled == ChunkPool.SIZE) {
        passOn();
      }
    }
  }

  /** Has the chunk hashed: whole, or as far as it goes where a register ends. */
  private void passOn() {
    if (filled == 0) {
      return;
    }
    boolean both = ramdisks > 1 && boot != null;
    Runnable giveBack = chunks.giveBackAfter(both ? 2 : 1, chunk);
    all.add(chunk, filled, giveBack);
    if (both) {
      application.add(chunk, filled, giveBack);
    }
    chunk = null;
    filled = 0;
  }

  /** The registers of what was added; the calculator can be used no more. */
  public Measurements finish() {
    passOn();
    byte[] image = all.digest();
    return new Measurements(
        Pcr.extendedOnce(image),
        Pcr.extendedOnce(boot == null ? image : boot),
        Pcr.extendedOnce(application.digest()));
  }
}
