package dev.cosigner.mpc.curve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The back ends for tests. */
public final class Curves {
  private static final List<Path> SYSTEM_LIBRARIES =
      List.of(Path.of("/usr/lib/x86_64-linux-gnu"), Path.of("/lib/x86_64-linux-gnu"));

  /** The library that lazysodium-java carries: 1.0.20, which has CVE-2025-69277. */
  private static final SodiumEd25519 BUNDLED =
      new SodiumEd25519(extract(com.goterl.lazysodium.LazySodiumJava.class, sodium()));

  /** The library that secp256k1-kmp carries, newer than the platform's. */
  private static final Secp256k1 SECP256K1 =
      new Secp256k1(
          extract(
              fr.acinq.secp256k1.jni.NativeSecp256k1JvmLoader.class,
              "fr/acinq/secp256k1/jni/native/linux-%s/libsecp256k1-jni.so"
                  .formatted(isArm() ? "aarch64" : "x86_64")));

  private Curves() {}

  /** The production back end. */
  public static ConstantTimeCurve ed25519() {
    return BUNDLED;
  }

  /** The production back end. */
  public static ConstantTimeCurve secp256k1() {
    return SECP256K1;
  }

  /** All back ends: this machine's libsodium too, where it has one. */
  static List<Curve> all() {
    var curves = new ArrayList<Curve>(List.of(new BigIntegerEd25519(), BUNDLED));
    system("libsodium.so.23").map(SodiumEd25519::new).forEach(curves::add);
    return curves;
  }

  /** All back ends: this machine's libsecp256k1 too, where it has one. */
  static List<Curve> allSecp256k1() {
    var curves = new ArrayList<Curve>(List.of(new BigIntegerSecp256k1(), SECP256K1));
    system("libsecp256k1.so.2").map(Secp256k1::new).forEach(curves::add);
    return curves;
  }

  /** A secret of a value that the test knows. */
  public static SecretScalar secret(byte[] encoding) throws CurveException {
    return ed25519().receiveSecret(encoding);
  }

  private static Stream<Path> system(String library) {
    return SYSTEM_LIBRARIES.stream()
        .map(folder -> folder.resolve(library))
        .filter(Files::exists)
        .limit(1);
  }

  private static String sodium() {
    if (System.getProperty("os.name").startsWith("Mac")) {
      return isArm() ? "mac_arm/libsodium.dylib" : "mac/libsodium.dylib";
    }
    return isArm() ? "arm64/libsodium.so" : "linux64/libsodium.so";
  }

  private static boolean isArm() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  private static Path extract(Class<?> neighbour, String resource) {
    var target = Path.of("target", "libraries", resource.replace('/', '-'));
    try (var library = neighbour.getClassLoader().getResourceAsStream(resource)) {
      Files.createDirectories(target.getParent());
      var copy = Files.createTempFile(target.getParent(), "library", ".partial");
      Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
      return Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
