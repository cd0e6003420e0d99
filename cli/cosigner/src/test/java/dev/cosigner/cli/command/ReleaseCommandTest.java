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
  void whatIsNoApprovalNeitherCountsNorStopsOthers() throws Exception {
    Path alice = directory.resolve("alice.approval");
    Path bob = directory.resolve("bob.approval");
    Path bad = directory.resolve("bad.approval");
    approve("alice", "--output", alice);
    approve("bob", "--output", bob);
    byte[] good = Files.readAllBytes(alice);
    List<byte[]> hostile = new ArrayList<>();
    for (int place : new int[] {10, 60, 110, good.length - 1}) {
      byte[] forged = good.clone();
      forged[place] ^= 1;
      hostile.add(forged);
    }
    hostile.add(new byte[0]);
    hostile.add(new byte[] {0});
    hostile.add(java.util.Arrays.copyOf(good, good.length + 1));
    hostile.add(new byte[1000]);
    for (byte[] bytes : hostile) {
      Files.write(bad, bytes);
      Ended alone = verify(1, "--approval", bad, "--json");
      assertThat(alone.exit()).as(alone.err()).isEqualTo(ExitCode.CHECK_FAILED);
      assertThat(alone.json().at("/error/found").asText())
          .startsWith("0 that count")
          .contains("bad.approval");
      Ended with = verify(2, "--approval", bad, "--approval", alice, "--approval", bob, "--json");
      assertThat(with.exit()).as(with.err()).isEqualTo(ExitCode.DONE);
      assertThat(with.json().get("rebuilders")).hasSize(2);
      assertThat(with.json().get("notCounted")).hasSize(1);
      assertThat(with.err()).contains("warning: ").contains("bad.approval");
      assertThat(verify(2, "--approval", bad, "--approval", alice).exit())
          .isEqualTo(ExitCode.CHECK_FAILED);
    }
    assertThat(verify(1, "--approval", directory.resolve("missing")).exit())
        .isEqualTo(ExitCode.BAD_INPUT);
  }

  @Test
  void nothingBesideTheImageStopsAQuorum() throws Exception {
    approve("alice");
    approve("bob");
    String name = image.getFileName() + ".";
    for (int i = 0; i < 300; i++) {
      Files.writeString(directory.resolve(name + i + ".approval"), "junk");
    }
    Files.createDirectory(directory.resolve(name + "folder.approval"));
    Files.createSymbolicLink(
        directory.resolve(name + "nowhere.approval"), directory.resolve("nowhere"));
    Files.createSymbolicLink(directory.resolve(name + "zero.approval"), Path.of("/dev/zero"));
    Process pipe =
        new ProcessBuilder("mkfifo", directory.resolve(name + "pipe.approval").toString()).start();
    assertThat(pipe.waitFor()).isZero();
    Files.writeString(directory.resolve(name + "\u001b[2J.approval"), "junk");
    Ended ended = verify(2, "--json");
    assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    assertThat(ended.json().get("rebuilders")).hasSize(2);
    assertThat(ended.json().get("notCounted")).hasSize(17);
    assertThat(ended.err()).contains("and 289 more files").doesNotContain("\u001b");
  }

  @Test
  void anApprovalReplacesNothing() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept"), "kept");
    Ended refused = approve("alice", "--output", kept);
    assertThat(refused.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.err()).contains("--replace");
    assertThat(kept).hasContent("kept");
    assertThat(approve("alice", "--output", kept, "--replace").exit()).isEqualTo(ExitCode.DONE);
    for (Path input : new Path[] {image, directory.resolve("alice.pem"), passphrase}) {
      byte[] before = Files.readAllBytes(input);
      Ended ended = approve("alice", "--output", input, "--replace", "--json");
      assertThat(ended.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(ended.json().at("/error/id").asText()).isEqualTo("output-is-input");
      assertThat(input).hasBinaryContent(before);
    }
  }

  @Test
  void aQuorumThatCannotBeIsRefused() throws IOException {
    assertThat(verify(0).exit()).isEqualTo(ExitCode.USAGE);
    assertThat(verify(3).exit()).isEqualTo(ExitCode.USAGE);
    Files.writeString(rebuilders, "alice");
    assertThat(verify(1).exit()).isEqualTo(ExitCode.BAD_INPUT);
  }
}
