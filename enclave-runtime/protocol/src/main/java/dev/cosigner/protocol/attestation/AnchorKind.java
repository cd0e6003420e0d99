package dev.cosigner.protocol.attestation;

/** Who vouches for documents. The kind is fixed when a wallet begins; the kinds never mix. */
public enum AnchorKind {
  /** Amazon's root for Nitro Enclaves. */
  AWS,
  /** A root that a developer made for simulated modules. */
  DEVELOPMENT
}
