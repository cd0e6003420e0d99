package dev.cosigner.eif.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.assembly.InputsLockException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed list of what an image is made from. */
class InputsLockTest {
  @TempDir private Path directory;

  /**
   * Whoever rebuilds the kernel or the platform runs eif-build/lock and has its change reviewed.
   */
  @Test
  void theCommittedLockIsThatOfTheCommittedFiles() throws Exception {
    Path module = Path.of("").toAbsolutePath();
    InputsLock lock = InputsLock.read(module);

    for (String name : List.of("kernel", "platform")) {
      InputsLock.LockedInput input = lock.open(name);
      assertThat(input.input().version()).isNotEmpty();
      List<String> manifest =
          Files.readAllLines(module.resolve(name).resolve("manifest.json")).stream()
              .filter(line -> line.contains("\"sha256\""))
              .toList();
      assertThat(input.input().packages()).hasSameSizeAs(manifest);
      for (int i = 0; i < manifest.size(); i++) {
        Input locked = input.input().packages().get(i);
        assertThat(manifest.get(i))
            .contains("\"" + locked.name() + "\"", "\"" + locked.version() + "\"")
            .contains("\"" + locked.source() + "\"", "\"" + locked.sha256() + "\"");
      }
    }
  }

  private Reason refusal(String from, String to) throws IOException {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    Path file = distribution.resolve(InputsLock.FILE);
    String lock = Files.readString(file, StandardCharsets.UTF_8);
    assertThat(lock).contains(from);
    Files.writeString(file, lock.replace(from, to));
    InputsLockException e =
        catchThrowableOfType(
            InputsLockException.class, () -> InputsLock.read(distribution).open("kernel"));
    assertThat(e).as(to).isNotNull();
    return e.reason();
  }

  @Test
  void aLockOfAnotherFormIsRefused() throws IOException {
    for (List<String> change :
        List.of(
            List.of("\"format\": 1", "\"format\": 2"),
            List.of("\"format\": 1", "\"format\": \"1\""),
            List.of("\"format\": 1,", ""),
            List.of("\"format\": 1,", "\"format\": 1, \"more\": 1,"),
            List.of("\"version\": \"25\"", "\"version\": null"),
            List.of("\"version\": \"25\"", "\"version\": 25"),
            List.of("\"version\": \"25\"", "\"version\": \"\""),
            List.of("\"version\": \"25\"", "\"version\": \"2\\n5\""),
            List.of("\"version\": \"25\",", ""),
            List.of("\"packages\": []", "\"packages\": null"),
            List.of("0".repeat(64), "0".repeat(63)),
            List.of("0".repeat(64), "A".repeat(64)),
            List.of("kernel/bzImage", "../bzImage"),
            List.of("kernel/bzImage", "/boot/vmlinuz"),
            List.of("kernel/bzImage", "kernel/../bzImage"),
            List.of("\"format\"", "\"inputs\": [], \"format\""),
            List.of("]\n}", "]\n"))) {
      assertThat(refusal(change.getFirst(), change.getLast()))
          .as(change.getLast())
          .isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void anInputThatTheLockDoesNotNameIsRefused() throws IOException {
    assertThat(refusal("\"name\": \"kernel\"", "\"name\": \"other\"")).isEqualTo(Reason.NOT_LOCKED);
  }

  @Test
  void anotherDigestIsRefused() throws IOException {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    String digest = Sha256.hex(Files.readAllBytes(distribution.resolve("kernel/bzImage")));

    assertThat(refusal(digest, "0".repeat(64))).isEqualTo(Reason.DIFFERS);
  }

  @Test
  void aLockThatIsTooLargeOrMissingIsRefused() throws IOException {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    Path file = distribution.resolve(InputsLock.FILE);
    Files.writeString(file, " ".repeat((1 << 20) + 1));
    assertThat(
            catchThrowableOfType(InputsLockException.class, () -> InputsLock.read(distribution))
                .reason())
        .isEqualTo(Reason.MALFORMED);

    Files.delete(file);
    assertThatThrownBy(() -> InputsLock.read(distribution)).isInstanceOf(NoSuchFileException.class);
  }
}
