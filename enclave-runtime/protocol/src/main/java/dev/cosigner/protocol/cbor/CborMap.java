package dev.cosigner.protocol.cbor;

import dev.cosigner.protocol.cbor.CborException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A map of major type 5. Keys are integers or text strings, as in COSE (RFC 9052, section 1.5), and
 * occur once. The entries keep their order, so that a decoded map encodes to the same bytes.
 */
public final class CborMap implements CborValue {
  /**
   * A key and its value.
   *
   * @param key an integer or a text string
   * @param value any value
   */
  public record Entry(CborValue key, CborValue value) {}

  private final List<Entry> entries;
  private final Map<Object, CborValue> byKey;

  CborMap(List<Entry> entries) {
    this.entries = List.copyOf(entries);
    this.byKey = HashMap.newHashMap(entries.size());
    for (Entry entry : this.entries) {
      if (byKey.put(comparable(entry.key()), entry.value()) != null) {
        throw new IllegalArgumentException("a key occurs twice in a CBOR map");
      }
    }
  }

  /** Returns an entry with a text key. */
  public static Entry entry(String key, CborValue value) {
    return new Entry(CborValue.of(key), value);
  }

  /** Returns an entry with an integer key. */
  public static Entry entry(long key, CborValue value) {
    return new Entry(CborValue.of(key), value);
  }

  /** Returns the entries in their order. */
  public List<Entry> entries() {
    return entries;
  }

  /** Returns the number of entries. */
  public int size() {
    return entries.size();
  }

  /** Returns the value under a text key, if there is one. */
  public Optional<CborValue> get(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /** Returns the value under an integer key, if there is one. */
  public Optional<CborValue> get(long key) {
    return Optional.ofNullable(byKey.get(key));
  }

  /**
   * Returns the value under a text key.
   *
   * @param what the name of the map, for the message
   * @throws CborException if the map has no such key
   */
  public CborValue require(String what, String key) throws CborException {
    return get(key)
        .orElseThrow(() ->
            new CborException(
                Reason.MISSING_KEY, what + ": expected a key \"" + key + "\", found none"));
  }

  /**
   * Checks that the map has exactly the given text keys, in any order.
   *
   * @param what the name of the map, for the message
   * @throws CborException if a key is missing or another one is there
   */
  public void requireKeys(String what, Set<String> keys) throws CborException {
    for (String key : keys) {
      require(what, key);
    }
    if (entries.size() != keys.size()) {
      String expected = keys.stream().sorted().collect(Collectors.joining(", "));
      throw new CborException(
          Reason.UNKNOWN_KEY,
          what + ": expected the keys " + expected + " and no other, found " + entries.size());
    }
  }

  /**
   * A key as a plain object that is ordered. Hash tables stay fast then, even for keys that an
   * attacker chose to have one hash code.
   */
  static Object comparable(CborValue key) {
    return switch (key) {
      case CborInteger(long value) -> value;
      case CborText(String value) -> value;
      default -> throw new IllegalArgumentException("a CBOR map key is an integer or a text");
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CborMap map && entries.equals(map.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "CborMap" + entries;
  }
}
