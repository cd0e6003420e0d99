package dev.cosigner.cli.launch;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.nitro.NitroEnclaves;
import dev.cosigner.cli.nitro.NitroInstance;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.LaunchedEnclave.State;
import dev.cosigner.host.LineSplitter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** An enclave's console, read line by line. */
public final class EnclaveConsole {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int CHUNK = 64 * 1024;

  private final LaunchedEnclave enclave;
  private final NitroEnclaves nitro;

  /** The console of an enclave on this machine. */
  public EnclaveConsole(LaunchedEnclave enclave, NitroInstance instance) {
    this.enclave = enclave;
    this.nitro = new NitroEnclaves(instance);
  }

  /**
   * Hands over what the console says.
   *
   * @param follow whether to go on until the enclave ends
   * @param line takes each line; what is in it is the enclave's and must be made printable
   * @return how many lines there were
   * @throws CosignerException {@code console-closed} for a Nitro Enclave outside of debug mode
   */
  public long show(boolean follow, Consumer<String> line)
      throws CosignerException, IOException, InterruptedException {
    LineSplitter lines = new LineSplitter(line);
    if (enclave.nitro() == null) {
      read(follow, lines);
    } else {
      requireDebug();
      nitro.console(enclave.nitro(), follow, lines);
    }
    return lines.end();
  }

  private void requireDebug() throws CosignerException {
    if (!enclave.isDebug()) {
      throw CosignerException.of(
              "console-closed",
              ExitCode.REFUSED,
              "the console of " + enclave.name() + " cannot be read")
          .expected("an enclave in debug mode")
          .found("a Nitro Enclave outside of debug mode, whose console nobody can read")
          .hint(
              "'cosigner logs' shows what the Nitro CLI wrote; for trials launch one with"
                  + " --debug-mode")
          .build();
    }
  }

  private void read(boolean follow, LineSplitter lines) throws IOException, InterruptedException {
    Path file = enclave.run().console();
    try (SeekableByteChannel console = Files.newByteChannel(file)) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      while (true) {
        // Asked before the console is read to its end: nothing comes after.
        boolean last = !follow || enclave.state() == State.DEAD;
        while (console.read(chunk.clear()) > 0) {
          lines.add(chunk.flip());
        }
        if (last) {
          return;
        }
        Thread.sleep(POLL);
      }
    } catch (NoSuchFileException e) {
      // It ended and was removed, or never got as far as writing anything.
      return;
    }
  }
}
