package dev.cosigner.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of what an enclave wrote on its console. */
final class ConsoleTail {
  private static final int LINES = 15;
  private static final int MAX_LINE = 300;
  private static final int MAX_BYTES = 1 << 14;

  private ConsoleTail() {}

  /** The last lines, oldest first, without empty ones; none if there is no console. */
  static List<String> of(Path console) {
    String text;
    try (SeekableByteChannel channel = Files.newByteChannel(console)) {
      channel.position(Math.max(0, channel.size() - MAX_BYTES));
      ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {
        // Reads until the end or the bound.
      }
      text = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    } catch (IOException e) {
      return List.of();
    }
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
        .map(line -> line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line)
        .toList();
  }
}
