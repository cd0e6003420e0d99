package dev.cosigner.protocol.cbor;

/**
 * A tagged value of major type 6.
 *
 * @param tag the tag number, not negative
 * @param value the value under the tag
 */
public record CborTag(long tag, CborValue value) implements CborValue {
  /**
   * Checks the tag.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public CborTag {
    if (tag < 0) {
      throw new IllegalArgumentException("a CBOR tag is not negative, found " + tag);
    }
  }
}
