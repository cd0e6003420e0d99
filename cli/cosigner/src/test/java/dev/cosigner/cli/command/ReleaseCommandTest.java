package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three rebuilders, an image, and a pipeline that wants two of them to agree. */
class ReleaseCommandTest {
  private static final Path IMAGES = Path.of("../../eif-build/src/test/resources/dev/cosigner/eif");

  @TempDir private Path directory;
  private Path image;
  private Path rebuilders;
  private Path passphrase;

  @BeforeEach
  void makeRebuilders() throws IOException {
    image = directory.resolve("image.eif");
    Files.copy(IMAGES.resolve("aws/unsigned-two-ramdisks.eif"), image);
    passphrase = directory.resolve("passphrase");
    Files.writeString(passphrase, "correct horse\n");
    rebuilders = directory.resolve("rebuilders.txt");
    Files.writeString(
        rebuilders,
        "# who counts\n"
            + key("alice")
            + "  # alice\n\n"
            + key("bob").toUpperCase(java.util.Locale.ROOT)
            + "\n");
  }

  private String key(String name) {
    Ended ended =
        run(
            "operator",
            "create",
            "--output",
            directory.resolve(name + ".pem"),
            "--passphrase-file",
            passphrase,
            "--json");
    return ended.json().get("publicKey").asText();
  }

  private static Ended run(Object... words) {
    return CommandRun.bare()
        .run(List.of(words).stream().map(Object::toString).toArray(String[]::new));
  }

  private Ended approve(String name, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of(
                "release",
                "approve",
                image,
                "--operator-key",
                directory.resolve(name + ".pem"),
                "--passphrase-file",
                passphrase));
    line.addAll(List.of(more));
    return run(line.toArray());
  }

  private Ended verify(int quorum, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of("release", "verify", image, "--quorum", quorum, "--rebuilders", rebuilders));
    line.addAll(List.of(more));
    return run(line.toArray());
  }

  @Test
  void aQuorumOfRebuildersReleasesAnImage() {
    assertThat(verify(1).exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(approve("alice").exit()).isEqualTo(ExitCode.DONE);
    assertThat(approve("alice").exit()).isEqualTo(ExitCode.DONE);
    assertThat(verify(1).exit()).isEqualTo(ExitCode.DONE);
    Ended one = verify(2);
    assertThat(one.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(one.err()).contains("found: 1 that count");
    assertThat(approve("bob").exit()).isEqualTo(ExitCode.DONE);
    Ended two = verify(2, "--json");
    assertThat(two.exit()).as(two.err()).isEqualTo(ExitCode.DONE);
    assertThat(two.json().get("rebuilders")).hasSize(2);
  }

  @Test
  void whoIsNotListedDoesNotCountNorDoesAnotherImage() throws IOException {
    key("mallory");
    assertThat(approve("mallory").exit()).isEqualTo(ExitCode.DONE);
    assertThat(verify(1).err()).contains("who does not count");
    Path approval = directory.resolve("alice.approval");
    assertThat(approve("alice", "--output", approval).exit()).isEqualTo(ExitCode.DONE);
    Files.delete(image);
    Files.copy(IMAGES.resolve("aws/unsigned-one-ramdisk-aarch64.eif"), image);
    Ended other = verify(1, "--approval", approval);
    assertThat(other.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(other.err()).contains("is for another image");
  }

  @Test
  void aSignatureOverTheImageKeepsApprovalsGood() {
    assertThat(approve("alice").exit()).isEqualTo(ExitCode.DONE);
    String key = IMAGES.resolve("signature/p384").toString();
    assertThat(
            run("sign-eif", image, "--certificate", key + ".pem", "--private-key", key + ".key")
                .exit())
        .isEqualTo(ExitCode.DONE);
    assertThat(verify(1).exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aForgedApprovalIsRefused() throws IOException {
    Path approval = directory.resolve("alice.approval");
    approve("alice", "--output", approval);
    byte[] bytes = Files.readAllBytes(approval);
    for (int place : new int[] {10, 60, 110, bytes.length - 1}) {
      byte[] forged = bytes.clone();
      forged[place] ^= 1;
      Files.write(approval, forged);
      Ended ended = verify(1, "--approval", approval);
      assertThat(ended.exit()).as("byte %d: %s", place, ended.err()).isEqualTo(ExitCode.REFUSED);
      assertThat(ended.err()).contains("the signature of").contains("is not valid");
    }
    for (byte[] malformed :
        new byte[][] {{}, {0}, java.util.Arrays.copyOf(bytes, bytes.length + 1)}) {
      Files.write(approval, malformed);
      assertThat(verify(1, "--approval", approval).exit()).isEqualTo(ExitCode.BAD_INPUT);
    }
    Files.write(approval, new byte[1000]);
    assertThat(verify(1, "--approval", approval).exit()).isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void aQuorumThatCannotBeIsRefused() throws IOException {
    assertThat(verify(0).exit()).isEqualTo(ExitCode.USAGE);
    assertThat(verify(3).exit()).isEqualTo(ExitCode.USAGE);
    Files.writeString(rebuilders, "alice");
    assertThat(verify(1).exit()).isEqualTo(ExitCode.BAD_INPUT);
  }
}
