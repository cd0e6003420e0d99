package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.container.Descriptor.Platform;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the one image for a processor among those that an index names, or the indexes that it names
 * (OCI image specification 1.1, image-index.md). Signatures, attestations and whatever else is no
 * image is passed over.
 */
final class ManifestChoice {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_DOCUMENTS = 256;

  private final BlobStore blobs;
  private final Platform wanted;
  private final Map<ImageDigest, Descriptor> fitting = new LinkedHashMap<>();
  private final Set<String> others = new LinkedHashSet<>();
  private int documents;

  ManifestChoice(BlobStore blobs, Architecture architecture) {
    this.blobs = blobs;
    this.wanted = platform(architecture);
  }

  /** The platform that images of containers name for a processor. */
  static Platform platform(Architecture architecture) {
    return new Platform(
        "linux",
        switch (architecture) {
          case X86_64 -> "amd64";
          case AARCH64 -> "arm64";
        });
  }

  /**
   * The manifest of the image for the processor.
   *
   * @param index that begins the search
   * @throws ContainerException if there is none, or more than one
   */
  Descriptor choose(JsonDocument index) throws IOException {
    search(index, 1);
    if (fitting.isEmpty()) {
      throw new ContainerException(
          Reason.NO_PLATFORM,
          "expected an image for %s, found %s"
              .formatted(wanted, others.isEmpty() ? "none at all" : String.join(", ", others)));
    }
    if (fitting.size() > 1) {
      throw new ContainerException(
          Reason.AMBIGUOUS,
          "expected one image for %s, found %s"
              .formatted(
                  wanted,
                  String.join(
                      ", ", fitting.keySet().stream().map(ImageDigest::toString).toList())));
    }
    return fitting.values().iterator().next();
  }

  private void search(JsonDocument index, int depth) throws IOException {
    ImageManifest.requireSchema(index);
    ImageManifest.requireType(index, ImageManifest.INDEX_MEDIA_TYPES, "an index");
    if (index.has("layers") || index.has("config")) {
      throw new ContainerException(
          Reason.MEDIA_TYPE, "expected an index, found one that is a manifest as well");
    }
    for (JsonDocument entry : index.objects("manifests")) {
      String type = entry.text("mediaType");
      if (ImageManifest.INDEX_MEDIA_TYPES.contains(type)) {
        if (depth == MAX_DEPTH) {
          throw new ContainerException(
              Reason.INDEX_DEPTH, "expected at most %d indexes in a row".formatted(MAX_DEPTH));
        }
        search(read("an index", Descriptor.of(entry)), depth + 1);
      } else if (ImageManifest.MEDIA_TYPES.contains(type)) {
        consider(Descriptor.of(entry));
      }
    }
  }

  private void consider(Descriptor manifest) throws IOException {
    if (fitting.containsKey(manifest.digest())) {
      return;
    }
    Platform platform;
    if (manifest.platform().isPresent()) {
      platform = manifest.platform().get();
    } else {
      JsonDocument document = read("a manifest", manifest);
      if (document.has("artifactType")) {
        return;
      }
      Descriptor config = ImageManifest.of(document).config();
      platform = Platform.of(read("a configuration", config));
    }
    if (platform.equals(wanted)) {
      fitting.put(manifest.digest(), manifest);
    } else {
      others.add(platform.toString());
    }
  }

  private JsonDocument read(String what, Descriptor descriptor) throws IOException {
    documents++;
    if (documents > MAX_DOCUMENTS) {
      throw new ContainerException(
          Reason.TOO_LARGE,
          "expected an image that is found after %d documents".formatted(MAX_DOCUMENTS));
    }
    return JsonDocument.parse(what, blobs.document(descriptor));
  }
}
