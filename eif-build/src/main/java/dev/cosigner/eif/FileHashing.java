package dev.cosigner.eif;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hashes a file once by SHA-384, in the calling thread: what building an image compares to. */
public final class FileHashing {
  private static final int BUFFER_SIZE = 128 * 1024;

  private FileHashing() {}

  /** Whether the system has a libcrypto that hashes as the JDK does. */
  public static boolean hasLibcrypto() {
    return LibcryptoSha384.create().isPresent();
  }

  /** The file's hash by the JDK, 48 bytes. */
  public static byte[] byJdk(Path file) throws IOException {
    return hash(file, new JdkSha384());
  }

  /**
   * The file's hash by libcrypto, 48 bytes.
   *
   * @throws IllegalStateException where there is none
   */
  public static byte[] byLibcrypto(Path file) throws IOException {
    return hash(
        file,
        LibcryptoSha384.create()
            .orElseThrow(() -> new IllegalStateException("this system has no libcrypto")));
  }

  private static byte[] hash(Path file, Sha384Hash hash) throws IOException {
    byte[] buffer = new byte[BUFFER_SIZE];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
    }
    return hash.digest();
  }
}
