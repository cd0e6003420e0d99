package dev.cosigner.cli.launch;

import dev.cosigner.cli.StateDirectory;
import dev.cosigner.eif.ramdisk.ImageUnpacker;
import dev.cosigner.host.LaunchedEnclave;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Images unpacked for process enclaves: one copy for all enclaves of an image, kept for as long as
 * one of them is remembered.
 */
final class UnpackedImages {
  private static final String FOLDER = "images";

  private final StateDirectory state;

  /** Needs the lock to be held: images are unpacked and removed by one run at a time. */
  UnpackedImages(StateDirectory state, StateLock held) {
    Objects.requireNonNull(held, "the lock is held");
    this.state = state;
  }

  /** Where an image is, or will be, unpacked. */
  static Path folder(StateDirectory state, LaunchableImage image) {
    return state.path(FOLDER, image.contentKey());
  }

  /** Unpacks an image, unless it is there. */
  void unpack(LaunchableImage image) throws IOException {
    state.directory(FOLDER);
    Path folder = folder(state, image);
    if (!Files.isDirectory(folder)) {
      new ImageUnpacker().unpack(image.file(), folder, image.measurements());
    }
  }

  /** Removes what no enclave uses, also what a run that was cut short had begun to unpack. */
  void removeUnused(List<LaunchedEnclave> enclaves) throws IOException {
    Set<Path> used =
        enclaves.stream()
            .map(LaunchedEnclave::content)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    try (Stream<Path> folders = Files.list(state.directory(FOLDER))) {
      for (Path folder : folders.filter(found -> !used.contains(found)).toList()) {
        delete(folder);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
