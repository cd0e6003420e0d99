package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An OCI image layout (OCI image specification 1.1, image-layout.md): {@code oci-layout}, {@code
 * index.json} and {@code blobs/sha256}, in a folder or in an archive.
 */
final class OciLayout {
  static final String MARKER = "oci-layout";
  static final String INDEX = "index.json";

  private final Contents files;

  /** Its files by their paths within it. */
  @FunctionalInterface
  interface Contents {
    /** A file; empty if there is none. */
    Optional<FileContent> find(String path) throws IOException;
  }

  OciLayout(Contents files) {
    this.files = files;
  }

  /** The layout in a folder. */
  static OciLayout in(Path folder) {
    return new OciLayout(path -> regularFile(folder.resolve(path)));
  }

  private static Optional<FileContent> regularFile(Path file) throws IOException {
    // A pipe or a device would never end.
    return Files.isRegularFile(file)
        ? Optional.of(FileContent.of(file, Files.size(file)))
        : Optional.empty();
  }

  /**
   * The image for a processor.
   *
   * @throws ContainerException if this is no layout, or there is no such image, or more than one
   */
  ImageSource find(Architecture architecture) throws IOException {
    JsonDocument marker = JsonDocument.parse(MARKER, read(MARKER));
    String version = marker.text("imageLayoutVersion");
    if (!version.equals("1.0.0")) {
      throw new ContainerException(
          Reason.LAYOUT,
          "expected imageLayoutVersion 1.0.0, found '%s'".formatted(Names.printable(version)));
    }
    JsonDocument index = JsonDocument.parse(INDEX, read(INDEX));
    BlobStore blobs = this::blob;
    Descriptor manifest = new ManifestChoice(blobs, architecture).choose(index);
    return ImageSource.of(blobs, manifest);
  }

  private FileContent blob(Descriptor descriptor) throws IOException {
    return files
        .find("blobs/sha256/" + descriptor.digest().hex())
        .orElseThrow(() ->
            new ContainerException(
                Reason.MISSING, "expected a blob %s, found none".formatted(descriptor.digest())));
  }

  private byte[] read(String name) throws IOException {
    FileContent content =
        files
            .find(name)
            .orElseThrow(() ->
                new ContainerException(
                    Reason.LAYOUT,
                    "expected an OCI image layout with a file '%s', found none".formatted(name)));
    return BlobStore.bounded(content, name);
  }
}
