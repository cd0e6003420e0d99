package dev.cosigner.cli.launch;

import dev.cosigner.cli.StateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Held while what is remembered of enclaves is changed: one run at a time per state directory. */
final class StateLock implements AutoCloseable {
  /** The file's lock holds for the whole process, so threads need one of their own. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  static StateLock acquire(StateDirectory state) throws IOException {
    THREADS.lock();
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              state.directory("enclaves").resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (channel.lock() == null) {
        throw new IOException("the state directory cannot be locked");
      }
      return new StateLock(channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      THREADS.unlock();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}
