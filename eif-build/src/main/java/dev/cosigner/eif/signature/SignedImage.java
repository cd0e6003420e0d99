package dev.cosigner.eif.signature;

import dev.cosigner.eif.EifReader;
import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.EifWriter;
import dev.cosigner.eif.OutputFile;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts a signature section into an image, in the place of one that is there. */
public final class SignedImage {
  private SignedImage() {}

  /**
   * Writes a signed copy of an image: all offsets, sizes and the CRC are those of the new file, the
   * registers are those of the old one.
   *
   * @param signature over the image's PCR0
   * @param out to be committed by the caller; its place may be that of the image itself
   * @throws dev.cosigner.eif.EifException if the image breaks a rule of the format
   * @throws ImageSignatureException with the reason PCR0 if the signature is over another image,
   *     with TOO_LARGE if it does not fit
   */
  public static Measurements write(Path image, ImageSignature signature, OutputFile out)
      throws IOException, ImageSignatureException {
    List<SectionSource> sections = new ArrayList<>();
    EifWriter writer;
    try (EifReader reader = EifReader.open(image)) {
      for (Optional<EifSection> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().type() != SectionType.SIGNATURE) {
          sections.add(SectionSource.of(image, next.get()));
        }
      }
      signature.verify(reader.measurements().pcr0());
      writer = new EifWriter(reader.architecture(), reader.defaultMemory(), reader.defaultCpus());
    }
    sections.add(SectionSource.of(SectionType.SIGNATURE, signature.encode()));
    Measurements measurements = writer.write(sections, out.channel());
    // The image may have been replaced between the two passes.
    signature.verify(measurements.pcr0());
    return measurements;
  }
}
