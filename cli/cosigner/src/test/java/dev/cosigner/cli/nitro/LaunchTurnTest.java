package dev.cosigner.cli.nitro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Launches on one instance take turns. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class LaunchTurnTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void theSecondWaitsAndIsToldForWhom() throws Exception {
    Path file = folder.resolve("lock");
    CompletableFuture<String> told = new CompletableFuture<>();
    CompletableFuture<Void> second = new CompletableFuture<>();
    try (var _ = LaunchTurn.take(file, LONG, _ -> {})) {
      Thread.ofPlatform()
          .start(() -> {
            try (var _ = LaunchTurn.take(file, LONG, told::complete)) {
              second.complete(null);
            } catch (Exception e) {
              second.completeExceptionally(e);
            }
          });
      assertThat(told.get())
          .contains("process " + ProcessHandle.current().pid())
          .contains("one at a time");
      assertThat(second).isNotDone();
    }
    second.get();
  }

  @Test
  void whoWaitsForTooLongIsTold() throws Exception {
    Path file = folder.resolve("lock");
    List<String> told = new ArrayList<>();
    try (var _ = LaunchTurn.take(file, LONG, told::add)) {
      var e =
          catchThrowableOfType(
              CosignerException.class,
              () -> LaunchTurn.take(file, Duration.ofMillis(300), told::add));
      assertThat(e.id()).isEqualTo("launch-busy");
      assertThat(e.exit()).isEqualTo(ExitCode.PEER_TIMEOUT);
    }
    assertThat(told).hasSize(1);
  }

  @Test
  void withoutTheNitroClisFolderThatIsNamed() {
    var e =
        catchThrowableOfType(
            CosignerException.class,
            () -> LaunchTurn.take(folder.resolve("none/lock"), LONG, _ -> {}));
    assertThat(e.id()).isEqualTo("nitro-folder-missing");
  }
}
