package dev.cosigner.eif;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is there whole or not at all: it is written beside its place and moved there by
 * {@link #commit}. Closing it before that leaves nothing.
 */
public final class OutputFile implements Closeable {
  private final Path target;
  private final Path temporary;
  private final SeekableByteChannel channel;

  /**
   * Begins a file.
   *
   * @throws FileSystemException if its folder is not there or cannot be written, or if in the place
   *     of the file is something else, such as a folder or a device
   */
  public OutputFile(Path file) throws IOException {
    target = file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(
          file.toString(),
          null,
          "expected a file, found "
              + (Files.isDirectory(target) ? "a directory" : "a device or a pipe"));
    }
    temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    channel =
        Files.newByteChannel(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    // For a program that is interrupted.
    temporary.toFile().deleteOnExit();
  }

  /** Where to write it. */
  public SeekableByteChannel channel() {
    return channel;
  }

  /** Writes all bytes of a small file. */
  public void write(byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Puts the file in its place, over one that is there. */
  public void commit() throws IOException {
    channel.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Puts the file in its place unless another is there. One of the very same content may be: it
   * stays.
   *
   * @throws FileAlreadyExistsException if there is one of other content, or a link
   */
  public void commitNew() throws IOException {
    channel.close();
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } else if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        || Files.mismatch(temporary, target) >= 0) {
      throw new FileAlreadyExistsException(target.toString());
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
