package dev.cosigner.protocol.cbor;

import java.nio.charset.StandardCharsets;

/**
 * A text string of major type 3.
 *
 * @param value text without unpaired surrogates, so that it has a UTF-8 form
 */
public record CborText(String value) implements CborValue {
  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException if it holds an unpaired surrogate
   */
  public CborText {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw new IllegalArgumentException("a CBOR text string cannot hold an unpaired surrogate");
    }
  }
}
