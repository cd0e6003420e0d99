package dev.cosigner.eif.assembly;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** A file that a build needs for a while, on the disk that the image is written to. */
final class ScratchFile implements Closeable {
  private final Path path;

  private ScratchFile(Path path) {
    this.path = path;
  }

  /** A file beside another, to be written. */
  static ScratchFile beside(Path file) {
    Path target = file.toAbsolutePath();
    Path path = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    // For a program that is interrupted.
    path.toFile().deleteOnExit();
    return new ScratchFile(path);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
