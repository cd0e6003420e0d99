package dev.cosigner.mpc.curve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The back ends for tests. */
public final class Curves {
  private static final List<Path> SYSTEM_LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libsodium.so.23"),
          Path.of("/lib/x86_64-linux-gnu/libsodium.so.23"));

  /** The library that lazysodium-java carries: 1.0.20, which has CVE-2025-69277. */
  private static final SodiumEd25519 BUNDLED = new SodiumEd25519(extract());

  private static final BigIntegerEd25519 BIG_INTEGER = new BigIntegerEd25519();

  private Curves() {}

  /** The production back end. */
  public static ConstantTimeCurve ed25519() {
    return BUNDLED;
  }

  /** All back ends: this machine's libsodium too, where it has one. */
  static List<Curve> all() {
    var curves = new ArrayList<Curve>(List.of(BIG_INTEGER, BUNDLED));
    SYSTEM_LIBRARIES.stream()
        .filter(Files::exists)
        .findFirst()
        .map(SodiumEd25519::new)
        .ifPresent(curves::add);
    return curves;
  }

  /** A secret of a value that the test knows. */
  public static SecretScalar secret(byte[] encoding) throws CurveException {
    return ed25519().receiveSecret(encoding);
  }

  private static Path extract() {
    var resource =
        System.getProperty("os.arch").equals("aarch64")
            ? "arm64/libsodium.so"
            : "linux64/libsodium.so";
    if (System.getProperty("os.name").startsWith("Mac")) {
      resource =
          System.getProperty("os.arch").equals("aarch64")
              ? "mac_arm/libsodium.dylib"
              : "mac/libsodium.dylib";
    }
    var target = Path.of("target", "libsodium", resource.replace('/', '-'));
    try (var library =
        com.goterl.lazysodium.LazySodiumJava.class.getClassLoader().getResourceAsStream(resource)) {
      Files.createDirectories(target.getParent());
      var copy = Files.createTempFile(target.getParent(), "libsodium", ".partial");
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
      return Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
