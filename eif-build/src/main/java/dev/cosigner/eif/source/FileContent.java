package dev.cosigner.eif.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a file in a tree, wherever they lie; never held in memory as a whole. */
public interface FileContent {
  /** How many bytes there are. */
  long size();

  /** The bytes from the first on: exactly {@link #size()}, or building fails. */
  InputStream open() throws IOException;

  /** The bytes of an array, which is not copied and must not change. */
  static FileContent of(byte[] bytes) {
    return new FileContent() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** The bytes of a file on disk. */
  static FileContent of(Path file, long size) {
    return new FileContent() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }
}
