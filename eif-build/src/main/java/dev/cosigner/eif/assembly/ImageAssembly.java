package dev.cosigner.eif.assembly;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifMetadata;
import dev.cosigner.eif.EifWriter;
import dev.cosigner.eif.OutputFile;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of an image, whatever it is built from.
 *
 * @param kernelVersion for the metadata
 * @param commandLine the kernel's, plain ASCII
 * @param anchor of a cosigner's image; null for another
 * @param kind of an image that is no cosigner's; null for a cosigner's
 */
record ImageAssembly(
    Architecture architecture,
    ImageLabels labels,
    String kernelVersion,
    SectionSource kernel,
    String commandLine,
    List<SectionSource> ramdisks,
    String anchor,
    String kind) {

  /** What an enclave gets from a launcher that is told nothing else: 1 GiB and 2 CPUs. */
  private static final long DEFAULT_MEMORY = 1L << 30;

  private static final int DEFAULT_CPUS = 2;

  /**
   * Writes the image and its provenance, each whole or not at all.
   *
   * @param inputs asked for once the image is written
   */
  BuiltImage write(Path image, Supplier<List<Input>> inputs) throws IOException {
    Path provenance = ImageBuild.provenanceOf(image);
    try (OutputFile imageFile = new OutputFile(image);
        OutputFile provenanceFile = new OutputFile(provenance)) {
      Measurements measurements =
          new EifWriter(architecture, DEFAULT_MEMORY, DEFAULT_CPUS)
              .write(sections(), imageFile.channel());
      long size = imageFile.channel().size();
      Provenance.Image said =
          new Provenance.Image(labels.name(), labels.version(), anchor, kind, commandLine);
      provenanceFile.write(Provenance.of(said, measurements, inputs.get()).toJson());
      provenanceFile.commit();
      imageFile.commit();
      return new BuiltImage(image, provenance, measurements, size);
    }
  }

  private List<SectionSource> sections() {
    List<SectionSource> sections = new ArrayList<>();
    sections.add(kernel);
    sections.add(
        SectionSource.of(
            SectionType.COMMAND_LINE, commandLine.getBytes(StandardCharsets.US_ASCII)));
    EifMetadata metadata =
        new EifMetadata(
            labels.name(),
            labels.version(),
            BuildProperties.TIMESTAMP,
            "cosigner",
            BuildProperties.VERSION,
            "Linux",
            kernelVersion);
    sections.add(SectionSource.of(SectionType.METADATA, metadata.toJson(labels.customMetadata())));
    sections.addAll(ramdisks);
    return sections;
  }
}
