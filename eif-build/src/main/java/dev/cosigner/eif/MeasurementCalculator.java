package dev.cosigner.eif;

import dev.cosigner.protocol.attestation.Measurements;
import java.security.MessageDigest;

/**
 * Computes an image's registers PCR0, PCR1 and PCR2 while its sections pass by, in file order.
 *
 * <p>PCR0 covers kernel, command line and all ramdisks; PCR1 kernel, command line and the first
 * ramdisk; PCR2 the ramdisks after the first. Nothing separates the concatenated sections: bytes
 * moved over the boundary of two neighbours leave a register as it is. That is the format's rule,
 * so nothing may depend on where a section ends that the kernel or the enclave does not check
 * itself.
 */
public final class MeasurementCalculator {
  private final MessageDigest all = Sha384.newDigest();
  private final MessageDigest application = Sha384.newDigest();
  private SectionType type = SectionType.METADATA;
  private int ramdisks;
  private byte[] boot;

  /** Begins the next section; what follows by {@link #update} belongs to it. */
  public void begin(SectionType next) {
    type = next;
    if (next == SectionType.RAMDISK && ++ramdisks == 2) {
      // PCR1 ends here. Up to this point it is PCR0's prefix and was hashed once for both.
      boot = Sha384.copy(all).digest();
    }
  }

  /** Adds bytes of the section begun last. */
  public void update(byte[] bytes, int offset, int length) {
    switch (type) {
      case KERNEL, COMMAND_LINE -> all.update(bytes, offset, length);
      case RAMDISK -> {
        all.update(bytes, offset, length);
        if (ramdisks > 1) {
          application.update(bytes, offset, length);
        }
      }
      case METADATA, SIGNATURE -> {}
    }
  }

  /** The registers of what was added; the calculator can be used no more. */
  public Measurements finish() {
    byte[] image = all.digest();
    return new Measurements(
        Pcr.extendedOnce(image),
        Pcr.extendedOnce(boot == null ? image : boot),
        Pcr.extendedOnce(application.digest()));
  }
}
