package dev.cosigner.protocol.attestation;

import java.util.List;

/**
 * What identifies an enclave image. The sections of an image are concatenated before they are
 * hashed, so only the three registers together tell where each of them ends.
 *
 * @param pcr0 kernel, command line and all ramdisks
 * @param pcr1 kernel, command line and first ramdisk: the platform
 * @param pcr2 the other ramdisks: the application
 */
public record Measurements(PcrValue pcr0, PcrValue pcr1, PcrValue pcr2) {
  /** Returns measurements of three times 48 bytes. */
  public static Measurements of(byte[] pcr0, byte[] pcr1, byte[] pcr2) {
    return new Measurements(PcrValue.of(pcr0), PcrValue.of(pcr1), PcrValue.of(pcr2));
  }

  /** Returns measurements of three times 96 hexadecimal digits. */
  public static Measurements ofHex(String pcr0, String pcr1, String pcr2) {
    return new Measurements(PcrValue.ofHex(pcr0), PcrValue.ofHex(pcr1), PcrValue.ofHex(pcr2));
  }

  /** Returns PCR0, PCR1 and PCR2 in this order. */
  public List<PcrValue> registers() {
    return List.of(pcr0, pcr1, pcr2);
  }

  /** Returns whether a register is all zeros, which no image measures to. */
  public boolean hasZeroRegister() {
    return registers().stream().anyMatch(PcrValue::isZero);
  }
}
