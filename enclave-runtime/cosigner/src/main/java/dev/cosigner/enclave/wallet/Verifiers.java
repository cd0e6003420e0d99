package dev.cosigner.enclave.wallet;

import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A verifier for each measurement policy, so that the paths of certificates that one ceremony has
 * verified are known to the next. The newest {@value #MAX} are kept.
 */
final class Verifiers {
  static final int MAX = 32;

  private final Function<MeasurementPolicy, AttestationVerifier> factory;
  private final Map<MeasurementPolicy, AttestationVerifier> verifiers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MeasurementPolicy, AttestationVerifier> e) {
          return size() > MAX;
        }
      };

  Verifiers(Function<MeasurementPolicy, AttestationVerifier> factory) {
    this.factory = factory;
  }

  synchronized AttestationVerifier of(MeasurementPolicy policy) {
    return verifiers.computeIfAbsent(policy, factory);
  }
}
