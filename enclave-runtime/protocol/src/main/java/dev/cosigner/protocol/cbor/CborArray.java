package dev.cosigner.protocol.cbor;

import java.util.List;

/**
 * An array of major type 4.
 *
 * @param items the items, in order; copied
 */
public record CborArray(List<CborValue> items) implements CborValue {
  /** Copies the items. */
  public CborArray {
    items = List.copyOf(items);
  }
}
