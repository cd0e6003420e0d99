package dev.cosigner.eif.source;

import dev.cosigner.protocol.image.ProcessConfiguration;
import java.util.List;

/**
 * A program of others, read from wherever it was kept.
 *
 * @param tree its files
 * @param process what starts in them
 * @param inputs what it was read from, beyond the tree itself; empty where the tree is all
 */
public record ForeignSource(FileTree tree, ProcessConfiguration process, List<SourceInput> inputs) {
  public ForeignSource {
    inputs = List.copyOf(inputs);
  }
}
