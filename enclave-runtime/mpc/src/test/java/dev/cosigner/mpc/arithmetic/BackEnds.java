package dev.cosigner.mpc.arithmetic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The back ends for tests. */
public final class BackEnds {
  private static final List<Path> SYSTEM_LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libcrypto.so.3"),
          Path.of("/lib/x86_64-linux-gnu/libcrypto.so.3"),
          Path.of("/usr/lib64/libcrypto.so.3"),
          Path.of("/usr/lib/libcrypto.so.3"));

  private static final LibcryptoArithmetic LIBCRYPTO = new LibcryptoArithmetic(library());

  private BackEnds() {}

  /** The production back end, by this machine's library. */
  public static LibcryptoArithmetic libcrypto() {
    return LIBCRYPTO;
  }

  /** Both back ends. */
  static List<Arithmetic> all() {
    return List.of(LIBCRYPTO, new BigIntegerArithmetic());
  }

  /** The file of this machine's library. */
  public static Path library() {
    var property = System.getProperty(LibcryptoArithmetic.LIBRARY_PROPERTY);
    if (property != null) {
      return Path.of(property);
    }
    return SYSTEM_LIBRARIES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "expected libcrypto.so.3 in one of " + SYSTEM_LIBRARIES + ", found none"));
  }
}
