package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.util.HexFormat;
import java.util.List;

/** Shows values without parts: numbers, addresses, texts, bytes. */
final class ValueLines {
  private static final int MAX_SHOWN_BYTES = 1024;

  private final RenderingBuilder out;

  ValueLines(RenderingBuilder out) {
    this.out = out;
  }

  /**
   * Shows one value.
   *
   * @param type as its owner writes it
   * @param decoded whether bytes are shown elsewhere as what they mean
   */
  void add(String label, String type, AbiValue value, boolean decoded) throws TransactionException {
    switch (value) {
      case AbiValue.Numeric number -> out.line(label, number.value().toString(), type);
      case AbiValue.Account account -> out.line(label, account.value());
      case AbiValue.Truth truth -> out.line(label, String.valueOf(truth.value()), "");
      case AbiValue.Characters text -> text(label, text.value());
      case AbiValue.Octets octets -> octets(label, octets.value(), decoded);
      case AbiValue.Sequence sequence ->
          out.line(label, sequence.values().size() + " values", type);
    }
  }

  /** Shows foreign text, with warnings of what could deceive. */
  void text(String label, String text) throws TransactionException {
    out.line(label, VisibleText.quote(text), "");
    List<String> mixed = VisibleText.mixedWords(text);
    List<String> scripts = VisibleText.foreignScripts(text);
    if (!mixed.isEmpty()) {
      out.warn(
          label
              + " has words of letters that look alike but are of different scripts: "
              + String.join(", ", mixed.stream().distinct().toList())
              + ".");
    } else if (!scripts.isEmpty()) {
      out.warn(label + " has letters of: " + String.join(", ", scripts) + ".");
    }
  }

  private void octets(String label, byte[] bytes, boolean decoded) throws TransactionException {
    if (bytes.length <= MAX_SHOWN_BYTES && !decoded) {
      out.line(label, "0x" + HexFormat.of().formatHex(bytes), "");
      return;
    }
    out.line(
        label,
        "0x" + HexFormat.of().formatHex(Keccak256.hash(bytes)),
        "is Keccak-256 of " + bytes.length + " bytes");
    if (!decoded) {
      out.warn("Of " + label + " only the hash is shown: " + bytes.length + " bytes are too many.");
    }
  }
}
