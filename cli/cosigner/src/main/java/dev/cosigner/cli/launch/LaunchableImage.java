package dev.cosigner.cli.launch;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.EifReader;
import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.ramdisk.CpioEntry;
import dev.cosigner.eif.ramdisk.CpioReader;
import dev.cosigner.eif.ramdisk.Ramdisk;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskLimits;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An image of a cosigner, read as far as a launch needs it.
 *
 * @param file the image
 * @param measurements what it measures to, computed from the file
 * @param anchor whose attestation documents its enclaves make, by its measured configuration
 * @param contentKey names its content: a hash of the registers and of where its sections end, which
 *     registers do not show
 */
record LaunchableImage(Path file, Measurements measurements, AnchorKind anchor, String contentKey) {
  private static final String CONFIGURATION = "app/configuration.cbor";
  private static final int MAX_CONFIGURATION = 1024;
  private static final CborLimits LIMITS = CborLimits.of(MAX_CONFIGURATION, 2, 8);

  /**
   * Reads all of an image.
   *
   * @throws CosignerException {@code image-malformed} if it is no enclave image, {@code
   *     image-unknown} if it is one of another program
   * @throws IOException if it cannot be read
   */
  static LaunchableImage read(Path file) throws CosignerException, IOException {
    Optional<AnchorKind> anchor = Optional.empty();
    StringBuilder sections = new StringBuilder();
    try (EifReader reader = EifReader.open(file)) {
      int ramdisks = 0;
      for (Optional<EifSection> next = reader.next(); next.isPresent(); next = reader.next()) {
        sections.append(next.get().type()).append(next.get().size()).append('\n');
        // The first ramdisk is the platform, which knows nothing of anchors.
        if (next.get().type() == SectionType.RAMDISK && ++ramdisks > 1) {
          Optional<AnchorKind> found = anchorIn(reader.data());
          anchor = found.isPresent() ? found : anchor;
        }
      }
      Measurements measurements = reader.measurements();
      return new LaunchableImage(
          file,
          measurements,
          anchor.orElseThrow(() -> unknown(file, "no " + CONFIGURATION, null)),
          contentKey(measurements, sections.toString()));
    } catch (EifException | RamdiskException e) {
      throw malformed(file, e);
    } catch (CborException e) {
      throw unknown(file, e.getMessage(), e);
    }
  }

  private static Optional<AnchorKind> anchorIn(InputStream ramdisk)
      throws IOException, CborException {
    RamdiskLimits limits = RamdiskLimits.UNPACKING;
    try (InputStream archive = Ramdisk.open(ramdisk, limits.maxBytes())) {
      CpioReader files = new CpioReader(archive, limits.maxEntries());
      Optional<AnchorKind> anchor = Optional.empty();
      for (Optional<CpioEntry> next = files.next(); next.isPresent(); next = files.next()) {
        if (next.get().name().equals(CONFIGURATION)) {
          anchor = Optional.of(anchor(files.content().readNBytes(MAX_CONFIGURATION + 1)));
        }
      }
      return anchor;
    }
  }

  private static AnchorKind anchor(byte[] configuration) throws CborException {
    List<CborValue> fields =
        CborDecoder.decode(configuration, LIMITS).asArrayOf("configuration", 2);
    fields.get(0).asInteger("configuration version", 1, 1);
    // The enclave itself refuses every other word.
    return fields.get(1).asText("anchor kind", 16).equals("development")
        ? AnchorKind.DEVELOPMENT
        : AnchorKind.AWS;
  }

  private static String contentKey(Measurements measurements, String sections) {
    byte[] hash =
        DomainHash.of(
            "cosigner/unpacked-image/v1",
            measurements.pcr0().bytes(),
            measurements.pcr1().bytes(),
            measurements.pcr2().bytes(),
            sections.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(hash, 0, 16);
  }

  private static CosignerException malformed(Path file, IOException cause) {
    return CosignerException.of(
            "image-malformed", ExitCode.BAD_INPUT, file + " is no well-formed enclave image")
        .expected("an enclave image file (EIF)")
        .found(cause.getMessage())
        .hint("build one with 'cosigner build-eif --development'")
        .cause(cause)
        .build();
  }

  private static CosignerException unknown(Path file, String found, CborException cause) {
    return CosignerException.of(
            "image-unknown", ExitCode.BAD_INPUT, file + " is no image of a cosigner")
        .expected("its measured configuration, " + CONFIGURATION)
        .found(found)
        .hint("build one with 'cosigner build-eif --development'")
        .cause(cause)
        .build();
  }
}
