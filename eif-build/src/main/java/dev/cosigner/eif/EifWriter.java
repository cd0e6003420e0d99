package dev.cosigner.eif;

import dev.cosigner.eif.EifException.Reason;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an image from its sections in one pass, and computes its registers on the way. Each source
 * is read once, 128 KiB at a time.
 */
public final class EifWriter {
  private static final int BUFFER_SIZE = 128 * 1024;

  private final Architecture architecture;
  private final long defaultMemory;
  private final long defaultCpus;

  /**
   * @param architecture the processor the kernel is made for
   * @param defaultMemory bytes of memory that nitro-cli gives the enclave where its user names none
   * @param defaultCpus virtual CPUs that nitro-cli gives it where its user names none
   */
  public EifWriter(Architecture architecture, long defaultMemory, long defaultCpus) {
    this.architecture = architecture;
    this.defaultMemory = defaultMemory;
    this.defaultCpus = defaultCpus;
  }

  /**
   * Writes an image at the start of an empty channel.
   *
   * @param sections in file order: kernel, command line, metadata, ramdisks, signature
   * @return the image's registers
   * @throws EifException if a reader would refuse the sections, or a source changes while it is
   *     read
   */
  public Measurements write(List<SectionSource> sections, SeekableByteChannel out)
      throws IOException {
    if (sections.size() < EifHeader.MIN_SECTIONS || sections.size() > EifHeader.MAX_SECTIONS) {
      throw new EifException(
          Reason.SECTION_COUNT, "expected 2 to 32 sections, found %d".formatted(sections.size()));
    }
    List<EifHeader.Extent> extents = new ArrayList<>(sections.size());
    SectionOrder order = new SectionOrder(sections.size());
    long offset = EifHeader.SIZE;
    for (SectionSource section : sections) {
      EifHeader.Extent extent = new EifHeader.Extent(offset, section.size());
      order.next(section.type(), extent.size());
      extents.add(extent);
      offset = extent.end();
    }
    order.finish();

    byte[] header = header(extents, 0);
    Crc crc = new Crc(header);
    MeasurementCalculator calculator = new MeasurementCalculator(offset);
    writeFully(out, ByteBuffer.wrap(header));
    for (int i = 0; i < sections.size(); i++) {
      writeSection(sections.get(i), extents.get(i).size(), crc, calculator, out);
    }
    long end = out.position();
    out.position(0);
    writeFully(out, ByteBuffer.wrap(header(extents, crc.value())));
    out.position(end);
    return calculator.finish();
  }

  private byte[] header(List<EifHeader.Extent> extents, int crc) {
    return new EifHeader(architecture, defaultMemory, defaultCpus, extents, crc).encode();
  }

  private static void writeSection(
      SectionSource section,
      long size,
      Crc crc,
      MeasurementCalculator calculator,
      SeekableByteChannel out)
      throws IOException {
    byte[] sectionHeader =
        ByteBuffer.allocate(EifSection.HEADER_SIZE)
            .putShort((short) section.type().code())
            .putShort((short) 0)
            .putLong(size)
            .array();
    crc.update(sectionHeader, 0, sectionHeader.length);
    writeFully(out, ByteBuffer.wrap(sectionHeader));
    calculator.begin(section.type());
    long written = 0;
    try (InputStream in = section.open()) {
      byte[] buffer = new byte[(int) Math.min(BUFFER_SIZE, Math.max(1, size))];
      for (int count; (count = in.read(buffer)) >= 0; ) {
        written += count;
        if (written > size) {
          break;
        }
        crc.update(buffer, 0, count);
        calculator.update(buffer, 0, count);
        writeFully(out, ByteBuffer.wrap(buffer, 0, count));
      }
    }
    if (written != size) {
      throw new EifException(
          Reason.SECTION_SIZE,
          "the %s changed while it was read: expected %d bytes, found %s %d"
              .formatted(section.type(), size, written > size ? "at least" : "only", written));
    }
  }

  private static void writeFully(SeekableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
