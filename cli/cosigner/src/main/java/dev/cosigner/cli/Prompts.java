package dev.cosigner.cli;

import dev.cosigner.cli.ui.Printable;
import dev.cosigner.cli.ui.Terminal;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;

/**
 * Questions to the person at the terminal. Without a terminal nothing is ever assumed: the question
 * fails and names the option that answers it.
 */
public final class Prompts {
  private final Terminal.Opener opener;
  private final Prefix prefix;

  /** What questions begin with, such as the context that they are about. */
  @FunctionalInterface
  interface Prefix {
    /** The words, or nothing. */
    String text() throws CosignerException;
  }

  /**
   * @param opener opens the terminal, on the first question
   */
  public Prompts(Terminal.Opener opener) {
    this(opener, () -> "");
  }

  private Prompts(Terminal.Opener opener, Prefix prefix) {
    this.opener = opener;
    this.prefix = prefix;
  }

  /** The same terminal, with questions that begin with something. */
  Prompts beginningWith(Prefix words) {
    return new Prompts(opener, words);
  }

  /**
   * Goes on only if the person types {@code yes}.
   *
   * @param question what they agree to; made printable
   * @param assumeYes whether the command line says yes already, by {@code --yes}
   * @throws CosignerException {@code declined} for any other answer, or {@code no-terminal}
   */
  public void confirm(String question, boolean assumeYes)
      throws CosignerException, InterruptedException {
    if (assumeYes) {
      return;
    }
    String answer =
        line(question + " Type yes to go on:", "give --yes to agree without a question");
    if (!answer.strip().toLowerCase(Locale.ROOT).equals("yes")) {
      throw CosignerException.of(
              "declined", ExitCode.INTERRUPTED, "not confirmed, nothing was done")
          .expected("yes")
          .found(answer.isBlank() ? "no answer" : answer)
          .build();
    }
  }

  /**
   * Asks for a line of text.
   *
   * @param question made printable
   * @param withoutTerminal what to do where there is no terminal, such as the option to give
   * @throws CosignerException {@code no-terminal}, or {@code no-answer} if the input is closed
   */
  public String line(String question, String withoutTerminal)
      throws CosignerException, InterruptedException {
    String whole = Printable.of(prefix.text() + question) + " ";
    try (Terminal terminal = open(withoutTerminal)) {
      return terminal.askLine(whole);
    } catch (IOException e) {
      throw unanswered(e);
    }
  }

  /**
   * Asks for a secret without showing it. The caller wipes the answer.
   *
   * @param question made printable
   * @param withoutTerminal what to do where there is no terminal, such as the option to give
   * @throws CosignerException {@code no-terminal}, or {@code no-answer} if the input is closed
   */
  public char[] secret(String question, String withoutTerminal)
      throws CosignerException, InterruptedException {
    String whole = Printable.of(prefix.text() + question) + " ";
    try (Terminal terminal = open(withoutTerminal)) {
      return terminal.askSecret(whole);
    } catch (IOException e) {
      throw unanswered(e);
    }
  }

  private Terminal open(String withoutTerminal) throws CosignerException {
    try {
      return opener.open();
    } catch (IOException e) {
      throw CosignerException.of(
              "no-terminal", ExitCode.ENVIRONMENT, "there is a question but nobody to ask")
          .expected("a terminal on standard input and on standard error or output")
          .found("none")
          .hint(withoutTerminal)
          .cause(e)
          .build();
    }
  }

  private static CosignerException unanswered(IOException e) {
    return CosignerException.of("no-answer", ExitCode.ENVIRONMENT, "the question was not answered")
        .found(e instanceof EOFException ? "the input was closed" : e.getMessage())
        .cause(e)
        .build();
  }
}
