package dev.cosigner.eif.assembly;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifMetadata;
import dev.cosigner.eif.EifWriter;
import dev.cosigner.eif.OutputFile;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.assembly.InputsLock.LockedInput;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /** What the enclave needs, for a launcher that is told nothing else: 1 GiB and 2 CPUs. */
  private static final long DEFAULT_MEMORY = 1L << 30;

  private static final int DEFAULT_CPUS = 2;

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
    List<SectionSource> sections =
        List.of(
            SectionSource.of(SectionType.KERNEL, kernel.content()),
            SectionSource.of(
                SectionType.COMMAND_LINE, COMMAND_LINE.getBytes(StandardCharsets.US_ASCII)),
            SectionSource.of(SectionType.METADATA, metadata(options, kernel.input()).toJson()),
            SectionSource.of(SectionType.RAMDISK, platform.content()),
            SectionSource.of(SectionType.RAMDISK, application.compress()));
    Path provenance = provenanceOf(image);
    try (OutputFile imageFile = new OutputFile(image);
        OutputFile provenanceFile = new OutputFile(provenance)) {
      Measurements measurements =
          new EifWriter(Architecture.X86_64, DEFAULT_MEMORY, DEFAULT_CPUS)
              .write(sections, imageFile.channel());
      long size = imageFile.channel().size();
      List<Input> inputs = new ArrayList<>(List.of(kernel.input(), platform.input()));
      inputs.addAll(application.inputs());
      provenanceFile.write(provenance(options, measurements, inputs).toJson());
      provenanceFile.commit();
      imageFile.commit();
      return new BuiltImage(image, provenance, measurements, size);
    }
  }

  private static EifMetadata metadata(ImageOptions options, Input kernel) {
    return new EifMetadata(
        options.name(),
        options.version(),
        BuildProperties.TIMESTAMP,
        "cosigner",
        BuildProperties.VERSION,
        "Linux",
        kernel.version());
  }

  private static Provenance provenance(
      ImageOptions options, Measurements measurements, List<Input> inputs) {
    Provenance.Image image =
        new Provenance.Image(
            options.name(),
            options.version(),
            ApplicationRamdisk.name(options.anchor()),
            COMMAND_LINE);
    return Provenance.of(image, measurements, inputs);
  }
}
