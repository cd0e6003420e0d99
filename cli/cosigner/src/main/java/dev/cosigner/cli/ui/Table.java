package dev.cosigner.cli.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows of text in aligned columns, two spaces apart, for people; scripts use {@code --json}. */
public final class Table {
  private static final String RED = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";

  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> alarming = new HashSet<>();
  private final int columns;

  private Table(int columns) {
    this.columns = columns;
  }

  /** A table with a line of headings, printed in capitals. */
  public static Table withHeadings(String... headings) {
    Table table = new Table(headings.length);
    String[] capitals = new String[headings.length];
    for (int i = 0; i < headings.length; i++) {
      capitals[i] = headings[i].toUpperCase(Locale.ROOT);
    }
    table.row(capitals);
    return table;
  }

  /** A table of names and values, without headings. */
  public static Table ofFields() {
    return new Table(2);
  }

  /**
   * Adds a row; cells are made printable.
   *
   * @throws IllegalArgumentException if the row has another number of cells than the table
   */
  public void row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException("expected " + columns + " cells, found " + cells.length);
    }
    List<String> row = new ArrayList<>(columns);
    for (String cell : cells) {
      row.add(Printable.of(cell));
    }
    rows.add(row);
  }

  /** Adds a row that is red where colours are shown. Its words must say why: colours do not. */
  public void alarmingRow(String... cells) {
    row(cells);
    alarming.add(rows.size() - 1);
  }

  /** The lines without colours, without a newline after the last. */
  @Override
  public String toString() {
    return toString(false);
  }

  /**
   * The lines, without a newline after the last.
   *
   * @param colours whether to show alarming rows in red
   */
  public String toString(boolean colours) {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int number = 0; number < rows.size(); number++) {
      List<String> row = rows.get(number);
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)) + 2));
      }
      String stripped = line.toString().stripTrailing();
      boolean red = colours && alarming.contains(number);
      text.append(text.isEmpty() ? "" : "\n").append(red ? RED + stripped + PLAIN : stripped);
    }
    return text.toString();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
