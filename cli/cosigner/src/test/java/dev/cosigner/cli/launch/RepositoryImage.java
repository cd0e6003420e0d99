package dev.cosigner.cli.launch;

import dev.cosigner.eif.assembly.ImageBuild;
import dev.cosigner.eif.assembly.ImageOptions;
import dev.cosigner.eif.assembly.InputsLockException;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The real image, built by the repository's own builder of what the repository has compiled. */
public final class RepositoryImage {
  private static final Map<String, String> RUNTIME =
      Map.of(
          "protocol", "runtime/protocol.jar",
          "mpc", "runtime/mpc.jar",
          "transaction", "runtime/transaction.jar",
          "cosigner", "runtime/enclave.jar",
          "simulated-nsm", "runtime-development/simulated-nsm.jar");

  private RepositoryImage() {}

  /** Builds the image into a folder that is there. */
  public static Path build(AnchorKind anchor, Path folder) throws IOException, InputsLockException {
    Path distribution = distribution(folder);
    Path image = folder.resolve(anchor + ".eif");
    new ImageBuild(distribution).build(ImageOptions.of(anchor), image);
    return image;
  }

  /** What images are built of, in a folder that is there. */
  static Path distribution(Path folder) throws IOException {
    Path distribution = folder.resolve("distribution");
    if (!Files.exists(distribution)) {
      assemble(distribution);
    }
    return distribution;
  }

  private static void assemble(Path distribution) throws IOException {
    // Tests run in the folder of their module.
    Path root = Path.of("").toAbsolutePath().resolve("../..").normalize();
    for (String input :
        List.of("kernel/bzImage", "platform/platform.cpio.zst", "inputs.lock.json")) {
      Path copy = distribution.resolve(input);
      Files.createDirectories(copy.getParent());
      Files.copy(root.resolve("eif-build").resolve(input), copy);
    }
    for (Map.Entry<String, String> module : RUNTIME.entrySet()) {
      Path jar = distribution.resolve(module.getValue());
      Files.createDirectories(jar.getParent());
      pack(root.resolve("enclave-runtime").resolve(module.getKey()).resolve("target/classes"), jar);
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> tree = Files.walk(classes)) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, out);
      }
    }
  }
}
