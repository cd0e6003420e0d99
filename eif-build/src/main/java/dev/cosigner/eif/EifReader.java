package dev.cosigner.eif;

import dev.cosigner.eif.EifException.Reason;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads an image front to back, once, and computes its registers and its CRC on the way. Memory use
 * does not depend on the image.
 *
 * <p>Call {@link #next()} until it is empty; only then is all of the file checked. What was read
 * before that, from {@link #data()}, is not to be trusted until then.
 */
public final class EifReader implements Closeable {
  private static final int BUFFER_SIZE = 128 * 1024;

  private final InputStream in;
  private final EifHeader header;
  private final Crc crc;
  private final MeasurementCalculator calculator;
  private final SectionOrder order;
  private final SectionData data = new SectionData();
  private boolean toleratesCrc;
  private int index;
  private Measurements measurements;

  private EifReader(InputStream in, long size) throws IOException {
    this.in = in;
    byte[] bytes = in.readNBytes(EifHeader.SIZE);
    this.header = EifHeader.parse(bytes, size);
    this.crc = new Crc(bytes);
    this.order = new SectionOrder(header.extents().size());
    this.calculator = new MeasurementCalculator(size);
  }

  /**
   * Opens an image file.
   *
   * @throws EifException if its header breaks a rule of the format
   */
  public static EifReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new EifReader(in, Files.size(file));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Reads an image from a stream.
   *
   * @param size of the image in bytes: the stream is expected to end there
   */
  public static EifReader of(InputStream in, long size) throws IOException {
    return new EifReader(in, size);
  }

  EifHeader header() {
    return header;
  }

  /** The processor that the image is made for. */
  public Architecture architecture() {
    return header.architecture();
  }

  /** Bytes of memory where the one who starts it names none. */
  public long defaultMemory() {
    return header.defaultMemory();
  }

  /** Virtual CPUs where the one who starts it names none. */
  public long defaultCpus() {
    return header.defaultCpus();
  }

  /** From now on a wrong CRC is told by {@link #isCrcRight()} and not refused. */
  public void tolerateCrc() {
    toleratesCrc = true;
  }

  /**
   * Whether the CRC is that of the file.
   *
   * @throws IllegalStateException before {@link #next()} has been empty
   */
  public boolean isCrcRight() {
    measurements();
    return crc.value() == header.crc();
  }

  /**
   * Moves on to the next section; what is left of the one before is read over. Empty behind the
   * last section, after all rules that concern the whole file have been checked.
   */
  public Optional<EifSection> next() throws IOException {
    data.skipRest();
    if (index == header.extents().size()) {
      finish();
      return Optional.empty();
    }
    EifHeader.Extent extent = header.extents().get(index);
    SectionType type = readSectionHeader(extent);
    order.next(type, extent.size());
    index++;
    calculator.begin(type);
    data.remaining = extent.size();
    return Optional.of(new EifSection(type, extent.offset(), extent.size()));
  }

  /** The data of the section that {@link #next()} returned last. Closing it does nothing. */
  public InputStream data() {
    return data;
  }

  /**
   * The image's registers.
   *
   * @throws IllegalStateException before {@link #next()} has been empty
   */
  public Measurements measurements() {
    if (measurements == null) {
      throw new IllegalStateException("the image has not been read to its end");
    }
    return measurements;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private SectionType readSectionHeader(EifHeader.Extent extent) throws IOException {
    byte[] bytes = in.readNBytes(EifSection.HEADER_SIZE);
    if (bytes.length < EifSection.HEADER_SIZE) {
      throw truncated(EifSection.HEADER_SIZE - bytes.length);
    }
    crc.update(bytes, 0, bytes.length);
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    int code = Short.toUnsignedInt(fields.getShort());
    int flags = Short.toUnsignedInt(fields.getShort());
    long size = fields.getLong();
    Optional<SectionType> type = SectionType.of(code);
    if (type.isEmpty()) {
      throw new EifException(
          Reason.SECTION_TYPE,
          "section %d: expected a type from 1 to 5, found %d".formatted(index, code));
    }
    if (flags != 0) {
      throw new EifException(
          Reason.SECTION_FLAGS,
          "section %d (%s): expected flags 0, found 0x%x".formatted(index, type.get(), flags));
    }
    if (size != extent.size()) {
      throw new EifException(
          Reason.SECTION_SIZE,
          "section %d (%s): expected the %d bytes of the file's header, found %s in its own"
              .formatted(index, type.get(), extent.size(), Long.toUnsignedString(size)));
    }
    return type.get();
  }

  private void finish() throws IOException {
    if (measurements != null) {
      return;
    }
    order.finish();
    if (in.read() >= 0) {
      throw new EifException(Reason.TRAILING_BYTES, "the file grew while it was read");
    }
    if (crc.value() != header.crc() && !toleratesCrc) {
      throw new EifException(
          Reason.CRC,
          "the file is damaged: expected CRC %08x, found %08x"
              .formatted(header.crc(), crc.value()));
    }
    measurements = calculator.finish();
  }

  private EifException truncated(long missing) {
    return new EifException(
        Reason.TRUNCATED,
        "the file ends %d bytes before section %d does".formatted(missing, index));
  }

  /** The bytes of one section; each passes through the CRC and the registers exactly once. */
  private final class SectionData extends InputStream {
    private long remaining;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (remaining == 0) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, remaining));
      if (count < 0) {
        throw truncated(remaining);
      }
      remaining -= count;
      crc.update(buffer, offset, count);
      calculator.update(buffer, offset, count);
      return count;
    }

    void skipRest() throws IOException {
      if (remaining > 0) {
        byte[] buffer = new byte[(int) Math.min(BUFFER_SIZE, remaining)];
        while (read(buffer, 0, buffer.length) >= 0) {}
      }
    }
  }
}
