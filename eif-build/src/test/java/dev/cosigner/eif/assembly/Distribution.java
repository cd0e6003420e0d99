package dev.cosigner.eif.assembly;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.ramdisk.CpioWriter;
import dev.cosigner.eif.ramdisk.Ramdisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small distribution for tests. */
final class Distribution {
  private Distribution() {}

  static Path at(Path folder, int compression) throws IOException {
    Path kernel = Files.createDirectories(folder.resolve("kernel")).resolve("bzImage");
    Files.write(kernel, "a kernel".getBytes(StandardCharsets.US_ASCII));
    Path platform =
        Files.createDirectories(folder.resolve("platform")).resolve("platform.cpio.zst");
    Files.write(
        platform, Ramdisk.compress(new CpioWriter().file("init", new byte[] {'#', '!'}, true)));
    Files.createDirectories(folder.resolve("runtime"));
    Files.createDirectories(folder.resolve("runtime-development"));
    for (String jar : List.of("protocol", "mpc", "transaction", "enclave")) {
      jar(folder.resolve("runtime").resolve(jar + ".jar"), jar, compression);
    }
    jar(folder.resolve("runtime-development/simulated-nsm.jar"), "nsm", compression);
    lock(folder, Sha256.hex(Files.readAllBytes(kernel)), Sha256.hex(Files.readAllBytes(platform)));
    return folder;
  }

  static Path at(Path folder) throws IOException {
    return at(folder, Deflater.DEFAULT_COMPRESSION);
  }

  static void lock(Path folder, String kernel, String platform) throws IOException {
    Files.writeString(
        folder.resolve("inputs.lock.json"),
        """
        {
          "format": 1,
          "inputs": [
            {"name": "kernel", "version": "6.12.1", "source": "eif-build/kernel", "file": "kernel/bzImage",
              "sha256": "%s",
              "packages": [{"name": "linux-source", "version": "6.12.1", "source": "linux", "sha256": "%s"}]},
            {"name": "platform", "version": "25", "source": "eif-build/platform",
              "file": "platform/platform.cpio.zst", "sha256": "%s", "packages": []}
          ]
        }
        """
            .formatted(kernel, "0".repeat(64), platform));
  }

  private static void jar(Path file, String content, int compression) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(compression);
      zip.putNextEntry(new ZipEntry("content/"));
      zip.putNextEntry(new ZipEntry("content/" + content));
      zip.write(content.repeat(500).getBytes(StandardCharsets.UTF_8));
    }
  }
}
