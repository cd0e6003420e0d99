package dev.cosigner.eif.ramdisk;

import dev.cosigner.eif.EifException;
import dev.cosigner.eif.EifReader;
import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.RegisterDifference;
import dev.cosigner.eif.SectionType;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Unpacks the ramdisks of an image into a directory, a later one over an earlier one as the kernel
 * does, for an enclave that runs as a process.
 *
 * <p>The directory is there only when all of the image has been read and found well-formed, with
 * the registers that were asked for: before that, everything lies in a temporary neighbour of it.
 */
public final class ImageUnpacker {
  private final RamdiskLimits limits;

  public ImageUnpacker() {
    this(RamdiskLimits.UNPACKING);
  }

  ImageUnpacker(RamdiskLimits limits) {
    this.limits = limits;
  }

  /**
   * Unpacks an image whatever its registers are.
   *
   * @param directory to be made; its parent exists
   * @return the registers of what was unpacked
   * @throws EifException if the image breaks a rule of the format
   * @throws RamdiskException if a ramdisk is damaged or holds what is refused
   * @throws java.nio.file.FileSystemException if the directory exists with something in it
   */
  public Measurements unpack(Path image, Path directory) throws IOException {
    return unpack(image, directory, Optional.empty());
  }

  /**
   * Unpacks an image that has the given registers.
   *
   * @throws EifException with {@link EifException.Reason#MEASUREMENTS} if it has others
   */
  public void unpack(Path image, Path directory, Measurements expected) throws IOException {
    unpack(image, directory, Optional.of(expected));
  }

  /**
   * Unpacks one ramdisk, of an image or not.
   *
   * @param directory to be made; its parent exists
   * @throws RamdiskException if it is damaged or holds what is refused
   * @throws java.nio.file.FileSystemException if the directory exists with something in it
   */
  public void unpackRamdisk(byte[] ramdisk, Path directory) throws IOException {
    make(
        directory,
        temporary -> {
          add(new UnpackedTree(temporary, limits), new ByteArrayInputStream(ramdisk));
          return null;
        });
  }

  private Measurements unpack(Path image, Path directory, Optional<Measurements> expected)
      throws IOException {
    return make(
        directory,
        temporary -> {
          Measurements found = read(image, temporary);
          if (expected.isPresent()) {
            require(expected.get(), found);
          }
          return found;
        });
  }

  /** Fills a directory. */
  private interface Filling<T> {
    T fill(Path directory) throws IOException;
  }

  private static <T> T make(Path directory, Filling<T> filling) throws IOException {
    Path target = directory.toAbsolutePath();
    // Read and written by its owner alone, as createTempDirectory makes it.
    Path temporary = Files.createTempDirectory(target.getParent(), ".unpacking-");
    try {
      T result = filling.fill(temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return result;
    } finally {
      delete(temporary);
    }
  }

  private void add(UnpackedTree tree, InputStream ramdisk) throws IOException {
    try (InputStream archive = Ramdisk.open(ramdisk, limits.maxBytes())) {
      tree.unpack(new CpioReader(archive, limits.maxEntries()));
    }
  }

  private Measurements read(Path image, Path directory) throws IOException {
    UnpackedTree tree = new UnpackedTree(directory, limits);
    try (EifReader reader = EifReader.open(image)) {
      for (Optional<EifSection> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().type() == SectionType.RAMDISK) {
          add(tree, reader.data());
        }
      }
      return reader.measurements();
    }
  }

  private static void require(Measurements expected, Measurements found) throws EifException {
    List<RegisterDifference> differences = RegisterDifference.between(expected, found);
    if (!differences.isEmpty()) {
      RegisterDifference first = differences.getFirst();
      throw new EifException(
          EifException.Reason.MEASUREMENTS,
          "the image is not the expected one: expected %s %s, found %s"
              .formatted(first.register(), first.expected(), first.found()));
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
