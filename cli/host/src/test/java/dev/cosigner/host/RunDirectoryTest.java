package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.host.LaunchException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir private Path folder;

  private void refuses(RunDirectory directory, Reason reason, String found) {
    assertThatExceptionOfType(LaunchException.class)
        .isThrownBy(directory::create)
        .satisfies(e -> {
          assertThat(e.reason()).isEqualTo(reason);
          assertThat(e.found()).contains(found);
          assertThat(e.hint()).hasValueSatisfying(h -> assertThat(h).contains("XDG_RUNTIME_DIR"));
        });
  }

  @Test
  void itIsForItsOwnerAlone() throws Exception {
    RunDirectory directory = RunDirectory.of(folder.resolve("runtime"), "e1");
    directory.create();
    for (Path path : new Path[] {directory.path().getParent(), directory.path(), directory.run()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rwx------");
    }
    directory.delete();
    assertThat(Files.exists(directory.path())).isFalse();
  }

  @Test
  void aSocketsPathMayHave107Bytes() throws Exception {
    int before = RunDirectory.of(folder, "").deviceSocket().toString().length() + 1;
    RunDirectory.of(folder, "e".repeat(107 - before)).create();
    refuses(
        RunDirectory.of(folder, "f".repeat(108 - before)), Reason.PATH_TOO_LONG, "108 bytes: /");
  }

  @Test
  void aFolderThatOthersMadeIsRefused() throws Exception {
    RunDirectory directory = RunDirectory.of(folder, "e1");
    Path parent = Files.createDirectory(directory.path().getParent());
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
    refuses(directory, Reason.DIRECTORY_UNUSABLE, "with rwxrwxrwx");
    Files.delete(parent);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(parent, elsewhere);
    refuses(directory, Reason.DIRECTORY_UNUSABLE, "no directory");
  }

  @Test
  void aPlaceWhereNothingCanBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    refuses(RunDirectory.of(file, "e1"), Reason.DIRECTORY_UNUSABLE, "file");
  }

  @Test
  void deletingDoesNotFollowLinks() throws Exception {
    Path kept = Files.createFile(Files.createDirectory(folder.resolve("kept")).resolve("file"));
    RunDirectory directory = RunDirectory.of(folder, "e1");
    directory.create();
    Files.createSymbolicLink(directory.path().resolve("link"), kept.getParent());
    directory.delete();
    assertThat(Files.exists(directory.path())).isFalse();
    assertThat(Files.exists(kept)).isTrue();
  }
}
