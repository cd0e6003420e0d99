package dev.cosigner.eif.assembly;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.eif.inspection.KernelFacts;
import dev.cosigner.eif.ramdisk.EntryName;
import dev.cosigner.eif.source.ForeignSourceException;
import dev.cosigner.eif.source.ForeignSourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds an image from a kernel, a command line and ramdisks, each taken as it is. */
public final class RawImageBuild {
  private static final String UNVERSIONED = "unversioned";

  private final Architecture architecture;
  private final ImageLabels labels;

  /**
   * @param architecture what the kernel is made for; the image says so, and nothing checks it
   * @param labels what the metadata says
   */
  public RawImageBuild(Architecture architecture, ImageLabels labels) {
    this.architecture = architecture;
    this.labels = labels;
  }

  /**
   * Builds an image and writes it and its provenance.
   *
   * @param ramdisks the first is what PCR1 covers with the kernel, the others are PCR2
   * @throws dev.cosigner.eif.EifException if an image cannot hold a part
   * @throws ForeignSourceException if the command line is not plain ASCII
   * @throws java.nio.file.FileSystemException if a file cannot be read or written
   */
  public BuiltImage build(Path kernel, String commandLine, List<Path> ramdisks, Path image)
      throws IOException {
    SectionSource.Digested kernelSection = SectionSource.digested(SectionType.KERNEL, kernel);
    List<SectionSource.Digested> sections = new ArrayList<>();
    for (Path ramdisk : ramdisks) {
      sections.add(SectionSource.digested(SectionType.RAMDISK, ramdisk));
    }
    String version = kernelVersion(kernel);
    return new ImageAssembly(
            architecture,
            labels,
            version,
            kernelSection,
            requirePlain(commandLine),
            List.copyOf(sections),
            null,
            "raw")
        .write(
            image,
            () -> {
              List<Input> inputs = new ArrayList<>();
              inputs.add(file("kernel", version, kernel, kernelSection));
              for (int i = 0; i < sections.size(); i++) {
                inputs.add(
                    file("ramdisk " + (i + 1), UNVERSIONED, ramdisks.get(i), sections.get(i)));
              }
              return inputs;
            });
  }

  static Input file(String name, String version, Path file, SectionSource.Digested section) {
    return new Input(name, version, source(file), section.sha256(), List.of());
  }

  /** The name without the folder, which is another on another machine. */
  static String source(Path file) {
    return "the file " + EntryName.printable(file.getFileName().toString());
  }

  static String kernelVersion(Path kernel) throws IOException {
    try (InputStream in = Files.newInputStream(kernel)) {
      String version = KernelFacts.version(in);
      return version.isEmpty() ? UNVERSIONED : version;
    }
  }

  static String requirePlain(String commandLine) throws ForeignSourceException {
    if (commandLine.isEmpty() || !commandLine.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new ForeignSourceException(
          Reason.COMMAND_LINE,
          "a kernel's command line of plain ASCII on one line",
          commandLine.isEmpty() ? "an empty one" : "other characters");
    }
    return commandLine;
  }
}
