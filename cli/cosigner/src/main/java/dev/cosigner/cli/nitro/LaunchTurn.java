package dev.cosigner.cli.nitro;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The right to launch an enclave on this instance. The Nitro CLI listens for heartbeats on one
 * port, 9000, so of two launches at once it fails one; here the second waits, whoever began it.
 */
final class LaunchTurn implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MAX_NOTE = 32;

  private final FileChannel channel;
  private final FileLock lock;

  private LaunchTurn(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Waits for the turn.
   *
   * @param file whose lock it is; made if it is not there
   * @param limit how long to wait
   * @param waiting told once, if there is something to wait for
   * @throws CosignerException {@code launch-busy} after the limit
   */
  static LaunchTurn take(Path file, Duration limit, Consumer<String> waiting)
      throws CosignerException, IOException, InterruptedException {
    FileChannel channel = open(file);
    try {
      long end = System.nanoTime() + limit.toNanos();
      boolean told = false;
      while (true) {
        FileLock lock = tryLock(channel);
        if (lock != null) {
          note(channel);
          return new LaunchTurn(channel, lock);
        }
        String holder = holder(file);
        if (!told) {
          waiting.accept(
              "another launch is under way on this instance (%s); nitro-cli does one at a time:"
                      .formatted(holder)
                  + " waiting for it...");
          told = true;
        }
        if (System.nanoTime() > end) {
          throw CosignerException.of(
                  "launch-busy",
                  ExitCode.PEER_TIMEOUT,
                  "another launch on this instance does not end")
              .expected("the lock of " + file + " within " + limit.toSeconds() + " s")
              .found("it is held by " + holder)
              .hint("see what that process does; its end frees the lock")
              .build();
        }
        Thread.sleep(POLL);
      }
    } catch (CosignerException | IOException | InterruptedException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws CosignerException, IOException {
    try {
      try {
        Files.createFile(file);
        // Whoever may use the Nitro CLI takes turns here; the file holds nothing.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // Made by an earlier launch.
      }
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw CosignerException.of(
              "nitro-folder-missing",
              ExitCode.ENVIRONMENT,
              "the folder of the Nitro CLI's sockets is missing")
          .expected("the folder " + file.getParent())
          .found("none")
          .hint("install aws-nitro-enclaves-cli, or restart: its tmpfiles.d entry makes the folder")
          .cause(e)
          .build();
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by another thread of this process.
      return null;
    }
  }

  private static void note(FileChannel channel) throws IOException {
    byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid), 0);
  }

  private static String holder(Path file) {
    try (var in = Files.newInputStream(file)) {
      String pid = new String(in.readNBytes(MAX_NOTE), StandardCharsets.US_ASCII);
      return pid.matches("[0-9]{1,10}") ? "process " + pid : "another process";
    } catch (IOException e) {
      return "another process";
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    }
  }
}
