package dev.cosigner.eif.assembly;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.assembly.InputsLock.LockedInput;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.eif.source.TreeArchive;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the enclave image of a cosigner from a distribution: the locked kernel, the locked
 * platform as the first ramdisk, and the application as the second. The same distribution and
 * options give the same file, wherever and whenever.
 */
public final class ImageBuild {
  /**
   * Repeats a word that is built into the kernel, since a section must not be empty and its borders
   * are not measured: {@code eif-build/kernel/README.md}. The enclave refuses to start with any
   * other.
   */
  private static final String COMMAND_LINE = "console=ttyS0";

  /** Where the enclave mounts file systems before it starts a program of others. */
  private static final List<String> MOUNT_POINTS = List.of("dev", "proc", "sys", "tmp");

  private final Path distribution;

  /**
   * @param distribution the folder that holds {@code kernel}, {@code platform}, {@code runtime},
   *     {@code runtime-development} and {@code inputs.lock.json}
   */
  public ImageBuild(Path distribution) {
    this.distribution = distribution;
  }

  /**
   * What was built.
   *
   * @param image the image file
   * @param provenance from what it was made
   * @param measurements its registers
   * @param size of the image in bytes
   */
  public record BuiltImage(Path image, Path provenance, Measurements measurements, long size) {}

  /** Where the provenance of an image lies: {@code F.provenance.json} beside {@code F}. */
  public static Path provenanceOf(Path image) {
    return image.resolveSibling(image.getFileName() + ".provenance.json");
  }

  /**
   * Builds an image and writes it and its provenance, each whole or not at all.
   *
   * @throws InputsLockException if an input is not the locked one
   * @throws java.util.zip.ZipException if a jar of the distribution is damaged
   * @throws java.nio.file.FileSystemException if a file cannot be read or written
   */
  public BuiltImage build(ImageOptions options, Path image)
      throws IOException, InputsLockException {
    InputsLock lock = InputsLock.read(distribution);
    LockedInput kernel = lock.open("kernel");
    LockedInput platform = lock.open("platform");
    ApplicationRamdisk application = ApplicationRamdisk.of(options.anchor(), distribution);
    List<Input> inputs = new ArrayList<>(List.of(kernel.input(), platform.input()));
    inputs.addAll(application.inputs());
    return new ImageAssembly(
            Architecture.X86_64,
            options.labels(),
            kernel.input().version(),
            SectionSource.of(SectionType.KERNEL, kernel.content()),
            COMMAND_LINE,
            List.of(
                SectionSource.of(SectionType.RAMDISK, platform.content()),
                SectionSource.of(SectionType.RAMDISK, application.compress())),
            ApplicationRamdisk.name(options.anchor()),
            null)
        .write(image, () -> inputs);
  }

  /**
   * Builds an image around a program of others: the same kernel and platform, the runtime that
   * starts the program, and its files under {@code rootfs/}.
   *
   * @throws InputsLockException if an input is not the locked one
   * @throws dev.cosigner.eif.ramdisk.RamdiskException if the tree cannot be held, or changes while
   *     it is read
   * @throws java.util.zip.ZipException if a jar of the distribution is damaged
   * @throws java.nio.file.FileSystemException if a file cannot be read or written
   */
  public BuiltImage build(ForeignSource source, ImageLabels labels, Path image)
      throws IOException, InputsLockException {
    InputsLock lock = InputsLock.read(distribution);
    LockedInput kernel = lock.open("kernel");
    LockedInput platform = lock.open("platform");
    ApplicationRamdisk application = ApplicationRamdisk.of(source.process(), distribution);
    List<Input> inputs = new ArrayList<>(List.of(kernel.input(), platform.input()));
    inputs.addAll(application.inputs());
    FileTree tree = source.tree().withDirectories(MOUNT_POINTS);
    try (ScratchFile ramdisk = ScratchFile.beside(image)) {
      inputs.add(TreeInputs.tree(new TreeArchive(application.tree(), tree), ramdisk, true));
      inputs.addAll(TreeInputs.of(source));
      return new ImageAssembly(
              Architecture.X86_64,
              labels,
              kernel.input().version(),
              SectionSource.of(SectionType.KERNEL, kernel.content()),
              COMMAND_LINE,
              List.of(
                  SectionSource.of(SectionType.RAMDISK, platform.content()),
                  SectionSource.of(SectionType.RAMDISK, ramdisk.path())),
              null,
              "foreign")
          .write(image, () -> inputs);
    }
  }
}
