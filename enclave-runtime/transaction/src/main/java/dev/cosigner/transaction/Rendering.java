package dev.cosigner.transaction;

import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction as a person confirms it. There is one encoding and one text for each rendering, and
 * no character in it that could deceive: see {@link VisibleText}.
 *
 * @param title what the transaction does, in a few words
 * @param network the network's name
 * @param from the address that is asked to sign
 * @param lines what it does, completely
 * @param warnings what deserves a second look
 */
public record Rendering(
    String title, String network, String from, List<Line> lines, List<String> warnings) {

  /** Most bytes of an encoding: 64 KiB. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final int VERSION = 1;
  private static final int MAX_LINES = 1024;
  private static final int MAX_WARNINGS = 256;
  private static final int MAX_TEXT = 16 * 1024;
  // Every line is an array of three texts, below the arrays of lines and of the whole.
  private static final CborLimits LIMITS =
      CborLimits.of(MAX_BYTES, 4, 16 + 4 * MAX_LINES + MAX_WARNINGS);

  /**
   * One line.
   *
   * @param label what it is
   * @param value an address, an amount, a text in quotation marks
   * @param unit of the value, or a remark about it; may be empty
   */
  public record Line(String label, String value, String unit) {
    /**
     * Checks the texts.
     *
     * @throws IllegalArgumentException where a text is too long or has characters that deceive
     */
    public Line {
      requireVisible("label", label);
      requireVisible("value", value);
      requireVisible("unit", unit);
    }
  }

  /**
   * Checks the texts and copies the lists.
   *
   * @throws IllegalArgumentException where a text is too long or has characters that deceive, or
   *     there are too many lines
   */
  public Rendering {
    requireVisible("title", title);
    requireVisible("network", network);
    requireVisible("from", from);
    lines = List.copyOf(lines);
    warnings = List.copyOf(warnings);
    warnings.forEach(warning -> requireVisible("warning", warning));
    if (lines.size() > MAX_LINES || warnings.size() > MAX_WARNINGS) {
      throw new IllegalArgumentException(
          "rendering: expected at most %d lines and %d warnings, found %d and %d"
              .formatted(MAX_LINES, MAX_WARNINGS, lines.size(), warnings.size()));
    }
  }

  private static void requireVisible(String what, String text) {
    if (text.length() > MAX_TEXT || !VisibleText.isVisible(text)) {
      throw new IllegalArgumentException(
          what
              + ": expected at most "
              + MAX_TEXT
              + " visible characters, found "
              + text.length()
              + (VisibleText.isVisible(text) ? "" : ", not all visible"));
    }
  }

  /**
   * The one encoding: [1, title, network, from, [[label, value, unit]...], [warning...]].
   *
   * @throws IllegalArgumentException where it takes more than {@link #MAX_BYTES}: nobody could read
   *     it
   */
  public byte[] encode() {
    byte[] encoded = value().encode();
    if (encoded.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "rendering: expected at most %d bytes, found %d".formatted(MAX_BYTES, encoded.length));
    }
    return encoded;
  }

  private CborValue value() {
    return CborValue.array(
        CborValue.of(VERSION),
        CborValue.of(title),
        CborValue.of(network),
        CborValue.of(from),
        CborValue.array(
            lines.stream()
                .map(line ->
                    CborValue.array(
                        CborValue.of(line.label()),
                        CborValue.of(line.value()),
                        CborValue.of(line.unit())))
                .toList()),
        CborValue.array(warnings.stream().map(CborValue::of).toList()));
  }

  /**
   * Reads {@link #encode}'s form, from anyone.
   *
   * @throws TransactionException {@link Reason#INVALID_RENDERING}, also for characters that deceive
   */
  public static Rendering decode(byte[] encoded) throws TransactionException {
    try {
      List<CborValue> fields = CborDecoder.decode(encoded, LIMITS).asArrayOf("rendering", 6);
      fields.get(0).asInteger("version of a rendering", VERSION, VERSION);
      List<Line> lines = new ArrayList<>();
      for (CborValue item : fields.get(4).asArray("lines", 0, MAX_LINES)) {
        List<CborValue> line = item.asArrayOf("line", 3);
        lines.add(new Line(text(line.get(0)), text(line.get(1)), text(line.get(2))));
      }
      List<String> warnings = new ArrayList<>();
      for (CborValue item : fields.get(5).asArray("warnings", 0, MAX_WARNINGS)) {
        warnings.add(text(item));
      }
      return new Rendering(
          text(fields.get(1)), text(fields.get(2)), text(fields.get(3)), lines, warnings);
    } catch (CborException | IllegalArgumentException e) {
      throw new TransactionException(
          Reason.INVALID_RENDERING,
          "rendering",
          "an encoded rendering",
          "other bytes (" + e.getMessage() + ")",
          TransactionException.NO_OFFSET);
    }
  }

  private static String text(CborValue value) throws CborException {
    return value.asText("text of a rendering", MAX_TEXT);
  }

  /** The text for terminals and files: every line in full, ended by a line feed. */
  public String text() {
    List<Line> all = new ArrayList<>();
    all.add(new Line("Network", network, ""));
    all.add(new Line("From", from, ""));
    all.addAll(lines);
    int width = all.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    StringBuilder text = new StringBuilder(title).append('\n');
    for (Line line : all) {
      text.append("  ").append(line.label());
      text.repeat(' ', width - line.label().length() + 2).append(line.value());
      if (!line.unit().isEmpty()) {
        text.append(' ').append(line.unit());
      }
      text.append('\n');
    }
    for (String warning : warnings) {
      text.append("  Warning: ").append(warning).append('\n');
    }
    return text.toString();
  }
}
