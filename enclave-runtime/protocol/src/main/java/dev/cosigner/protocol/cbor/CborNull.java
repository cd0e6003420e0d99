package dev.cosigner.protocol.cbor;

/**
 * The simple value null of major type 7. It is no constant of {@link CborValue}, since two threads
 * that load an interface and its implementation at once could wait for each other.
 */
public enum CborNull implements CborValue {
  /** Simple value 22. */
  NULL
}
