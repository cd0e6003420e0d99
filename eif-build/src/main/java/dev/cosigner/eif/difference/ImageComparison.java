package dev.cosigner.eif.difference;

import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedSection;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Compares two images: whether they measure the same, and all in which they differ. */
public final class ImageComparison {
  private final InspectedImage first;
  private final InspectedImage second;
  private final ImageBytes firstBytes;
  private final ImageBytes secondBytes;
  private final BoundedDifferences differences = new BoundedDifferences();

  private ImageComparison(
      InspectedImage first, Path firstFile, InspectedImage second, Path secondFile) {
    this.first = first;
    this.second = second;
    this.firstBytes = new ImageBytes(firstFile);
    this.secondBytes = new ImageBytes(secondFile);
  }

  /**
   * Compares two image files.
   *
   * @param first as {@link InspectedImage#read} read it, files and all
   * @param second likewise
   * @throws dev.cosigner.eif.ramdisk.RamdiskException if a file is changed while it is read
   */
  public static ImageComparison of(
      InspectedImage first, Path firstFile, InspectedImage second, Path secondFile)
      throws IOException {
    ImageComparison comparison = new ImageComparison(first, firstFile, second, secondFile);
    comparison.compare();
    return comparison;
  }

  /** The differences, the most telling kinds first; none where the images are the same. */
  public List<Difference> differences() {
    return differences.kept();
  }

  /** Whether the images are the same, in what is measured and what is not. */
  public boolean isSame() {
    return differences.isEmpty() && measuresTheSame();
  }

  /** How many more there are than the heap has room for. */
  public long omitted() {
    return differences.omitted();
  }

  /** Whether PCR0, PCR1 and PCR2 are the same. */
  public boolean measuresTheSame() {
    return first.measurements().equals(second.measurements());
  }

  private void compare() throws IOException {
    List<InspectedSection> a = measured(first);
    List<InspectedSection> b = measured(second);
    SectionBoundaries boundaries = new SectionBoundaries(firstBytes, a, secondBytes, b);
    boolean[] explained = boundaries.find();
    differences.addAll(boundaries.differences());
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!explained[i] && !a.get(i).digest().equals(b.get(i).digest())) {
        compareMeasured(i, a.get(i).section(), b.get(i).section());
      }
    }
    if (a.size() != b.size()) {
      differences.add(
          Difference.of(
              Kind.SECTIONS,
              SectionBoundaries.name(Math.min(a.size(), b.size())),
              ramdisks(a),
              ramdisks(b)));
    }
    compareUnmeasured();
  }

  private static String ramdisks(List<InspectedSection> measured) {
    return "%d ramdisks of %s bytes"
        .formatted(
            measured.size() - 2,
            measured.subList(2, measured.size()).stream()
                .map(section -> section.section().size())
                .toList());
  }

  private static List<InspectedSection> measured(InspectedImage image) {
    return image.sections().stream()
        .filter(section ->
            switch (section.section().type()) {
              case KERNEL, COMMAND_LINE, RAMDISK -> true;
              case METADATA, SIGNATURE -> false;
            })
        .toList();
  }

  private void compareMeasured(int index, EifSection a, EifSection b) throws IOException {
    switch (index) {
      case 0 ->
          differences.addAll(
              KernelComparison.compare(
                  first.kernel().orElseThrow(),
                  firstBytes.open(a),
                  second.kernel().orElseThrow(),
                  secondBytes.open(b)));
      case 1 ->
          differences.addAll(CommandLineWords.compare(first.commandLine(), second.commandLine()));
      default -> compareRamdisks(index, a, b);
    }
  }

  private void compareRamdisks(int index, EifSection a, EifSection b) throws IOException {
    String name = SectionBoundaries.name(index);
    RamdiskComparison ramdisks =
        new RamdiskComparison(
            name, first.ramdisks().get(index - 2), second.ramdisks().get(index - 2));
    differences.addAll(ramdisks.compare());
    if (!ramdisks.otherContent().isEmpty()) {
      try (FileContents contents = new FileContents(name)) {
        differences.addAll(
            contents.compare(firstBytes, a, secondBytes, b, ramdisks.otherContent()));
      }
    }
  }

  private void compareUnmeasured() {
    if (first.crc() != second.crc()) {
      differences.add(Difference.of(Kind.CRC, "header", "CRC", crc(first), crc(second)));
    }
    header("architecture", name(first), name(second));
    header("default memory", first.defaultMemory() + " bytes", second.defaultMemory() + " bytes");
    header("default CPUs", "" + first.defaultCpus(), "" + second.defaultCpus());
    if (!digest(first, SectionType.METADATA).equals(digest(second, SectionType.METADATA))) {
      differences.addAll(MetadataComparison.compare(first.metadata(), second.metadata()));
    }
    compareSignatures();
    String a = order(first);
    String b = order(second);
    if (!a.equals(b) && measured(first).size() == measured(second).size()) {
      differences.add(Difference.of(Kind.SECTION_ORDER, "header", a, b));
    }
  }

  private static String crc(InspectedImage image) {
    return image.crc() ? "right" : "wrong";
  }

  private static String name(InspectedImage image) {
    return image.architecture().name().toLowerCase(Locale.ROOT);
  }

  private void header(String field, String a, String b) {
    if (!a.equals(b)) {
      differences.add(Difference.of(Kind.HEADER, "header", field, a, b));
    }
  }

  private static String digest(InspectedImage image, SectionType type) {
    return image.sections(type).getFirst().digest();
  }

  /** The order of the sections but the signature, which is last or not there. */
  private static String order(InspectedImage image) {
    return String.join(
        ", ",
        image.sections().stream()
            .map(section -> section.section().type())
            .filter(type -> type != SectionType.SIGNATURE)
            .map(SectionType::toString)
            .toList());
  }

  private void compareSignatures() {
    byte[] a = first.signature().orElse(new byte[0]);
    byte[] b = second.signature().orElse(new byte[0]);
    if (Arrays.equals(a, b)) {
      return;
    }
    String one = signer(a);
    String other = signer(b);
    differences.add(
        Difference.of(
            one.equals(other) ? Kind.SIGNED_ANEW : Kind.SIGNATURE, "signature", one, other));
  }

  private static String signer(byte[] section) {
    if (section.length == 0) {
      return "not signed";
    }
    try {
      ImageSignature signature = ImageSignature.parse(section);
      return "by %s, PCR8 %s"
          .formatted(
              signature.certificate().leaf().getSubjectX500Principal().getName(),
              signature.certificate().pcr8());
    } catch (ImageSignatureException e) {
      return "not readable: " + e.getMessage();
    }
  }
}
