package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The images that a verifier accepts. A document has to match one of them in all three registers.
 *
 * @param allowed 1 to 16 measurements without zero registers; copied
 */
public record MeasurementPolicy(List<Measurements> allowed) {
  private static final int MOST = 16;

  /**
   * Checks the measurements.
   *
   * @throws IllegalArgumentException if there are none or too many, or if a register is all zeros
   */
  public MeasurementPolicy {
    allowed = List.copyOf(allowed);
    if (allowed.isEmpty() || allowed.size() > MOST) {
      throw new IllegalArgumentException(
          "a measurement policy allows 1 to 16 images, found " + allowed.size());
    }
    if (allowed.stream().anyMatch(Measurements::hasZeroRegister)) {
      throw new IllegalArgumentException(
          "a measurement policy never allows registers of zeros: that is an enclave in debug mode");
    }
  }

  /** Returns a policy that accepts one image. */
  public static MeasurementPolicy of(Measurements measurements) {
    return new MeasurementPolicy(List.of(measurements));
  }

  /** Refuses measurements that are not allowed, and names the registers that differ. */
  void requireAllowed(Measurements found) throws AttestationException {
    if (allowed.contains(found)) {
      return;
    }
    Measurements closest =
        allowed.stream()
            .min(Comparator.comparingInt(candidate -> differing(candidate, found).size()))
            .orElseThrow();
    List<String> expectedRegisters = new ArrayList<>();
    List<String> foundRegisters = new ArrayList<>();
    for (int index : differing(closest, found)) {
      expectedRegisters.add("PCR" + index + " " + closest.registers().get(index));
      foundRegisters.add("PCR" + index + " " + found.registers().get(index));
    }
    String among =
        allowed.size() == 1 ? "" : " (the closest of " + allowed.size() + " allowed images)";
    throw new AttestationException(
        Reason.MEASUREMENTS,
        "the document comes from another image" + among,
        String.join(", ", expectedRegisters),
        String.join(", ", foundRegisters));
  }

  private static List<Integer> differing(Measurements expected, Measurements found) {
    List<Integer> indices = new ArrayList<>();
    for (int index = 0; index < expected.registers().size(); index++) {
      if (!expected.registers().get(index).equals(found.registers().get(index))) {
        indices.add(index);
      }
    }
    return indices;
  }
}
