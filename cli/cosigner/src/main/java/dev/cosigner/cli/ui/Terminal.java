package dev.cosigner.cli.ui;

import java.io.IOException;

/** The person's terminal: asks one question at a time. Tests put a scripted one in its place. */
public interface Terminal extends AutoCloseable {
  /**
   * Asks for a line of text.
   *
   * @param question shown as it is
   * @throws java.io.EOFException if the person closes the input
   * @throws InterruptedException if they press Ctrl-C
   */
  String askLine(String question) throws IOException, InterruptedException;

  /**
   * Asks for a secret without showing it. The caller wipes the answer.
   *
   * @param question shown as it is
   * @throws java.io.EOFException if the person closes the input
   * @throws InterruptedException if they press Ctrl-C
   */
  char[] askSecret(String question) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;

  /** Opens the terminal that the process was started from. */
  @FunctionalInterface
  interface Opener {
    /**
     * The terminal.
     *
     * @throws IOException if the process has none
     */
    Terminal open() throws IOException;
  }
}
