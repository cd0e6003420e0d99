package dev.cosigner.cli.bench;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.eif.assembly.InputsLockException;
import dev.cosigner.eif.assembly.LockedPlatform;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.curve.Secp256k1;
import dev.cosigner.mpc.curve.SodiumEd25519;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Java runtime and the libraries that a benchmark runs with.
 *
 * @param java the command that starts Java
 * @param directory where to start it
 */
public record BenchmarkRuntime(List<String> java, Path directory) {
  private static final String FOLDER = "platforms";

  /** As the platform sets them for an enclave, in init.args. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xms32m",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-Xshare:off",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED");

  /** Where Linux distributions keep their libraries for x86-64. */
  private static final List<Path> LIBRARY_FOLDERS =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"));

  /**
   * The platform of the enclaves, through its own dynamic loader, as process enclaves run. It is
   * unpacked once and kept in the state directory.
   *
   * @param distribution that has it
   * @throws CosignerException {@code input-not-locked} if it is not the locked one
   */
  public static BenchmarkRuntime platform(Path distribution, StateDirectory state)
      throws CosignerException, IOException {
    return ofPlatform(unpacked(distribution, state));
  }

  static BenchmarkRuntime ofPlatform(Path unpacked) {
    List<String> java =
        new ArrayList<>(
            List.of(
                "./lib64/ld-linux-x86-64.so.2",
                "--inhibit-cache",
                "--library-path",
                "./jre/lib:./lib/x86_64-linux-gnu",
                "./jre/bin/java"));
    java.addAll(OPTIONS);
    return new BenchmarkRuntime(java, unpacked);
  }

  /**
   * The runtime of the caller, with the libraries of this machine; one that the machine lacks is
   * taken from the platform.
   *
   * @throws CosignerException {@code library-missing} if there is no libcrypto
   */
  public static BenchmarkRuntime host(Path distribution, StateDirectory state)
      throws CosignerException, IOException {
    Path platform = unpacked(distribution, state);
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(OPTIONS);
    Path libcrypto = onThisMachine(LibcryptoArithmetic.PLATFORM_LIBRARY);
    if (libcrypto == null) {
      throw CosignerException.of(
              "library-missing", ExitCode.ENVIRONMENT, "this machine has no libcrypto to measure")
          .expected("libcrypto.so.3 in one of " + LIBRARY_FOLDERS)
          .found("none")
          .hint("install OpenSSL 3, or measure with --runtime platform")
          .build();
    }
    java.add(property(LibcryptoArithmetic.LIBRARY_PROPERTY, libcrypto));
    java.add(property(SodiumEd25519.LIBRARY_PROPERTY, SodiumEd25519.PLATFORM_LIBRARY, platform));
    java.add(property(Secp256k1.LIBRARY_PROPERTY, Secp256k1.PLATFORM_LIBRARY, platform));
    return new BenchmarkRuntime(java, platform);
  }

  private static Path unpacked(Path distribution, StateDirectory state)
      throws CosignerException, IOException {
    LockedPlatform platform;
    try {
      platform = LockedPlatform.of(distribution);
    } catch (InputsLockException e) {
      throw CosignerException.of("input-not-locked", ExitCode.REFUSED, e.getMessage())
          .expected(e.expected())
          .found(e.found())
          .hint("build cosigner anew from a commit that you trust")
          .cause(e)
          .build();
    }
    state.directory(FOLDER);
    Path folder = state.path(FOLDER, platform.sha256());
    if (!Files.isDirectory(folder)) {
      platform.unpack(folder);
    }
    return folder;
  }

  private static String property(String name, Path library, Path platform) {
    Path found = onThisMachine(library);
    return property(name, found == null ? platform.resolve(library) : found);
  }

  private static String property(String name, Path library) {
    return "-D" + name + "=" + library;
  }

  private static Path onThisMachine(Path library) {
    return LIBRARY_FOLDERS.stream()
        .map(folder -> folder.resolve(library.getFileName()))
        .filter(Files::exists)
        .findFirst()
        .orElse(null);
  }
}
