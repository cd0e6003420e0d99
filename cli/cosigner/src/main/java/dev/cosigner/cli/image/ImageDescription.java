package dev.cosigner.cli.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.initramfs.ArchiveMember;
import dev.cosigner.eif.initramfs.InitramfsEntry;
import dev.cosigner.eif.inspection.InspectedFile;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedRamdisk;
import dev.cosigner.eif.inspection.InspectedSection;
import dev.cosigner.protocol.attestation.PcrValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An image described: nitro-cli's fields, under nitro-cli's names, and more beside them. */
public final class ImageDescription {
  private final InspectedImage image;
  private final Optional<SignatureReport> signature;

  /**
   * @param time at which a signing certificate should be valid
   */
  public ImageDescription(InspectedImage image, Instant time) {
    this.image = image;
    this.signature =
        image
            .signature()
            .map(section -> SignatureReport.of(section, image.measurements().pcr0(), time));
  }

  /** The signature; empty where the image is not signed. */
  Optional<SignatureReport> signature() {
    return signature;
  }

  /** What is wrong with an image that can be read all the same; none where nothing is. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!image.crc()) {
      faults.add("the CRC is not that of the file: it was damaged or changed after it was built");
    }
    signature
        .flatMap(SignatureReport::failure)
        .ifPresent(e -> faults.add("the signature is not valid: " + e.getMessage()));
    return faults;
  }

  /** The certificate's register; empty where there is none to measure. */
  Optional<PcrValue> pcr8() {
    return signature.flatMap(SignatureReport::signature).map(made -> made.certificate().pcr8());
  }

  /** {@code nitro-cli describe-eif}'s document, and beside it sections, ramdisks and signature. */
  public Map<String, Object> document() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("EifVersion", 4);
    Map<String, String> measurements =
        new LinkedHashMap<>(MeasurementsFile.document(image.measurements()).get("Measurements"));
    pcr8().ifPresent(value -> measurements.put("PCR8", value.hex()));
    tree.put("Measurements", measurements);
    tree.put("IsSigned", signature.isPresent());
    signature.ifPresent(report -> tree.put("SigningCertificate", report.certificate()));
    tree.put("CheckCRC", image.crc());
    signature.ifPresent(report -> tree.put("SignatureCheck", report.failure().isEmpty()));
    tree.put("ImageName", text("ImageName"));
    tree.put("ImageVersion", text("ImageVersion"));
    tree.put("Metadata", image.metadata());
    tree.put("Architecture", image.architecture().name().toLowerCase(Locale.ROOT));
    tree.put("DefaultMemoryBytes", image.defaultMemory());
    tree.put("DefaultCPUs", image.defaultCpus());
    tree.put("CommandLine", image.commandLine());
    image.kernel().ifPresent(kernel -> tree.put("KernelVersion", kernel.version()));
    tree.put("Sections", image.sections().stream().map(ImageDescription::section).toList());
    signature.ifPresent(
        report -> tree.put("Signature", report.details(image.measurements().pcr0())));
    if (!image.ramdisks().isEmpty()) {
      tree.put("Ramdisks", image.ramdisks().stream().map(ImageDescription::ramdisk).toList());
    }
    return tree;
  }

  private String text(String field) {
    JsonNode value = image.metadata().path(field);
    return value.isTextual() ? value.textValue() : null;
  }

  private static Map<String, Object> section(InspectedSection inspected) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("Type", inspected.section().type().toString());
    tree.put("Offset", inspected.section().offset());
    tree.put("Size", inspected.section().size());
    tree.put("Sha384", inspected.digest());
    return tree;
  }

  private static Map<String, Object> ramdisk(InspectedRamdisk ramdisk) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("Archives", ramdisk.members().stream().map(ImageDescription::archive).toList());
    tree.put("Files", ramdisk.files().stream().map(ImageDescription::file).toList());
    return tree;
  }

  private static Map<String, Object> archive(ArchiveMember member) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("Compression", member.compression().toString());
    tree.put("Offset", member.offset());
    tree.put("Size", member.size());
    tree.put("UnpackedSize", member.unpackedSize());
    tree.put("UnpackedSha256", member.unpackedDigest());
    return tree;
  }

  private static Map<String, Object> file(InspectedFile file) {
    InitramfsEntry entry = file.entry();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("Path", "/" + entry.name());
    tree.put("Type", entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    tree.put("Mode", "%04o".formatted(entry.mode() & 07777));
    tree.put("Owner", entry.owner());
    tree.put("Group", entry.group());
    tree.put("Modified", Instant.ofEpochSecond(entry.modified()).toString());
    tree.put("Links", entry.links());
    tree.put("Size", entry.size());
    switch (entry.type()) {
      case FILE -> tree.put("Sha256", file.digest());
      case SYMBOLIC_LINK -> tree.put("Target", entry.target());
      case CHARACTER_DEVICE, BLOCK_DEVICE -> tree.put("Device", entry.deviceNumbers());
      case DIRECTORY, PIPE, SOCKET -> {}
    }
    return tree;
  }
}
