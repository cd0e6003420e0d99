package dev.cosigner.eif.difference;

import java.util.List;

/**
 * One way in which two images differ.
 *
 * @param kind of the difference
 * @param section where it lies, such as {@code ramdisk 2}
 * @param path of the file, option, word or key that differs; empty where it is the section itself
 * @param attribute that differs, such as {@code owner}; empty where the kind says it
 * @param first what the first image has; empty where it has none
 * @param second what the second image has; empty where it has none
 * @param inside the same of what the file itself holds, one line each
 */
public record Difference(
    Kind kind,
    String section,
    String path,
    String attribute,
    String first,
    String second,
    List<String> inside) {

  public Difference {
    inside = List.copyOf(inside);
  }

  static Difference of(Kind kind, String section, String path, String first, String second) {
    return new Difference(kind, section, path, "", first, second, List.of());
  }

  static Difference of(Kind kind, String section, String first, String second) {
    return of(kind, section, "", first, second);
  }

  static Difference attribute(
      String section, String path, String attribute, String first, String second) {
    return new Difference(Kind.FILE_ATTRIBUTE, section, path, attribute, first, second, List.of());
  }

  /** The registers that show it; none where nothing measures it. */
  public List<String> registers() {
    return switch (kind) {
      case CRC, HEADER, METADATA, SECTION_ORDER -> List.of();
      // It is PCR8 that tells the certificate; a signature by the same one changes nothing.
      case SIGNATURE -> List.of("PCR8");
      case SIGNED_ANEW -> List.of();
      case BOUNDARY -> boundaryRegisters();
      default ->
          section.startsWith("ramdisk") && !section.equals("ramdisk 1")
              ? List.of("PCR0", "PCR2")
              : List.of("PCR0", "PCR1");
    };
  }

  private List<String> boundaryRegisters() {
    if (section.equals("kernel and command line") || section.equals("command line and ramdisk 1")) {
      return List.of();
    }
    return section.startsWith("ramdisk 1 ") ? List.of("PCR1", "PCR2") : List.of();
  }
}
