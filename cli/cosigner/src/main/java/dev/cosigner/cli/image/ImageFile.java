package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.EifReader;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Path;

/** Image files that an operator names: one that is malformed is refused by its name. */
public final class ImageFile {
  private ImageFile() {}

  /**
   * Looks into an image.
   *
   * @throws CosignerException {@code image-malformed}
   */
  public static InspectedImage inspect(Path file, InspectedImage.Depth depth)
      throws CosignerException, IOException {
    try {
      return InspectedImage.read(file, depth);
    } catch (EifException | RamdiskException e) {
      throw malformed(file, e);
    }
  }

  /**
   * Measures an image.
   *
   * @throws CosignerException {@code image-malformed}, for a wrong CRC too
   */
  public static Measurements measure(Path file) throws CosignerException, IOException {
    try (EifReader reader = EifReader.open(file)) {
      while (reader.next().isPresent()) {}
      return reader.measurements();
    } catch (EifException e) {
      throw malformed(file, e);
    }
  }

  /** The refusal of a file that is no well-formed image. */
  public static CosignerException malformed(Path file, IOException cause) {
    return CosignerException.of(
            "image-malformed", ExitCode.BAD_INPUT, file + " is no well-formed enclave image")
        .expected("an enclave image file (EIF)")
        .found(cause.getMessage())
        .hint("copy it anew from where it was built, and compare the SHA-256 of both")
        .cause(cause)
        .build();
  }
}
