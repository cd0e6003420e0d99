package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileContent;
import dev.cosigner.eif.source.SourceInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of one image, each verified: its configuration, and its layers from the lowest.
 *
 * @param inputs what the image was read from, for the provenance, without the layers
 */
record ImageSource(JsonDocument configuration, List<Layer> layers, List<SourceInput> inputs) {
  private static final String SOURCE = "container image";

  /**
   * A layer as it lies in the image.
   *
   * @param mediaType or another word for what it is
   * @param sha256 of these bytes, in hexadecimal
   */
  record Layer(
      FileContent content, LayerCompression compression, String mediaType, String sha256) {}

  ImageSource {
    layers = List.copyOf(layers);
    inputs = List.copyOf(inputs);
  }

  /** Reads and verifies all parts that a manifest names. */
  static ImageSource of(BlobStore blobs, Descriptor manifest) throws IOException {
    byte[] document = blobs.document(manifest);
    ImageManifest image = ImageManifest.of(JsonDocument.parse("the manifest", document));
    requireLayerCount(image.layers().size());
    JsonDocument configuration =
        JsonDocument.parse("the configuration", blobs.document(image.config()));
    List<Layer> layers = new ArrayList<>();
    for (Descriptor layer : image.layers()) {
      // Its type first: what is refused need not be fetched.
      LayerCompression.of(layer.mediaType());
    }
    for (Descriptor layer : image.layers()) {
      layers.add(
          new Layer(
              blobs.verified(layer),
              LayerCompression.of(layer.mediaType()),
              layer.mediaType(),
              layer.digest().hex()));
    }
    return new ImageSource(
        configuration,
        layers,
        List.of(input("manifest", manifest), input("configuration", image.config())));
  }

  /** Refuses more layers than any storage driver would stack. */
  static void requireLayerCount(int count) throws ContainerException {
    if (count > ContainerLimits.MAX_LAYERS) {
      throw new ContainerException(
          Reason.LAYER_COUNT,
          "expected at most %d layers, found %d".formatted(ContainerLimits.MAX_LAYERS, count));
    }
  }

  private static SourceInput input(String name, Descriptor descriptor) {
    return new SourceInput(name, descriptor.mediaType(), SOURCE, descriptor.digest().hex());
  }

  /** How the provenance names a layer. */
  static SourceInput input(int number, Layer layer) {
    return new SourceInput("layer " + number, layer.mediaType(), SOURCE, layer.sha256());
  }
}
