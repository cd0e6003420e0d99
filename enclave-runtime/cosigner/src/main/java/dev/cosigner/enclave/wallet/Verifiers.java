package dev.cosigner.enclave.wallet;

import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A verifier for each measurement policy, so that the paths of certificates that one ceremony has
 * verified are known to the next. The newest {@value #MAX} are kept.
 */
final class Verifiers {
  static final int MAX = 32;

  private final TrustAnchor anchor;
  private final Map<MeasurementPolicy, AttestationVerifier> verifiers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MeasurementPolicy, AttestationVerifier> e) {
          return size() > MAX;
        }
      };

  Verifiers(TrustAnchor anchor) {
    this.anchor = anchor;
  }

  synchronized AttestationVerifier of(MeasurementPolicy policy) {
    return verifiers.computeIfAbsent(policy, _ -> new AttestationVerifier(anchor, policy));
  }
}
