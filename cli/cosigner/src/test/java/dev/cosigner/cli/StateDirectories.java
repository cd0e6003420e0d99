package dev.cosigner.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** State directories for tests of rooms that get theirs from an invocation. */
public final class StateDirectories {
  private StateDirectories() {}

  /** The one in a folder. */
  public static StateDirectory at(Path folder) throws CosignerException {
    return StateDirectory.locate(Optional.of(folder), Map.of());
  }
}
