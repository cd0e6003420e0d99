package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.eif.source.SourceInput;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container image, verified and its layers applied: the root file system and the process of an
 * enclave. Its files are read from a temporary folder that is gone when it is closed.
 */
public final class ContainerImage implements Closeable {
  private final UnpackedLayers layers;
  private final ForeignSource source;
  private final List<String> passedOver;

  private ContainerImage(UnpackedLayers layers, ForeignSource source, List<String> passedOver) {
    this.layers = layers;
    this.source = source;
    this.passedOver = List.copyOf(passedOver);
  }

  /**
   * Reads an image.
   *
   * @param architecture of the image that is wanted, where there are several
   * @param dockerConfiguration the file with credentials for registries, which need not be there
   * @throws ContainerException if it is damaged, or asks for what no enclave can give it
   * @throws RamdiskException if a ramdisk cannot hold its files
   */
  public static ContainerImage open(
      ImageReference reference, Architecture architecture, Path dockerConfiguration)
      throws IOException {
    return open(reference, architecture, dockerConfiguration, ContainerLimits.DEFAULT);
  }

  static ContainerImage open(
      ImageReference reference,
      Architecture architecture,
      Path dockerConfiguration,
      ContainerLimits limits)
      throws IOException {
    UnpackedLayers layers = new UnpackedLayers(limits);
    try {
      ImageSource image =
          switch (reference) {
            case ImageReference.Layout(Path folder) -> OciLayout.in(folder).find(architecture);
            case ImageReference.Archive(Path file) ->
                DockerArchive.open(file, limits).find(architecture);
            case ImageReference.Registry(RegistryName name) ->
                pull(name, architecture, dockerConfiguration, layers, limits);
          };
      return read(image, architecture, layers, limits);
    } catch (IOException | RuntimeException e) {
      layers.close();
      throw e;
    }
  }

  private static ImageSource pull(
      RegistryName name,
      Architecture architecture,
      Path dockerConfiguration,
      UnpackedLayers layers,
      ContainerLimits limits)
      throws IOException {
    Optional<RegistryCredentials> credentials =
        RegistryCredentials.find(dockerConfiguration, name.credentialsKey());
    try (RegistryBlobs blobs = new RegistryBlobs(name, credentials, layers, limits)) {
      return blobs.find(architecture);
    }
  }

  private static ContainerImage read(
      ImageSource image, Architecture architecture, UnpackedLayers layers, ContainerLimits limits)
      throws IOException {
    ImageConfiguration configuration = ImageConfiguration.of(image.configuration(), architecture);
    if (configuration.diffIds().size() != image.layers().size()) {
      throw new ContainerException(
          Reason.LAYER_COUNT,
          "expected the %d layers of the configuration, found %d"
              .formatted(configuration.diffIds().size(), image.layers().size()));
    }
    LayerTree tree = new LayerTree(limits);
    List<SourceInput> inputs = new ArrayList<>(image.inputs());
    for (int i = 0; i < image.layers().size(); i++) {
      ImageSource.Layer layer = image.layers().get(i);
      tree.apply(
          layers.unpack(layer.content(), layer.compression(), configuration.diffIds().get(i)));
      inputs.add(ImageSource.input(i + 1, layer));
    }
    FileTree files = tree.toFileTree();
    ProcessConfiguration process = ImageProcess.resolve(configuration, files, architecture);
    return new ContainerImage(
        layers, new ForeignSource(files, process, inputs), configuration.passedOver());
  }

  /** Its files and its process; the files can be read until this is closed. */
  public ForeignSource source() {
    return source;
  }

  /** Settings that say nothing in an enclave, one line each, with the reason. */
  public List<String> passedOver() {
    return passedOver;
  }

  @Override
  public void close() throws IOException {
    layers.close();
  }
}
