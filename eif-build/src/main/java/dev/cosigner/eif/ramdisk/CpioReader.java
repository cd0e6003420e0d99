package dev.cosigner.eif.ramdisk;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a cpio archive in the newc format, one entry after the other, as untrusted: names are plain
 * relative paths and unique; devices, pipes, sockets, hard links and set-ID files are refused;
 * everything is bounded.
 *
 * <p>One archive is expected. The kernel would take several in a row; a second one is refused.
 */
public final class CpioReader {
  private static final String TRAILER = "TRAILER!!!";
  private static final int MAX_LINK_TARGET = 4095;

  private final InputStream in;
  private final int maxEntries;
  private final Set<String> names = new HashSet<>();
  private final FileContent content = new FileContent();
  private int paddingAhead;
  private boolean ended;

  /**
   * @param in the archive, decompressed; {@link Ramdisk#open} bounds its size
   * @param maxEntries after which an archive is refused
   */
  public CpioReader(InputStream in, int maxEntries) {
    this.in = in;
    this.maxEntries = maxEntries;
  }

  /**
   * Moves on to the next entry, over what is left of the one before. Empty at the end of the
   * archive, after what follows it has been checked to be nothing but zeros.
   *
   * @throws RamdiskException if the archive is damaged or the entry is refused
   */
  public Optional<CpioEntry> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    content.skipRest();
    skipPadding();
    CpioHeader header = CpioHeader.parse(readFully(CpioHeader.SIZE, "an entry's header"));
    byte[] name = readFully(header.nameSize(), "an entry's name");
    if (name[name.length - 1] != 0) {
      throw new RamdiskException(Reason.NAME, "expected a name that ends with a zero byte");
    }
    paddingAhead = CpioHeader.padding(CpioHeader.SIZE + (long) header.nameSize());
    skipPadding();
    byte[] nameBytes = Arrays.copyOf(name, name.length - 1);
    if (Arrays.equals(nameBytes, TRAILER.getBytes(StandardCharsets.US_ASCII))) {
      readEnd(header);
      return Optional.empty();
    }
    return Optional.of(readEntry(header, EntryName.parse(nameBytes)));
  }

  /** The content of the file that {@link #next()} returned last; empty for another entry. */
  public InputStream content() {
    return content;
  }

  private CpioEntry readEntry(CpioHeader header, String name) throws IOException {
    if (names.size() == maxEntries) {
      throw new RamdiskException(
          Reason.TOO_MANY_ENTRIES, "expected at most %d entries, found more".formatted(maxEntries));
    }
    if (!names.add(name)) {
      throw new RamdiskException(Reason.DUPLICATE, "expected one '%s', found two".formatted(name));
    }
    if ((header.mode() & CpioHeader.SET_ID_MASK) != 0) {
      throw new RamdiskException(
          Reason.SET_ID, "'%s': found a set-ID mode, 0%o".formatted(name, header.mode()));
    }
    paddingAhead = CpioHeader.padding(header.size());
    return switch (header.mode() & CpioHeader.TYPE_MASK) {
      case CpioHeader.TYPE_DIRECTORY -> directory(header, name);
      case CpioHeader.TYPE_FILE -> file(header, name);
      case CpioHeader.TYPE_LINK -> link(header, name);
      default ->
          throw new RamdiskException(
              Reason.FILE_TYPE,
              "'%s': expected a file, a directory or a symbolic link, found mode 0%o"
                  .formatted(name, header.mode()));
    };
  }

  private static CpioEntry directory(CpioHeader header, String name) throws RamdiskException {
    if (header.size() != 0) {
      throw new RamdiskException(
          Reason.CONTENT,
          "'%s': expected a directory without content, found %d bytes"
              .formatted(name, header.size()));
    }
    return new CpioEntry.Directory(name);
  }

  private CpioEntry file(CpioHeader header, String name) throws RamdiskException {
    requireOneName(header, name);
    content.remaining = header.size();
    boolean executable = (header.mode() & CpioHeader.EXECUTE_MASK) != 0;
    return new CpioEntry.RegularFile(name, executable, header.size());
  }

  private CpioEntry link(CpioHeader header, String name) throws IOException {
    requireOneName(header, name);
    if (header.size() < 1 || header.size() > MAX_LINK_TARGET) {
      throw new RamdiskException(
          Reason.CONTENT,
          "'%s': expected a link target of 1 to 4095 bytes, found %d"
              .formatted(name, header.size()));
    }
    byte[] target = readFully((int) header.size(), "a link's target");
    String text = new String(target, StandardCharsets.UTF_8);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), target)
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new RamdiskException(
          Reason.CONTENT, "'%s': expected a link target of plain UTF-8".formatted(name));
    }
    return new CpioEntry.SymbolicLink(name, text);
  }

  private static void requireOneName(CpioHeader header, String name) throws RamdiskException {
    if (header.links() > 1) {
      throw new RamdiskException(
          Reason.HARD_LINK,
          "'%s': expected a file with one name, found %d".formatted(name, header.links()));
    }
  }

  private void readEnd(CpioHeader header) throws IOException {
    if (header.size() != 0) {
      throw new RamdiskException(
          Reason.CONTENT, "expected a trailer without content, found %d".formatted(header.size()));
    }
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] != 0) {
          throw new RamdiskException(
              Reason.TRAILING_BYTES, "expected nothing but zeros behind the archive's trailer");
        }
      }
    }
    ended = true;
  }

  private void skipPadding() throws IOException {
    int length = paddingAhead;
    paddingAhead = 0;
    for (byte padding : readFully(length, "an entry's padding")) {
      if (padding != 0) {
        throw new RamdiskException(Reason.PADDING, "expected an entry padded with zeros");
      }
    }
  }

  /** At most 4096 bytes: callers check sizes first. */
  private byte[] readFully(int length, String what) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new RamdiskException(Reason.TRUNCATED, "the archive ends inside " + what);
    }
    return bytes;
  }

  private final class FileContent extends InputStream {
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
        throw new RamdiskException(
            Reason.TRUNCATED, "the archive ends %d bytes before a file does".formatted(remaining));
      }
      remaining -= count;
      return count;
    }

    void skipRest() throws IOException {
      if (remaining > 0) {
        byte[] buffer = new byte[8192];
        while (remaining > 0) {
          read(buffer, 0, buffer.length);
        }
      }
    }
  }
}
