package dev.cosigner.host;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of bytes that come in pieces. A line longer than {@link #MAX_LINE} is cut in two. */
public final class LineSplitter {
  /** Most bytes of a line. */
  public static final int MAX_LINE = 4096;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long count;

  /** Hands lines to a consumer, without their line feeds and carriage returns. */
  public LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes bytes. */
  public void add(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n' || line.size() == MAX_LINE) {
        flush();
      }
      if (next != '\n' && next != '\r') {
        line.write(next);
      }
    }
  }

  /**
   * Hands over a last line that has no line feed.
   *
   * @return how many lines there were in all
   */
  public long end() {
    if (line.size() > 0) {
      flush();
    }
    return count;
  }

  private void flush() {
    lines.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
    count++;
  }
}
