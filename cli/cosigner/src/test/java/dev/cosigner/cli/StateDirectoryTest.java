package dev.cosigner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
  @TempDir private Path folder;

  private StateDirectory state() throws CosignerException {
    return StateDirectory.locate(Optional.of(folder.resolve("state")), Map.of());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theFlagComesBeforeTheEnvironmentAndItBeforeTheDefault() throws Exception {
    String base = folder.toString();
    Map<String, String> environment =
        Map.of(
            "COSIGNER_HOME",
            base + "/own",
            "XDG_STATE_HOME",
            base + "/xdg",
            "HOME",
            base + "/home");
    assertThat(root(Optional.of(folder.resolve("flag")), environment)).isEqualTo("flag");
    assertThat(root(Optional.empty(), environment)).isEqualTo("own");
    assertThat(root(Optional.empty(), Map.of("XDG_STATE_HOME", base + "/xdg", "HOME", base)))
        .isEqualTo("xdg/cosigner");
    assertThat(root(Optional.empty(), Map.of("XDG_STATE_HOME", "relative", "HOME", base)))
        .isEqualTo(".local/state/cosigner");
  }

  private String root(Optional<Path> flag, Map<String, String> environment) throws Exception {
    return folder.relativize(StateDirectory.locate(flag, environment).root()).toString();
  }

  @Test
  void withoutAnyPlaceItSaysWhatIsMissing() {
    assertThatExceptionOfType(CosignerException.class)
        .isThrownBy(() -> StateDirectory.locate(Optional.empty(), Map.of("HOME", "")))
        .satisfies(e -> assertThat(e.id()).isEqualTo("state-directory-unknown"));
  }

  @Test
  void everythingIsForTheOperatorAlone() throws Exception {
    StateDirectory state = state();
    state.write(new byte[] {1}, "wallets", "w1", "genesis.cbor");
    assertThat(permissions(state.root())).isEqualTo("rwx------");
    assertThat(permissions(state.path("wallets", "w1"))).isEqualTo("rwx------");
    assertThat(permissions(state.path("wallets", "w1", "genesis.cbor"))).isEqualTo("rw-------");
    assertThat(permissions(state.directory("images"))).isEqualTo("rwx------");
  }

  @Test
  void aDirectoryOpenToOthersIsRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatExceptionOfType(CosignerException.class)
        .isThrownBy(() -> StateDirectory.locate(Optional.of(open), Map.of()))
        .satisfies(e -> {
          assertThat(e.id()).isEqualTo("state-directory-open");
          assertThat(e.exit()).isEqualTo(ExitCode.REFUSED);
          assertThat(e.found()).contains("rwxrwx---");
        });
  }

  @Test
  void aPlaceThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatExceptionOfType(CosignerException.class)
        .isThrownBy(() -> StateDirectory.locate(Optional.of(file.resolve("state")), Map.of()))
        .satisfies(e -> assertThat(e.id()).isEqualTo("state-directory-unusable"));
  }

  @Test
  void aFileIsReplacedAsAWholeAndNothingIsLeftBeside() throws Exception {
    StateDirectory state = state();
    state.write(new byte[] {1, 2, 3}, "a");
    state.write(new byte[] {4}, "a");
    assertThat(state.read(16, "a")).containsExactly(4);
    try (Stream<Path> files = Files.list(state.root())) {
      assertThat(files).containsExactly(state.path("a"));
    }
  }

  @Test
  void aFailedWriteLeavesTheOldContent() throws Exception {
    StateDirectory state = state();
    Files.createDirectories(state.path("a").resolve("not-empty"));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> state.write(new byte[] {1}, "a"));
    try (Stream<Path> files = Files.list(state.root())) {
      assertThat(files).containsExactly(state.path("a"));
    }
  }

  @Test
  void readingIsBounded() throws Exception {
    StateDirectory state = state();
    state.write(new byte[17], "a");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> state.read(16, "a"))
        .withMessageContaining("expected at most 16 bytes");
    assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> state.read(16, "b"));
  }

  @Test
  void namesCannotLeadElsewhere() throws Exception {
    StateDirectory state = state();
    for (String name : List.of("", ".", "..", "a/b", "/etc")) {
      assertThatIllegalArgumentException().isThrownBy(() -> state.path(name));
    }
  }
}
