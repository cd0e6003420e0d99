package dev.cosigner.protocol.cbor;

/** One of the simple values false and true of major type 7. */
public enum CborBoolean implements CborValue {
  /** Simple value 20. */
  FALSE,
  /** Simple value 21. */
  TRUE
}
