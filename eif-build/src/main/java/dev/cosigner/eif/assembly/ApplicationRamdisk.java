package dev.cosigner.eif.assembly;

import dev.cosigner.eif.ramdisk.CpioWriter;
import dev.cosigner.eif.ramdisk.Ramdisk;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The second ramdisk of an image, which PCR2 measures: the jars compiled from this repository, and
 * the measured configuration, under {@code app/}.
 */
final class ApplicationRamdisk {
  /** The modules of every enclave: a list of its own, so that a stray file is never measured in. */
  private static final List<String> RUNTIME =
      List.of("enclave.jar", "mpc.jar", "protocol.jar", "transaction.jar");

  /** The modules of development images alone. */
  private static final List<String> RUNTIME_DEVELOPMENT = List.of("simulated-nsm.jar");

  private static final String CONFIGURATION = "app/configuration.cbor";

  private final CpioWriter tree = new CpioWriter();
  private final List<Input> inputs = new ArrayList<>();

  private ApplicationRamdisk() {}

  /** Collects what an image with this anchor holds. */
  static ApplicationRamdisk of(AnchorKind anchor, Path distribution) throws IOException {
    ApplicationRamdisk application = new ApplicationRamdisk();
    application.addJars(distribution.resolve("runtime"), RUNTIME);
    if (anchor == AnchorKind.DEVELOPMENT) {
      application.addJars(distribution.resolve("runtime-development"), RUNTIME_DEVELOPMENT);
    }
    byte[] configuration = configuration(anchor);
    application.add(CONFIGURATION, "build-eif", configuration);
    return application;
  }

  /** Collects what an image around a program of others holds beside that. */
  static ApplicationRamdisk of(ProcessConfiguration process, Path distribution) throws IOException {
    ApplicationRamdisk application = new ApplicationRamdisk();
    application.addJars(distribution.resolve("runtime"), RUNTIME);
    application.add(ProcessConfiguration.PATH, "build-eif", process.encode());
    return application;
  }

  /** The name of an anchor in the measured configuration: {@code aws} or {@code development}. */
  static String name(AnchorKind anchor) {
    return anchor.name().toLowerCase(Locale.ROOT);
  }

  /** CBOR: [1, name of the anchor]. */
  static byte[] configuration(AnchorKind anchor) {
    return CborValue.array(CborValue.of(1), CborValue.of(name(anchor))).encode();
  }

  CpioWriter tree() {
    return tree;
  }

  byte[] compress() throws IOException {
    return Ramdisk.compress(tree);
  }

  /** What it holds, by the bytes that are measured: of a jar, those of its repacked form. */
  List<Input> inputs() {
    return List.copyOf(inputs);
  }

  private void addJars(Path folder, List<String> names) throws IOException {
    for (String name : names) {
      add("app/" + name, "this repository", JarRepacker.repack(folder.resolve(name)));
    }
  }

  private void add(String name, String source, byte[] content) throws IOException {
    tree.file(name, content, false);
    inputs.add(Input.of(name, BuildProperties.VERSION, source, content));
  }
}
