package dev.cosigner.transaction;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Foreign text as people can judge it: what one sees is what is there. Characters without a glyph
 * of their own, those that reorder others (Unicode Standard Annex 9) and those that pass for ASCII
 * (compatibility forms) are written as {@code \\u{202E}}; so are the other letters of words that
 * mix scripts which look alike (Unicode Technical Standard 39, section 5). Nothing is lost:
 * different texts stay different.
 */
public final class VisibleText {
  // The combinations of scripts that UTS 39 calls highly restrictive.
  private static final List<Set<UnicodeScript>> USUAL_MIXTURES =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));
  private static final int MAX_MARKS = 2;

  private VisibleText() {}

  /** {@code text} in quotation marks, with everything that could deceive escaped. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    int marks = MAX_MARKS;
    int previous = 0;
    int position = 0;
    while (position < text.length()) {
      int end = wordEnd(text, position);
      String run = text.substring(position, end);
      boolean mixed = isMixed(scripts(run));
      for (int c : run.codePoints().toArray()) {
        marks = isMark(c) ? marks + 1 : Character.isLetter(c) ? 0 : MAX_MARKS;
        // Runs of spaces would let a wrapped line pass for a line of the rendering.
        boolean spaces = c == ' ' && previous == ' ';
        previous = c;
        if (c == '"' || c == '\\') {
          quoted.append('\\').append((char) c);
        } else if (deceives(c) || spaces || marks > MAX_MARKS || (mixed && c > 0x7e)) {
          quoted.append(escape(c));
        } else {
          quoted.appendCodePoint(c);
        }
      }
      position = end;
    }
    return quoted.append('"').toString();
  }

  /** Whether no character of {@code text} is one that {@link #quote} always escapes. */
  public static boolean isVisible(String text) {
    return text.codePoints().noneMatch(VisibleText::deceives);
  }

  /** The words of {@code text} that mix scripts which look alike, quoted, in order. */
  public static List<String> mixedWords(String text) {
    List<String> words = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      int end = wordEnd(text, position);
      String run = text.substring(position, end);
      if (isMixed(scripts(run))) {
        words.add(quote(run));
      }
      position = end;
    }
    return List.copyOf(words);
  }

  /** English names of the scripts of the letters of {@code text} other than Latin, sorted. */
  public static List<String> foreignScripts(String text) {
    Set<String> names = new TreeSet<>();
    for (UnicodeScript script : scripts(text)) {
      if (script != UnicodeScript.LATIN) {
        String name = script.name().replace('_', ' ');
        names.add(name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(names);
  }

  private static String escape(int c) {
    return "\\u{" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + "}";
  }

  /** The end of the word at {@code start}, or of the one character there that is of no word. */
  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isWord(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end > start ? end : start + Character.charCount(text.codePointAt(start));
  }

  private static boolean isWord(int c) {
    return Character.isLetterOrDigit(c) || isMark(c);
  }

  private static Set<UnicodeScript> scripts(String text) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    text.codePoints().filter(Character::isLetter).mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.remove(UnicodeScript.COMMON);
    scripts.remove(UnicodeScript.INHERITED);
    return scripts;
  }

  private static boolean isMixed(Set<UnicodeScript> scripts) {
    return scripts.size() > 1
        && USUAL_MIXTURES.stream().noneMatch(usual -> usual.containsAll(scripts));
  }

  private static boolean isMark(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean deceives(int c) {
    if (c >= 0x20 && c <= 0x7e) {
      return false;
    }
    return isInvisible(c) || reorders(c) || passesForAscii(c);
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR,
          Character.ENCLOSING_MARK ->
          true;
      default ->
          switch (c) {
            // Letters, marks and symbols that have no ink: grapheme joiner, Hangul fillers, Khmer
            // inherent vowels, the blank Braille pattern.
            case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
            default -> isVariationSelector(c);
          };
    };
  }

  private static boolean isVariationSelector(int c) {
    return (c >= 0x180b && c <= 0x180f)
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xe0100 && c <= 0xe01ef);
  }

  private static boolean reorders(int c) {
    return switch (Character.getDirectionality(c)) {
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
          Character.DIRECTIONALITY_ARABIC_NUMBER ->
          true;
      default -> false;
    };
  }

  private static boolean passesForAscii(int c) {
    String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
    return plain.chars().allMatch(p -> p >= 0x20 && p <= 0x7e);
  }
}
