package dev.cosigner.cli.ui;

/**
 * Text from elsewhere, made safe to print: a file name, a peer's message or a rejected value must
 * not move the cursor, recolour the terminal or reorder what a person reads before they approve.
 */
public final class Printable {
  private Printable() {}

  /**
   * The text with control characters, format characters (among them the bidirectional overrides),
   * line separators and unpaired surrogates written as {@code \\u{...}}.
   */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(codePoint -> {
          if (isPlain(codePoint)) {
            printable.appendCodePoint(codePoint);
          } else {
            printable.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
          }
        });
    return printable.toString();
  }

  /** Whether a terminal shows a character and does nothing else. */
  static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
