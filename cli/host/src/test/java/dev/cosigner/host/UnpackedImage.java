package dev.cosigner.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder as unpacked ramdisks make it, whose dynamic loader is a script of the test's. */
final class UnpackedImage {
  /** Starts {@link BootingEnclave} with the arguments that the platform's Java would get. */
  static final String BOOTS =
      "exec %s -cp '%s' %s"
          .formatted(
              Path.of(System.getProperty("java.home"), "bin", "java"),
              System.getProperty("java.class.path"),
              BootingEnclave.class.getName());

  private UnpackedImage() {}

  static Path whoseLoader(Path folder, String script) throws IOException {
    Path unpacked = folder.resolve("unpacked");
    program(unpacked.resolve("lib64/ld-linux-x86-64.so.2"), script);
    program(unpacked.resolve("jre/bin/java"), "exit 99");
    Files.createDirectories(unpacked.resolve("run"));
    Files.writeString(unpacked.resolve("init.args"), "-m enclave\n");
    return unpacked;
  }

  static void program(Path file, String script) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
