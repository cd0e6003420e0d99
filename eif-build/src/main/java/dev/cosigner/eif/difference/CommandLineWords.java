package dev.cosigner.eif.difference;

import java.util.ArrayList;
import java.util.List;

/** Compares the words of two kernel command lines. */
final class CommandLineWords {
  private static final String SECTION = "command line";

  private final List<String> first;
  private final List<String> second;
  private final List<Difference> differences = new ArrayList<>();

  private CommandLineWords(String first, String second) {
    this.first = words(first);
    this.second = words(second);
  }

  private static List<String> words(String line) {
    return line.isBlank() ? List.of() : List.of(line.strip().split("\\s+"));
  }

  static List<Difference> compare(String first, String second) {
    CommandLineWords words = new CommandLineWords(first, second);
    words.compareWords();
    if (words.differences.isEmpty()) {
      words.compareOrder();
    }
    if (words.differences.isEmpty()) {
      words.add("white space", "'" + first + "'", "'" + second + "'");
    }
    return words.differences;
  }

  private void compareWords() {
    List<String> removed = without(first, second);
    List<String> added = without(second, first);
    for (String word : removed) {
      String other = sameOption(word, added);
      if (other != null) {
        added.remove(other);
        add(option(word), word, other);
      } else {
        add(option(word), word, "");
      }
    }
    for (String word : added) {
      add(option(word), "", word);
    }
  }

  private static List<String> without(List<String> words, List<String> others) {
    List<String> rest = new ArrayList<>(words);
    for (String other : others) {
      rest.remove(other);
    }
    return rest;
  }

  private static String sameOption(String word, List<String> words) {
    return words.stream()
        .filter(other -> option(other).equals(option(word)))
        .findFirst()
        .orElse(null);
  }

  private static String option(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }

  /** The same words: those outside the longest common subsequence have moved. */
  private void compareOrder() {
    int[][] common = new int[first.size() + 1][second.size() + 1];
    for (int i = first.size() - 1; i >= 0; i--) {
      for (int j = second.size() - 1; j >= 0; j--) {
        common[i][j] =
            first.get(i).equals(second.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < first.size()) {
      if (j < second.size() && first.get(i).equals(second.get(j))) {
        i++;
        j++;
      } else if (j < second.size() && common[i][j + 1] >= common[i + 1][j]) {
        j++;
      } else {
        String word = first.get(i);
        add(word, "as word " + (i + 1), "as word " + (second.indexOf(word) + 1));
        i++;
      }
    }
  }

  private void add(String path, String a, String b) {
    differences.add(Difference.of(Kind.COMMAND_LINE, SECTION, path, a, b));
  }
}
