package dev.cosigner.cli.ui;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/** The terminal by way of JLine. Questions go to standard error if it is the terminal. */
public final class JLineTerminal implements Terminal {
  private static final int MAX_SECRET_CHARS = 1024;
  private static final int CTRL_C = 3;
  private static final int CTRL_D = 4;
  private static final int BACKSPACE = 8;
  private static final int CTRL_U = 21;
  private static final int DELETE = 127;

  private final org.jline.terminal.Terminal terminal;

  private JLineTerminal(org.jline.terminal.Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Opens the process's terminal.
   *
   * @throws IOException if standard input, or both outputs, are no terminal
   */
  public static Terminal open() throws IOException {
    try {
      return new JLineTerminal(
          TerminalBuilder.builder()
              .system(true)
              .systemOutput(TerminalBuilder.SystemOutput.SysErrOrSysOut)
              .dumb(false)
              .build());
    } catch (IllegalStateException e) {
      throw new IOException("no terminal", e);
    }
  }

  @Override
  public String askLine(String question) throws IOException, InterruptedException {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .variable(LineReader.DISABLE_HISTORY, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    try {
      return reader.readLine(question);
    } catch (UserInterruptException e) {
      throw interrupted(e);
    } catch (EndOfFileException e) {
      throw closed(e);
    }
  }

  // JLine's own masked reading gives a String, which cannot be wiped.
  @Override
  public char[] askSecret(String question) throws IOException, InterruptedException {
    terminal.writer().print(question);
    terminal.writer().flush();
    Attributes before = terminal.enterRawMode();
    char[] typed = new char[MAX_SECRET_CHARS];
    try {
      return Arrays.copyOf(typed, read(terminal.reader(), typed));
    } finally {
      Arrays.fill(typed, '\0');
      terminal.setAttributes(before);
      terminal.writer().println();
      terminal.writer().flush();
    }
  }

  private static int read(NonBlockingReader reader, char[] typed)
      throws IOException, InterruptedException {
    int length = 0;
    while (true) {
      int c = reader.read();
      switch (c) {
        case '\r', '\n' -> {
          return length;
        }
        case CTRL_C -> throw interrupted(null);
        case -1, CTRL_D -> throw closed(null);
        case BACKSPACE, DELETE -> length = Math.max(0, length - 1);
        case CTRL_U -> length = 0;
        default -> {
          if (length == typed.length) {
            throw new IOException("expected at most " + MAX_SECRET_CHARS + " characters");
          }
          typed[length++] = (char) c;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }

  private static InterruptedException interrupted(Throwable cause) {
    InterruptedException interruption = new InterruptedException("Ctrl-C at a question");
    interruption.initCause(cause);
    return interruption;
  }

  private static EOFException closed(Throwable cause) {
    EOFException end = new EOFException("the input was closed");
    end.initCause(cause);
    return end;
  }
}
