package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images changed at random: each command says what it found, and none meets the unforeseen. */
class HostileImageTest {
  private static final Path IMAGES = Path.of("../../eif-build/src/test/resources/dev/cosigner/eif");
  private static final int CRC = 0x220;
  private static final int HEADER = 548;

  @TempDir private Path directory;

  private static List<Path> seeds() throws IOException {
    List<Path> seeds = new ArrayList<>();
    for (String folder : List.of("aws", "corpus")) {
      try (Stream<Path> files = Files.list(IMAGES.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".eif")).sorted().forEach(seeds::add);
      }
    }
    return seeds;
  }

  @Test
  void imagesChangedAtRandomAreJudged() throws IOException {
    mutate(400, 1);
  }

  @Test
  @Tag("thorough")
  void manyImagesChangedAtRandomAreJudged() throws IOException {
    mutate(20_000, System.nanoTime());
  }

  private void mutate(int count, long seed) throws IOException {
    Random random = new Random(seed);
    List<Path> seeds = seeds();
    Path image = directory.resolve("image.eif");
    Path other = directory.resolve("other.eif");
    for (int i = 0; i < count; i++) {
      byte[] bytes = Files.readAllBytes(seeds.get(random.nextInt(seeds.size())));
      Files.write(other, bytes);
      Files.write(image, mutated(bytes, random));
      String file = image.toString();
      String name = "seed %d, image %d".formatted(seed, i);
      judged(name, "describe-eif", file, "--files");
      judged(name, "diff-eif", other.toString(), file);
      switch (random.nextInt(4)) {
        case 0 -> judged(name, "describe-eif", file, "--files", "--json");
        case 1 -> judged(name, "pcr", "--eif", file);
        case 2 ->
            judged(
                name,
                "verify-eif",
                file,
                "--certificate-authority",
                IMAGES.resolve("signature/authority.pem").toString());
        default ->
            judged(
                name,
                "sign-eif",
                file,
                "--replace",
                "--certificate",
                IMAGES.resolve("signature/p384.pem").toString(),
                "--private-key",
                IMAGES.resolve("signature/p384.key").toString(),
                "--output",
                directory.resolve("signed.eif").toString());
      }
    }
  }

  private static byte[] mutated(byte[] image, Random random) {
    byte[] bytes = image.clone();
    for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[place] = (byte) random.nextInt(256);
        case 2 -> bytes[place] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 3 -> bytes = java.util.Arrays.copyOf(bytes, place);
        default -> {
          // A stretch copied from elsewhere: lengths, magic numbers and names in other places.
          int length = Math.min(random.nextInt(64), bytes.length - place);
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, place, length);
        }
      }
    }
    if (bytes.length > HEADER && random.nextInt(8) > 0) {
      CRC32 crc = new CRC32();
      crc.update(bytes, 0, CRC);
      crc.update(bytes, HEADER, bytes.length - HEADER);
      ByteBuffer.wrap(bytes).putInt(CRC, (int) crc.getValue());
    }
    return bytes;
  }

  private void judged(String name, String... line) {
    Ended ended = CommandRun.bare().run(line);
    boolean foreseen =
        switch (ended.exit()) {
          case DONE, CHECK_FAILED, BAD_INPUT -> true;
          default -> false;
        };
    if (!foreseen || ended.out().contains("\u001b") || ended.err().contains("\u001b")) {
      keep();
    }
    assertThat(foreseen).as("%s: %s%n%s", name, String.join(" ", line), ended.err()).isTrue();
    assertThat(ended.err()).as(name).doesNotContain("Exception", "\tat ", "\u001b");
    assertThat(ended.out()).as(name).doesNotContain("\u001b");
  }

  /** The image that failed, for whoever looks into it. */
  private void keep() {
    try {
      Path kept = Files.createTempDirectory("hostile-image").resolve("image.eif");
      Files.copy(directory.resolve("image.eif"), kept);
      System.err.println("kept as " + kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
