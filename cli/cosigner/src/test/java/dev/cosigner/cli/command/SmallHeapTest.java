package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.Cosigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command that reads an image does so in a heap of 64 MB, whatever the image. */
@Tag("thorough")
class SmallHeapTest {
  private static final Path SIGNATURES =
      Path.of("../../eif-build/src/test/resources/dev/cosigner/eif/signature");

  private static final long LARGE = 4L << 30;

  @TempDir private Path directory;

  private void ends(int exit, String... words) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Cosigner.class.getName()));
    line.addAll(Arrays.asList(words));
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(line)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue())
        .as("%s%n%s", String.join(" ", words), Files.readString(err))
        .isEqualTo(exit);
  }

  private String image(String name, SparseImage image) throws Exception {
    Path file = directory.resolve(name);
    image.write(file);
    return file.toString();
  }

  private void readByAll(int exit, String image, String other) throws Exception {
    ends(exit, "describe-eif", image, "--files");
    ends(exit, "describe-eif", image, "--files", "--json");
    ends(exit == 0 ? 1 : exit, "diff-eif", image, other);
  }

  @Test
  void imagesOfFourGibibytes() throws Exception {
    byte[] small = SparseImage.archive(1, 0);
    String first = image("first.eif", new SparseImage().ramdisk(small, LARGE).ramdisk(small));
    String second = image("second.eif", new SparseImage().ramdisk(small).ramdisk(small, LARGE));
    readByAll(0, first, second);
    String certificate = SIGNATURES.resolve("p384.pem").toString();
    for (String image : new String[] {first, second}) {
      ends(0, "pcr", "--eif", image);
      ends(0, "pcr", "--file", image);
      ends(0, "verify-eif", image);
    }
    String toBeSigned = directory.resolve("to-be-signed").toString();
    ends(0, "sign-eif", first, "--certificate", certificate, "--to-be-signed", toBeSigned);
    String key = SIGNATURES.resolve("p384.key").toString();
    String signed = directory.resolve("signed.eif").toString();
    ends(
        0,
        "sign-eif",
        second,
        "--certificate",
        certificate,
        "--private-key",
        key,
        "--output",
        signed);
    ends(0, "verify-eif", signed);
  }

  @Test
  void hostileImagesOfFourGibibytes() throws Exception {
    byte[] small = SparseImage.archive(1, 0);
    String good = image("good.eif", new SparseImage().ramdisk(small));
    byte[] endless = SparseImage.entry("a", 0100644, 0, 0xfffff000L, "");
    String file = image("endless.eif", new SparseImage().ramdisk(endless, endless.length + LARGE));
    ends(3, "describe-eif", file, "--files");
    ends(3, "describe-eif", file, "--files", "--json");
    // What the kernel would make of it cannot be told; that it measures otherwise can.
    ends(1, "diff-eif", file, good);
    Path damaged = Path.of(image("damaged.eif", new SparseImage().ramdisk(small, LARGE)));
    try (var channel = Files.newByteChannel(damaged, java.nio.file.StandardOpenOption.WRITE)) {
      channel.position(LARGE).write(java.nio.ByteBuffer.wrap(new byte[] {1}));
    }
    ends(3, "describe-eif", damaged.toString(), "--files");
    ends(1, "describe-eif", damaged.toString());
    ends(1, "verify-eif", damaged.toString());
    ends(1, "pcr", "--eif", damaged.toString());
    ends(
        3,
        "sign-eif",
        damaged.toString(),
        "--certificate",
        SIGNATURES.resolve("p384.pem").toString(),
        "--to-be-signed",
        directory.resolve("to-be-signed").toString());
  }

  @Test
  void imagesOfManyEntries() throws Exception {
    String one = image("one.eif", new SparseImage().ramdisk(SparseImage.archive(16_000, 1)));
    String other = image("other.eif", new SparseImage().ramdisk(SparseImage.archive(16_000, 2)));
    readByAll(0, one, other);
    ends(1, "diff-eif", one, other, "--json");
    SparseImage ramdisks = new SparseImage();
    for (int i = 0; i < 28; i++) {
      ramdisks.ramdisk(SparseImage.archive(16_000, 1));
    }
    String many = image("many.eif", ramdisks);
    ends(3, "describe-eif", many, "--files");
    ends(1, "diff-eif", many, one);
  }

  @Test
  void aMillionEntriesAndAMillionArchives() throws Exception {
    String small = image("small.eif", new SparseImage().ramdisk(SparseImage.archive(1, 0)));
    byte[] archives = new byte[1_000_000 * 124];
    byte[] trailer = SparseImage.archive(0, 0);
    for (int i = 0; i < 1_000_000; i++) {
      System.arraycopy(trailer, 0, archives, i * trailer.length, trailer.length);
    }
    for (byte[] ramdisk : new byte[][] {archives, SparseImage.archive(1_000_000, 1)}) {
      String image = image("image" + ramdisk.length + ".eif", new SparseImage().ramdisk(ramdisk));
      ends(3, "describe-eif", image, "--files");
      ends(1, "diff-eif", image, small);
      ends(0, "pcr", "--eif", image);
    }
  }
}
