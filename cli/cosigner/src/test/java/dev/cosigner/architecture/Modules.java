package dev.cosigner.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the modules are, and the classes that they ship. */
final class Modules {
  static final List<String> RUNTIME =
      List.of(
          "enclave-runtime/protocol",
          "enclave-runtime/mpc",
          "enclave-runtime/transaction",
          "enclave-runtime/cosigner",
          "enclave-runtime/simulated-nsm");
  private static final List<String> OUTSIDE = List.of("eif-build", "cli/host", "cli/cosigner");

  private Modules() {}

  /** The root of the project: tests run in the folder of their module. */
  static Path root() {
    return Path.of("").toAbsolutePath().resolve("../..").normalize();
  }

  /** Every production class. */
  static JavaClasses shipped() {
    ClassFileImporter importer = new ClassFileImporter();
    return importer.importPaths(
        java.util.stream.Stream.concat(RUNTIME.stream(), OUTSIDE.stream())
            .map(Modules::classes)
            .toList());
  }

  private static Path classes(String module) {
    Path classes = root().resolve(module).resolve("target/classes");
    if (!Files.isDirectory(classes)) {
      throw new AssertionError(
          "expected compiled classes in " + classes + ", found none: build the whole project");
    }
    return classes;
  }
}
