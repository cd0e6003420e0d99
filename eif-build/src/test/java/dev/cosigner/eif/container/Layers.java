package dev.cosigner.eif.container;

import dev.cosigner.eif.source.FileContent;
import dev.cosigner.eif.source.FileTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;

/** Layers in memory. */
final class Layers {
  static final ContainerLimits LIMITS = new ContainerLimits(1 << 20, 1000, 20_000, 200);

  private Layers() {}

  static FileTree apply(byte[]... layers) throws IOException {
    return apply(LIMITS, layers);
  }

  static FileTree apply(ContainerLimits limits, byte[]... layers) throws IOException {
    LayerTree tree = new LayerTree(limits);
    for (byte[] layer : layers) {
      tree.apply(archive(layer));
    }
    return tree.toFileTree();
  }

  private static LayerTree.Archive archive(byte[] layer) {
    return new LayerTree.Archive() {
      @Override
      public TarReader open() {
        return new TarReader(new ByteArrayInputStream(layer));
      }

      @Override
      public FileContent content(TarEntry entry) {
        int from = (int) entry.offset();
        return FileContent.of(Arrays.copyOfRange(layer, from, from + (int) entry.size()));
      }
    };
  }
}
