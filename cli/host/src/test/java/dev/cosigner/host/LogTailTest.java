package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of logs is bounded, and consoles become lines. */
class LogTailTest {
  @TempDir private Path folder;

  @Test
  void theLastLinesAreRead() throws Exception {
    Path log = Files.writeString(folder.resolve("a.log"), "one\n\n  \ntwo\r\nthree");
    assertThat(LogTail.of(log, 2)).containsExactly("two", "three");
    assertThat(LogTail.of(log, LogTail.MOST_LINES)).containsExactly("one", "two", "three");
    assertThat(LogTail.of(folder.resolve("none.log"))).isEmpty();
  }

  @Test
  void longLinesAndFilesAreCut() throws Exception {
    Path log =
        Files.writeString(folder.resolve("a.log"), "x".repeat(5000) + "\n" + "y".repeat(301));
    assertThat(LogTail.of(log, 5)).hasSize(2).allMatch(line -> line.length() == 303);
    assertThat(LogTail.of(log, 1)).containsExactly("y".repeat(300) + "...");
  }

  @Test
  void piecesBecomeLines() {
    List<String> lines = new ArrayList<>();
    LineSplitter splitter = new LineSplitter(lines::add);
    for (String piece : List.of("on", "e\r\nt", "wo\n\n", "z".repeat(5000), "\nend")) {
      splitter.add(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(splitter.end()).isEqualTo(6);
    assertThat(lines).containsExactly("one", "two", "", "z".repeat(4096), "z".repeat(904), "end");
  }
}
