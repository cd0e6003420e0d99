package dev.cosigner.protocol.attestation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a verified document says. Only {@link AttestationVerifier} makes one.
 *
 * <p>The fields that bind the document to its purpose are not repeated: they are what the caller
 * expected.
 */
public final class VerifiedAttestation {
  private final String moduleId;
  private final long timestampMillis;
  private final SortedMap<Integer, PcrValue> pcrs;
  private final Measurements measurements;

  VerifiedAttestation(DocumentPayload payload, Measurements measurements) {
    this.moduleId = payload.moduleId();
    this.timestampMillis = payload.timestampMillis();
    this.pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(payload.pcrs()));
    this.measurements = measurements;
  }

  /**
   * Returns the module that signed, for example {@code i-0123456789abcdef0-enc0123456789abcdef}.
   */
  public String moduleId() {
    return moduleId;
  }

  /** Returns when the module signed, milliseconds since 1970. */
  public long timestampMillis() {
    return timestampMillis;
  }

  /** Returns all registers of the document by their index, 0 to 31. */
  public SortedMap<Integer, PcrValue> pcrs() {
    return pcrs;
  }

  /** Returns the image, which the policy allows. */
  public Measurements measurements() {
    return measurements;
  }
}
