package dev.cosigner.cli.aws.policy;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A text in which {@code *} stands for any characters, none included, and {@code ?} for one (IAM
 * User Guide, "Specifying multiple values and wildcards"). Matching takes time proportional to the
 * product of both lengths at most.
 */
final class Glob {
  private static final int ANY = -1;
  private static final int ONE = -2;

  private final int[] symbols;

  private Glob(int[] symbols) {
    this.symbols = symbols;
  }

  /** A pattern whose asterisks and question marks are wildcards. */
  static Glob of(String pattern) {
    return new Builder().pattern(pattern).build();
  }

  /** Whether the pattern takes exactly one text. */
  boolean isLiteral() {
    return Arrays.stream(symbols).allMatch(symbol -> symbol >= 0);
  }

  /** Whether the pattern takes this text, letter by letter. */
  boolean matches(String text) {
    return matches(text, IntUnaryOperator.identity());
  }

  /** Whether the pattern takes this text, upper and lower case being the same. */
  boolean matchesIgnoringCase(String text) {
    return matches(text, c -> Character.toLowerCase(Character.toUpperCase(c)));
  }

  private boolean matches(String text, IntUnaryOperator fold) {
    int[] letters = text.codePoints().map(fold).toArray();
    int at = 0;
    int next = 0;
    int lastAny = -1;
    int resume = 0;
    while (at < letters.length) {
      if (next < symbols.length && symbols[next] == ANY) {
        lastAny = next++;
        resume = at;
      } else if (next < symbols.length && takes(symbols[next], letters[at], fold)) {
        next++;
        at++;
      } else if (lastAny >= 0) {
        // The last asterisk takes one more.
        next = lastAny + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (next < symbols.length && symbols[next] == ANY) {
      next++;
    }
    return next == symbols.length;
  }

  private static boolean takes(int symbol, int letter, IntUnaryOperator fold) {
    return symbol == ONE || (symbol >= 0 && fold.applyAsInt(symbol) == letter);
  }

  /** Puts a pattern together from parts with wildcards and parts without. */
  static final class Builder {
    private int[] symbols = new int[16];
    private int length;

    /** Adds a text whose asterisks and question marks are wildcards. */
    Builder pattern(String text) {
      text.codePoints().forEach(c -> add(c == '*' ? ANY : c == '?' ? ONE : c));
      return this;
    }

    /** Adds a text that stands for itself. */
    Builder literal(String text) {
      text.codePoints().forEach(this::add);
      return this;
    }

    Glob build() {
      return new Glob(Arrays.copyOf(symbols, length));
    }

    private void add(int symbol) {
      if (length == symbols.length) {
        symbols = Arrays.copyOf(symbols, 2 * length);
      }
      symbols[length++] = symbol;
    }
  }
}
