package dev.cosigner.mpc.rounds;

/**
 * A protocol's constants.
 *
 * @param name the name in messages and transcripts
 * @param rounds how many rounds it has
 * @param maxBytes the longest message body that is parsed, in bytes
 * @param maxItems the most values in a message body, containers included
 * @param maxDepth the most levels of nesting in a message body, its frame included
 */
public record Protocol(String name, int rounds, int maxBytes, int maxItems, int maxDepth) {
  private static final int FEW_ITEMS = 1024;

  /** The frame, its fields, and one list in them. */
  private static final int FRAME_AND_LIST = 4;

  /** A protocol whose messages have lists of simple values and nothing deeper. */
  public Protocol(String name, int rounds, int maxBytes) {
    this(name, rounds, maxBytes, FEW_ITEMS, FRAME_AND_LIST);
  }
}
