package dev.cosigner.eif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are there whole or not at all, and what they may take the place of. */
class OutputFileTest {
  @TempDir private Path directory;

  @AfterEach
  void nothingElseIsLeft() throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files).allMatch(file -> !file.getFileName().toString().startsWith("."));
    }
  }

  private void write(Path path, String content, boolean replace) throws IOException {
    try (OutputFile file = new OutputFile(path)) {
      file.write(Images.ascii(content));
      if (replace) {
        file.commit();
      } else {
        file.commitNew();
      }
    }
  }

  @Test
  void aNewFileReplacesNothingButItself() throws IOException {
    Path path = directory.resolve("file");
    write(path, "one", false);
    write(path, "one", false);
    assertThatThrownBy(() -> write(path, "two", false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(path).hasContent("one");
    write(path, "two", true);
    assertThat(path).hasContent("two");
  }

  @Test
  void aLinkIsNeverWrittenThrough() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "kept");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    Path nowhere =
        Files.createSymbolicLink(directory.resolve("nowhere"), directory.resolve("missing"));
    for (Path path : new Path[] {link, nowhere}) {
      assertThatThrownBy(() -> write(path, "kept", false))
          .isInstanceOf(FileAlreadyExistsException.class);
      write(path, "new", true);
      assertThat(path).isRegularFile().hasContent("new");
    }
    assertThat(target).hasContent("kept");
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  @Test
  void whatIsNoFileIsNotReplaced() {
    for (Path path : new Path[] {directory, Path.of("/dev/null")}) {
      assertThatThrownBy(() -> write(path, "x", true))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("expected a file, found a d");
    }
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }
}
