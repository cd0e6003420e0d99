package dev.cosigner.protocol.cbor;

/**
 * How much a decoder takes from untrusted bytes.
 *
 * @param maxBytes most bytes of the encoding
 * @param maxDepth most levels of nesting; a single integer has depth 1. At most 64, since the
 *     decoder recurses
 * @param maxItems most values in the whole tree, keys and containers included
 * @param allowIndefiniteOuterMap whether the outermost value may be a map of indefinite length, as
 *     the NSM writes the payload of an attestation document
 */
public record CborLimits(
    int maxBytes, int maxDepth, int maxItems, boolean allowIndefiniteOuterMap) {
  private static final int DEEPEST = 64;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one of them is not positive or the depth is above 64
   */
  public CborLimits {
    if (maxBytes < 1 || maxItems < 1 || maxDepth < 1 || maxDepth > DEEPEST) {
      throw new IllegalArgumentException(
          "CBOR limits are positive and the depth is at most "
              + DEEPEST
              + ", found %d bytes, depth %d, %d items".formatted(maxBytes, maxDepth, maxItems));
    }
  }

  /** Limits under which every length is definite. */
  public static CborLimits of(int maxBytes, int maxDepth, int maxItems) {
    return new CborLimits(maxBytes, maxDepth, maxItems, false);
  }
}
