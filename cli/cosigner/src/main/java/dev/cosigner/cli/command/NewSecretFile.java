package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file for its owner's eyes alone, which takes the place of no other. */
final class NewSecretFile {
  private NewSecretFile() {}

  /**
   * Refuses a name that a file has, before anyone thinks of a pass-phrase; that nothing is
   * overwritten is certain only when it is written.
   */
  static void requireNone(Path output) throws CosignerException {
    if (Files.exists(output)) {
      throw exists(output, null);
    }
  }

  static void write(Path output, byte[] content) throws CosignerException, IOException {
    try (var channel =
        Files.newByteChannel(
            output,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (NoSuchFileException e) {
      throw ResultOptions.noFolder(output, e);
    } catch (FileAlreadyExistsException e) {
      throw exists(output, e);
    }
  }

  private static CosignerException exists(Path output, FileAlreadyExistsException cause) {
    return CosignerException.of("file-exists", ExitCode.BAD_INPUT, output + " exists")
        .expected("a name that no file has")
        .found(output.toString())
        .hint("a key is never overwritten; choose another name")
        .cause(cause)
        .build();
  }
}
