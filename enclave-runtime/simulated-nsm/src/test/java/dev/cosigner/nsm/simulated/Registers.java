package dev.cosigner.nsm.simulated;

import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Arrays;
import java.util.Map;

/** Registers of an image that never was. */
final class Registers {
  static final Map<Integer, CborBytes> IMAGE =
      Map.of(0, register(1), 1, register(2), 2, register(3), 4, register(5));

  private Registers() {}

  static CborBytes register(int fill) {
    byte[] value = new byte[48];
    Arrays.fill(value, (byte) fill);
    return CborValue.of(value);
  }

  static MeasurementPolicy policy() {
    return MeasurementPolicy.of(new Measurements(pcr(1), pcr(2), pcr(3)));
  }

  private static PcrValue pcr(int fill) {
    return PcrValue.of(register(fill).value());
  }
}
