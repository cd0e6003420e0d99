package dev.cosigner.eif.bench;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.EifMetadata;
import dev.cosigner.eif.EifWriter;
import dev.cosigner.eif.FileHashing;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Builds and measures images of one large ramdisk, the first or the second, and compares that with
 * hashing the ramdisk's file once.
 */
public final class ImageBenchmark {
  private static final int BLOCK = 1 << 20;

  private final long size;
  private final int rounds;

  /**
   * @param size of the large ramdisk in bytes
   * @param rounds how often each thing is done; the fastest counts
   */
  public ImageBenchmark(long size, int rounds) {
    this.size = size;
    this.rounds = rounds;
  }

  /**
   * How fast something was done.
   *
   * @param what was done
   * @param mebibytesPerSecond of the ramdisk
   */
  public record Speed(String what, double mebibytesPerSecond) {}

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  /** Does everything; the first is hashing once by the JDK, to which the others compare. */
  public List<Speed> run() throws IOException {
    Path folder = Files.createTempDirectory("cosigner-bench");
    Path large = folder.resolve("large");
    Path small = folder.resolve("small");
    Path image = folder.resolve("image.eif");
    try {
      write(large, size);
      write(small, 4096);
      List<Speed> speeds = new ArrayList<>();
      speeds.add(speed("SHA-384 once, JDK", () -> FileHashing.byJdk(large)));
      if (FileHashing.hasLibcrypto()) {
        speeds.add(speed("SHA-384 once, libcrypto", () -> FileHashing.byLibcrypto(large)));
      }
      measure(speeds, "first", image, small, large, small);
      measure(speeds, "second", image, small, small, large);
      return speeds;
    } finally {
      for (Path file : List.of(large, small, image, folder)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void measure(
      List<Speed> speeds, String place, Path image, Path kernel, Path first, Path second)
      throws IOException {
    speeds.add(
        speed(
            "build, %s ramdisk large".formatted(place), () -> build(image, kernel, first, second)));
    speeds.add(speed("measure, %s ramdisk large".formatted(place), () -> EifImage.read(image)));
  }

  private Speed speed(String what, Work work) throws IOException {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return new Speed(what, (double) size / (1 << 20) / (best / 1e9));
  }

  private static void build(Path image, Path kernel, Path first, Path second) throws IOException {
    EifMetadata metadata = new EifMetadata("bench", "1", "", "cosigner", "", "Linux", "");
    List<SectionSource> sections =
        List.of(
            SectionSource.of(SectionType.KERNEL, kernel),
            SectionSource.of(SectionType.COMMAND_LINE, "quiet".getBytes(StandardCharsets.US_ASCII)),
            SectionSource.of(SectionType.METADATA, metadata.toJson()),
            SectionSource.of(SectionType.RAMDISK, first),
            SectionSource.of(SectionType.RAMDISK, second));
    try (SeekableByteChannel out =
        Files.newByteChannel(
            image,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      new EifWriter(Architecture.X86_64, 1L << 30, 2).write(sections, out);
    }
  }

  private static void write(Path file, long size) throws IOException {
    byte[] block = new byte[(int) Math.min(BLOCK, size)];
    new Random(1).nextBytes(block);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long written = 0; written < size; written += block.length) {
        out.write(block, 0, (int) Math.min(block.length, size - written));
      }
    }
  }

  /** The most memory that this process has held so far, as Linux counts it. */
  public static OptionalLong peakResidentMebibytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException e) {
      // Another system than Linux.
      return OptionalLong.empty();
    }
  }
}
