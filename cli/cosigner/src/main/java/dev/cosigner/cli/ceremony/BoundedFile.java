package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that an operator names, read up to a bound: what is larger cannot be what was asked for.
 */
public final class BoundedFile {
  private BoundedFile() {}

  /**
   * Reads all of a file, which may be a pipe.
   *
   * @param what what it should hold, for errors
   * @throws CosignerException {@code not-a-file} for a folder, {@code file-too-large}
   * @throws IOException if there is none or it cannot be read
   */
  public static byte[] read(Path file, int maxBytes, String what)
      throws CosignerException, IOException {
    if (Files.isDirectory(file)) {
      throw CosignerException.of("not-a-file", ExitCode.BAD_INPUT, file + " is a folder")
          .expected("a file with the " + what)
          .found("a folder")
          .hint("check the path")
          .build();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(maxBytes + 1);
      if (content.length > maxBytes) {
        throw CosignerException.of(
                "file-too-large", ExitCode.BAD_INPUT, file + " is too large for a " + what)
            .expected("at most " + maxBytes + " bytes")
            .found("more")
            .hint("check the path")
            .build();
      }
      return content;
    }
  }
}
