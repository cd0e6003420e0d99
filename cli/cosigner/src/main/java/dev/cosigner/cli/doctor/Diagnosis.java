package dev.cosigner.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a machine has and lacks for some purposes.
 *
 * @param asked the purposes that were looked at
 */
public record Diagnosis(Set<Purpose> asked, List<Check> checks) {

  /**
   * Looks at a machine.
   *
   * @throws IOException if something that is there cannot be read
   */
  public static Diagnosis of(Machine machine, Set<Purpose> asked)
      throws IOException, InterruptedException {
    List<Check> checks = new ArrayList<>();
    for (Purpose purpose : Purpose.values()) {
      if (!asked.contains(purpose)) {
        checks.add(Check.notNeeded("all", purpose, "not asked for"));
        continue;
      }
      checks.addAll(
          switch (purpose) {
            case BUILD -> BuildChecks.of(machine);
            case QEMU -> QemuChecks.of(machine);
            case NITRO -> NitroChecks.of(machine);
            case KMS -> KmsChecks.of(machine);
          });
    }
    return new Diagnosis(EnumSet.copyOf(asked), checks);
  }

  /** Whether nothing is missing for a purpose that was looked at. */
  public boolean ready(Purpose purpose) {
    return asked.contains(purpose)
        && checks.stream()
            .noneMatch(check -> check.purpose() == purpose && check.state() == Check.State.MISSING);
  }
}
