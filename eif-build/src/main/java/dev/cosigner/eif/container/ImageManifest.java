package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The manifest of one image: its configuration and its layers, from the lowest (OCI image
 * specification 1.1, manifest.md; Docker's image manifest of schema 2 has the same form).
 */
record ImageManifest(Descriptor config, List<Descriptor> layers) {
  static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  static final Set<String> INDEX_MEDIA_TYPES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private static final Set<String> CONFIG_MEDIA_TYPES =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json");

  ImageManifest {
    layers = List.copyOf(layers);
  }

  static ImageManifest of(JsonDocument document) throws ContainerException {
    requireSchema(document);
    requireType(document, MEDIA_TYPES, "an image's manifest");
    // What is both is read as the one by some and as the other by others.
    if (document.has("manifests")) {
      throw new ContainerException(
          Reason.MEDIA_TYPE, "expected a manifest, found one that is an index as well");
    }
    Descriptor config = Descriptor.of(document.object("config"));
    if (!CONFIG_MEDIA_TYPES.contains(config.mediaType())) {
      throw new ContainerException(
          Reason.MEDIA_TYPE,
          "expected the configuration of a container, found an artifact of type '%s'"
              .formatted(Names.printable(config.mediaType())));
    }
    List<Descriptor> layers = new ArrayList<>();
    for (JsonDocument layer : document.objects("layers")) {
      layers.add(Descriptor.of(layer));
    }
    return new ImageManifest(config, layers);
  }

  static void requireSchema(JsonDocument document) throws ContainerException {
    long version = document.size("schemaVersion");
    if (version != 2) {
      throw new ContainerException(
          Reason.SCHEMA_VERSION, "expected schemaVersion 2, found " + version);
    }
  }

  /** Where a document names its type, it must be one of these; it need not name it. */
  static void requireType(JsonDocument document, Set<String> types, String what)
      throws ContainerException {
    String type = document.optionalText("mediaType").orElse("");
    if (!type.isEmpty() && !types.contains(type)) {
      throw new ContainerException(
          Reason.MEDIA_TYPE,
          "expected %s, found a document of type '%s'".formatted(what, Names.printable(type)));
    }
  }
}
