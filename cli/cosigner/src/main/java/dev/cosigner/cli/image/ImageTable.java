package dev.cosigner.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.eif.initramfs.ArchiveMember;
import dev.cosigner.eif.initramfs.InitramfsEntry;
import dev.cosigner.eif.inspection.InspectedFile;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedRamdisk;
import dev.cosigner.eif.inspection.InspectedSection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/** An image described for people. */
public final class ImageTable {
  private ImageTable() {}

  /** The lines, without a newline after the last. */
  public static String of(Path file, InspectedImage image, ImageDescription description) {
    StringBuilder text = new StringBuilder(summary(file, image, description).toString());
    text.append("\n\n").append(sections(image));
    for (int i = 0; i < image.ramdisks().size(); i++) {
      text.append("\n\n").append(ramdisk(i + 1, image.ramdisks().get(i)));
    }
    return text.toString();
  }

  private static Table summary(Path file, InspectedImage image, ImageDescription description) {
    Table table = Table.ofFields();
    table.row("Image", file.toString());
    table.row("Name", text(image, "ImageName") + " " + text(image, "ImageVersion"));
    JsonNode build = image.metadata().path("BuildMetadata");
    table.row(
        "Built",
        "%s by %s %s on %s, kernel %s: nothing measures this"
            .formatted(
                build.path("BuildTime").asText("?"),
                build.path("BuildTool").asText("?"),
                build.path("BuildToolVersion").asText("?"),
                build.path("OperatingSystem").asText("?"),
                build.path("KernelVersion").asText("?")));
    table.row("Made for", image.architecture().name().toLowerCase(Locale.ROOT));
    table.row(
        "By default",
        "%d MiB of memory, %d CPUs".formatted(image.defaultMemory() >> 20, image.defaultCpus()));
    image
        .kernel()
        .filter(kernel -> !kernel.version().isEmpty())
        .ifPresent(kernel -> table.row("Kernel", kernel.version()));
    table.row("Command line", image.commandLine());
    table.row("CRC", image.crc() ? "right" : "WRONG: the file was damaged or changed");
    table.row("Signature", description.signature().map(SignatureReport::line).orElse("none"));
    table.row("PCR0", image.measurements().pcr0().hex());
    table.row("PCR1", image.measurements().pcr1().hex());
    table.row("PCR2", image.measurements().pcr2().hex());
    description.pcr8().ifPresent(value -> table.row("PCR8", value.hex()));
    return table;
  }

  private static String text(InspectedImage image, String field) {
    return image.metadata().path(field).asText("?");
  }

  private static Table sections(InspectedImage image) {
    Table table = Table.withHeadings("section", "offset", "size", "sha-384");
    for (InspectedSection section : image.sections()) {
      table.row(
          section.section().type().toString(),
          Long.toString(section.section().offset()),
          Long.toString(section.section().size()),
          section.digest());
    }
    return table;
  }

  private static String ramdisk(int number, InspectedRamdisk ramdisk) {
    Table table = Table.withHeadings("mode", "owner", "size", "modified", "path");
    for (InspectedFile file : ramdisk.files()) {
      InitramfsEntry entry = file.entry();
      table.row(
          entry.permissions(),
          entry.owner() + ":" + entry.group(),
          switch (entry.type()) {
            case CHARACTER_DEVICE, BLOCK_DEVICE -> entry.deviceNumbers();
            default -> Long.toString(entry.size());
          },
          Instant.ofEpochSecond(entry.modified()).toString(),
          "/" + entry.name() + (entry.target().isEmpty() ? "" : " -> " + entry.target()));
    }
    String archives =
        ramdisk.members().stream().map(ImageTable::archive).collect(Collectors.joining("; "));
    return "Ramdisk %d: %s%n".formatted(number, archives).replace(System.lineSeparator(), "\n")
        + table;
  }

  private static String archive(ArchiveMember member) {
    return "%s, %d bytes, unpacked %d"
        .formatted(member.compression(), member.size(), member.unpackedSize());
  }
}
