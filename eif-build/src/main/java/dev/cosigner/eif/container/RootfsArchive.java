package dev.cosigner.eif.container;

import dev.cosigner.eif.source.FileContent;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.SourceInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A root file system in one tar archive, plain or compressed by gzip or Zstandard, such as {@code
 * docker export} writes: read as the only layer of an image would be. Its files are read from a
 * temporary folder that is gone when it is closed.
 */
public final class RootfsArchive implements Closeable {
  private final UnpackedLayers layers;
  private final FileTree tree;
  private final SourceInput input;

  private RootfsArchive(UnpackedLayers layers, FileTree tree, SourceInput input) {
    this.layers = layers;
    this.tree = tree;
    this.input = input;
  }

  /**
   * Reads an archive.
   *
   * @throws ContainerException if it is damaged or refused
   * @throws dev.cosigner.eif.ramdisk.RamdiskException if a ramdisk cannot hold its files
   */
  public static RootfsArchive open(Path file) throws IOException {
    return open(file, ContainerLimits.DEFAULT);
  }

  static RootfsArchive open(Path file, ContainerLimits limits) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(LayerCompression.MAGIC_BYTES);
    }
    UnpackedLayers layers = new UnpackedLayers(limits);
    try {
      UnpackedLayers.UnpackedLayer layer =
          layers.unpack(FileContent.of(file, Files.size(file)), LayerCompression.of(start));
      LayerTree tree = new LayerTree(limits);
      tree.apply(layer.archive());
      SourceInput input =
          new SourceInput(
              "rootfs.tar", "application/x-tar", "archive, unpacked", layer.digest().hex());
      return new RootfsArchive(layers, tree.toFileTree(), input);
    } catch (IOException | RuntimeException e) {
      layers.close();
      throw e;
    }
  }

  /** Its files, which can be read until this is closed. */
  public FileTree tree() {
    return tree;
  }

  /** The archive, for the provenance: by the bytes that it unpacks to. */
  public SourceInput input() {
    return input;
  }

  @Override
  public void close() throws IOException {
    layers.close();
  }
}
