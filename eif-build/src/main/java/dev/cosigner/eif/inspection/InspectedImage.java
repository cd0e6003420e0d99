package dev.cosigner.eif.inspection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.EifMetadata;
import dev.cosigner.eif.EifReader;
import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.Sha384;
import dev.cosigner.eif.initramfs.ListingLimits;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An image and what is in it, read once from front to back.
 *
 * @param architecture the processor it is made for
 * @param defaultMemory bytes of memory where the one who starts it names none
 * @param defaultCpus virtual CPUs where the one who starts it names none
 * @param crc whether its CRC is right
 * @param sections in file order
 * @param commandLine the kernel's
 * @param metadata what the image says about itself, unmeasured
 * @param measurements PCR0, PCR1 and PCR2, computed from the file
 * @param kernel what the kernel tells of itself; nothing where it was not asked for
 * @param ramdisks in file order; none where they were not asked for
 * @param signature the content of its signature section; empty where it is not signed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record InspectedImage(
    Architecture architecture,
    long defaultMemory,
    long defaultCpus,
    boolean crc,
    List<InspectedSection> sections,
    String commandLine,
    ObjectNode metadata,
    Measurements measurements,
    Optional<KernelFacts> kernel,
    List<InspectedRamdisk> ramdisks,
    Optional<byte[]> signature) {

  /** How far to look. */
  public enum Depth {
    /** The sections. */
    SECTIONS,
    /** The kernel and the contents of the ramdisks, too. */
    FILES
  }

  public InspectedImage {
    sections = List.copyOf(sections);
    ramdisks = List.copyOf(ramdisks);
  }

  /**
   * Reads all of an image file. A wrong CRC is told, not refused; a ramdisk that cannot be looked
   * into is told where it lies.
   *
   * @throws EifException if it breaks another rule of the format
   */
  public static InspectedImage read(Path file, Depth depth) throws IOException {
    try (EifReader reader = EifReader.open(file)) {
      reader.tolerateCrc();
      return new Collector(depth).collect(reader);
    }
  }

  /** The sections of a type, in file order. */
  public List<InspectedSection> sections(SectionType type) {
    return sections.stream().filter(section -> section.section().type() == type).toList();
  }

  /** Hashes all that passes: what a reader skips is as much the section's as what it looks at. */
  private static final class HashedData extends DigestInputStream {
    HashedData(InputStream in, MessageDigest digest) {
      super(in, digest);
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] buffer = new byte[8192];
      long skipped = 0;
      while (skipped < count) {
        int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
        if (read < 0) {
          break;
        }
        skipped += read;
      }
      return skipped;
    }
  }

  private static final class Collector {
    private final Depth depth;
    private final List<InspectedSection> sections = new ArrayList<>();
    private final List<InspectedRamdisk> ramdisks = new ArrayList<>();
    private Optional<KernelFacts> kernel = Optional.empty();
    private Optional<byte[]> signature = Optional.empty();
    private ListingLimits limits = ListingLimits.DEFAULT;
    private String commandLine;
    private byte[] metadata;

    Collector(Depth depth) {
      this.depth = depth;
    }

    InspectedImage collect(EifReader reader) throws IOException {
      for (Optional<EifSection> next = reader.next(); next.isPresent(); next = reader.next()) {
        MessageDigest digest = Sha384.newDigest();
        HashedData data = new HashedData(reader.data(), digest);
        collect(next.get().type(), data);
        data.transferTo(OutputStream.nullOutputStream());
        sections.add(new InspectedSection(next.get(), HexFormat.of().formatHex(digest.digest())));
      }
      return new InspectedImage(
          reader.architecture(),
          reader.defaultMemory(),
          reader.defaultCpus(),
          reader.isCrcRight(),
          sections,
          commandLine,
          EifMetadata.parseTree(metadata),
          reader.measurements(),
          kernel,
          ramdisks,
          signature);
    }

    private void collect(SectionType type, InputStream data) throws IOException {
      switch (type) {
        // Bounded: a reader refuses larger ones than SectionType allows.
        case COMMAND_LINE ->
            commandLine = new String(data.readAllBytes(), StandardCharsets.ISO_8859_1);
        case METADATA -> metadata = data.readAllBytes();
        case SIGNATURE -> signature = Optional.of(data.readAllBytes());
        case KERNEL -> {
          if (depth == Depth.FILES) {
            kernel = Optional.of(KernelFacts.read(data));
          }
        }
        case RAMDISK -> {
          if (depth == Depth.FILES) {
            ramdisks.add(InspectedRamdisk.read(data, limits));
            limits = ramdisks.getLast().remaining();
          }
        }
      }
    }
  }
}
