package dev.cosigner.eif;

import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A register in which an image differs from what was expected of it.
 *
 * @param register {@code PCR0}, {@code PCR1} or {@code PCR2}
 * @param expected its value
 * @param found its value
 */
public record RegisterDifference(String register, PcrValue expected, PcrValue found) {
  /** The registers that differ, in order; none where the images measure the same. */
  public static List<RegisterDifference> between(Measurements expected, Measurements found) {
    List<RegisterDifference> differences = new ArrayList<>();
    compare("PCR0", expected.pcr0(), found.pcr0(), differences);
    compare("PCR1", expected.pcr1(), found.pcr1(), differences);
    compare("PCR2", expected.pcr2(), found.pcr2(), differences);
    return differences;
  }

  /** What the register covers, as a person may look for what changed. */
  public String covers() {
    return switch (register) {
      case "PCR0" -> "the whole image";
      case "PCR1" -> "the kernel, its command line and the platform";
      default -> "the application";
    };
  }

  private static void compare(
      String register, PcrValue expected, PcrValue found, List<RegisterDifference> differences) {
    if (!expected.equals(found)) {
      differences.add(new RegisterDifference(register, expected, found));
    }
  }
}
