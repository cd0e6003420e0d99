package dev.cosigner.eif;

import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All of an image but the kernel and the ramdisks themselves.
 *
 * @param architecture the processor it is made for
 * @param defaultMemory bytes of memory where the one who starts it names none
 * @param defaultCpus virtual CPUs where the one who starts it names none
 * @param sections in file order
 * @param commandLine the kernel's
 * @param metadata what the image says about itself, unmeasured
 * @param measurements PCR0, PCR1 and PCR2, computed from the file
 */
public record EifImage(
    Architecture architecture,
    long defaultMemory,
    long defaultCpus,
    List<EifSection> sections,
    String commandLine,
    EifMetadata metadata,
    Measurements measurements) {

  public EifImage {
    sections = List.copyOf(sections);
  }

  /**
   * Reads all of an image file and checks it.
   *
   * @throws EifException if it breaks a rule of the format
   */
  public static EifImage read(Path file) throws IOException {
    try (EifReader reader = EifReader.open(file)) {
      return read(reader);
    }
  }

  static EifImage read(EifReader reader) throws IOException {
    List<EifSection> sections = new ArrayList<>();
    String commandLine = null;
    byte[] metadata = null;
    for (Optional<EifSection> next = reader.next(); next.isPresent(); next = reader.next()) {
      sections.add(next.get());
      switch (next.get().type()) {
        // Bounded: a reader refuses larger ones than SectionType allows.
        case COMMAND_LINE ->
            commandLine = new String(reader.data().readAllBytes(), StandardCharsets.ISO_8859_1);
        case METADATA -> metadata = reader.data().readAllBytes();
        case KERNEL, RAMDISK, SIGNATURE -> {}
      }
    }
    return new EifImage(
        reader.header().architecture(),
        reader.header().defaultMemory(),
        reader.header().defaultCpus(),
        sections,
        commandLine,
        EifMetadata.parse(metadata),
        reader.measurements());
  }
}
