package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where a container image lies. */
public sealed interface ImageReference {
  /** In front of a folder. */
  String LAYOUT = "oci:";

  /** In front of a file. */
  String ARCHIVE = "docker-archive:";

  /** An OCI image layout in a folder. */
  record Layout(Path folder) implements ImageReference {}

  /** An archive of {@code docker save}. */
  record Archive(Path file) implements ImageReference {}

  /** An image in a registry, by digest. */
  record Registry(RegistryName name) implements ImageReference {}

  /**
   * Reads {@code oci:DIR}, {@code docker-archive:FILE} or {@code REGISTRY/NAME@sha256:DIGEST}.
   *
   * @throws ContainerException if it is something else
   */
  static ImageReference parse(String text) throws ContainerException {
    try {
      if (text.startsWith(LAYOUT) && text.length() > LAYOUT.length()) {
        return new Layout(Path.of(text.substring(LAYOUT.length())));
      }
      if (text.startsWith(ARCHIVE) && text.length() > ARCHIVE.length()) {
        return new Archive(Path.of(text.substring(ARCHIVE.length())));
      }
    } catch (InvalidPathException e) {
      throw new ContainerException(
          Reason.REFERENCE, "expected a path behind oci: or docker-archive:", e);
    }
    return new Registry(RegistryName.parse(text));
  }
}
