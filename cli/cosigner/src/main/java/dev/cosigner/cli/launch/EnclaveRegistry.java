package dev.cosigner.cli.launch;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.host.LaunchedEnclave;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of the enclaves that this operator launched: a file for each, {@code
 * enclaves/ID.json}, from before its start until it is terminated.
 */
final class EnclaveRegistry {
  private static final String FOLDER = "enclaves";
  private static final String SUFFIX = ".json";
  private static final int MAX_ENTRY = 64 * 1024;

  private final StateDirectory state;

  EnclaveRegistry(StateDirectory state) {
    this.state = state;
  }

  /** All of them, oldest first. */
  List<LaunchedEnclave> all() throws CosignerException, IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(state.directory(FOLDER))) {
      files = found.filter(EnclaveRegistry::isEntry).toList();
    }
    List<LaunchedEnclave> enclaves = new ArrayList<>();
    for (Path file : files) {
      read(file.getFileName().toString()).ifPresent(enclaves::add);
    }
    enclaves.sort(
        Comparator.comparing(LaunchedEnclave::startedAt).thenComparing(LaunchedEnclave::id));
    return enclaves;
  }

  /** The one of this id or name, if there is one. */
  Optional<LaunchedEnclave> find(String idOrName) throws CosignerException, IOException {
    List<LaunchedEnclave> all = all();
    return all.stream()
        .filter(enclave -> enclave.id().equals(idOrName))
        .findFirst()
        .or(() -> all.stream().filter(enclave -> enclave.name().equals(idOrName)).findFirst());
  }

  void put(LaunchedEnclave enclave) throws IOException {
    state.write(EnclaveEntry.write(enclave), FOLDER, enclave.id() + SUFFIX);
  }

  /** Whether it is still remembered: it may have been terminated meanwhile. */
  boolean contains(LaunchedEnclave enclave) {
    return Files.exists(state.path(FOLDER, enclave.id() + SUFFIX));
  }

  void remove(LaunchedEnclave enclave) throws IOException {
    Files.deleteIfExists(state.path(FOLDER, enclave.id() + SUFFIX));
  }

  private static boolean isEntry(Path file) {
    String name = file.getFileName().toString();
    // A name with a dot before it is one that is just being written.
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  private Optional<LaunchedEnclave> read(String fileName) throws CosignerException, IOException {
    try {
      LaunchedEnclave enclave = EnclaveEntry.read(state.read(MAX_ENTRY, FOLDER, fileName));
      if (!fileName.equals(enclave.id() + SUFFIX)) {
        throw new MalformedEntryException(
            "expected the id of the file's name, found " + enclave.id(), null);
      }
      return Optional.of(enclave);
    } catch (NoSuchFileException e) {
      // Terminated between the listing and the reading.
      return Optional.empty();
    } catch (MalformedEntryException e) {
      throw CosignerException.of(
              "enclave-entry-malformed",
              ExitCode.BAD_INPUT,
              "what is remembered of an enclave cannot be read")
          .expected("an entry that cosigner wrote in " + state.path(FOLDER, fileName))
          .found(e.getMessage())
          .hint("see with ps what still runs, then remove the file")
          .cause(e)
          .build();
    }
  }
}
