package dev.cosigner.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of what an enclave wrote on its console, or a program about it. */
public final class LogTail {
  /** Most lines that are read. */
  public static final int MOST_LINES = 10_000;

  private static final int FAILURE_LINES = 15;
  private static final int MAX_LINE = 300;
  private static final int BYTES_A_LINE = 1024;

  private LogTail() {}

  /**
   * As many lines as an error shows, oldest first, without empty ones; none if there is no file.
   */
  static List<String> of(Path file) {
    try {
      return of(file, FAILURE_LINES);
    } catch (IOException e) {
      return List.of();
    }
  }

  /**
   * The last lines, oldest first, without empty ones; long lines are cut.
   *
   * @param lines 1 to {@link #MOST_LINES}
   */
  public static List<String> of(Path file, int lines) throws IOException {
    int most = lines * BYTES_A_LINE;
    String text;
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - most));
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, channel.size()));
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {
        // Reads until the end or the bound.
      }
      text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }
    List<String> all = text.lines().filter(line -> !line.isBlank()).toList();
    return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
        .map(line -> line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line)
        .toList();
  }
}
