package dev.cosigner.eif.assembly;

import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.eif.source.TreeArchive;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;

/** What the provenance says of a program of others. */
final class TreeInputs {
  private static final String UNVERSIONED = "unversioned";

  private TreeInputs() {}

  /** Writes a tree's ramdisk; the input's SHA-256 is that of the tree as it is archived. */
  static Input tree(TreeArchive archive, ScratchFile ramdisk, boolean compressed)
      throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(ramdisk.path()), 128 * 1024)) {
      String sha256 = compressed ? archive.writeTo(out) : archive.writePlainTo(out);
      return new Input(
          ProcessConfiguration.ROOT, UNVERSIONED, "the program's file tree", sha256, List.of());
    }
  }

  /** What a source was read from. */
  static List<Input> of(ForeignSource source) {
    return source.inputs().stream()
        .map(input ->
            new Input(input.name(), input.version(), input.source(), input.sha256(), List.of()))
        .toList();
  }
}
