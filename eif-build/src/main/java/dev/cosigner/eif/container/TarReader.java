package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the entries of a tar archive, one after the other: POSIX's ustar with PAX headers, and
 * GNU's with long names and binary numbers. There is one way to read each archive, or none: what
 * extractors understand differently is refused.
 *
 * <ul>
 *   <li>Honoured: files, directories, symbolic and hard links, character and block devices, pipes,
 *       all twelve permission bits, numeric owners; PAX path, linkpath, size, uid and gid.
 *   <li>Passed over: times, names of owners, comments, the label of SELinux.
 *   <li>Refused: sparse files, other extended attributes (file capabilities, access lists), volumes
 *       and multi-volume parts, global headers, unknown PAX records, headers that nothing follows
 *       or that repeat each other, names that are absolute, lead upwards or are not plain UTF-8.
 * </ul>
 *
 * <p>Contents are passed over; {@link TarEntry#offset()} tells where they lie.
 */
final class TarReader implements Closeable {
  private static final int NAME_LIMIT = 16 * 1024;

  private final InputStream in;
  private long position;
  private boolean ended;

  /**
   * @param in the archive, uncompressed; best one that skips without reading
   */
  TarReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next entry; none at the end of the archive, after which there are only zeros.
   *
   * @throws ContainerException if the archive is damaged or the entry is refused
   */
  Optional<TarEntry> next() throws IOException {
    ExtendedHeader extended = null;
    byte[] longName = null;
    byte[] longLink = null;
    while (!ended) {
      byte[] block = block("an entry's header");
      if (isZero(block)) {
        if (extended != null || longName != null || longLink != null) {
          throw new ContainerException(
              Reason.TRUNCATED, "expected an entry behind its extended header, found the end");
        }
        readEnd();
        return Optional.empty();
      }
      TarHeader header = TarHeader.parse(block);
      switch (header.type()) {
        case 'g' -> ExtendedHeader.requireComment(content(header, ExtendedHeader.MAX_SIZE));
        case 'x' -> {
          requireFirst(extended == null && longName == null && longLink == null);
          extended = ExtendedHeader.parse(content(header, ExtendedHeader.MAX_SIZE));
        }
        case 'L' -> {
          requireFirst(extended == null && longName == null);
          longName = terminated(content(header, NAME_LIMIT));
        }
        case 'K' -> {
          requireFirst(extended == null && longLink == null);
          longLink = terminated(content(header, NAME_LIMIT));
        }
        default -> {
          ExtendedHeader pax = extended == null ? new ExtendedHeader() : extended;
          byte[] name = longName != null ? longName : pax.path().orElse(header.name());
          byte[] link = longLink != null ? longLink : pax.linkPath().orElse(header.linkName());
          return Optional.of(entry(header, pax, name, link));
        }
      }
    }
    return Optional.empty();
  }

  private static void requireFirst(boolean first) throws ContainerException {
    if (!first) {
      throw new ContainerException(
          Reason.EXTENDED_HEADER, "expected one extended header for an entry, found two");
    }
  }

  private TarEntry entry(TarHeader header, ExtendedHeader pax, byte[] name, byte[] link)
      throws IOException {
    String path = Names.path(name);
    TarEntry.Type type = type(header.type(), path);
    long size = or(pax, "size", header.size());
    if (type == TarEntry.Type.FILE && (path.isEmpty() || name[name.length - 1] == '/')) {
      throw new ContainerException(
          Reason.NAME, "expected a file's name, found the directory '%s/'".formatted(path));
    }
    if (type != TarEntry.Type.FILE && size != 0) {
      throw new ContainerException(
          Reason.CONTENT,
          "'%s': expected no content in a %s, found %d bytes".formatted(path, words(type), size));
    }
    if (path.isEmpty() && type != TarEntry.Type.DIRECTORY) {
      throw new ContainerException(
          Reason.NAME, "expected the root to be a directory, found a " + words(type));
    }
    String target =
        switch (type) {
          case SYMBOLIC_LINK -> Names.target(link);
          case HARD_LINK -> Names.path(link);
          default -> "";
        };
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
    TarEntry entry =
        new TarEntry(
            path,
            type,
            number(path, "mode", header.mode(), 0177777) & 07777,
            number(path, "owner", or(pax, "uid", header.uid()), Integer.MAX_VALUE),
            number(path, "group", or(pax, "gid", header.gid()), Integer.MAX_VALUE),
            size,
            position,
            target,
            device ? number(path, "device number", header.major(), 0xfff) : 0,
            device ? number(path, "device number", header.minor(), 0xfffff) : 0);
    skip(size);
    return entry;
  }

  private static long or(ExtendedHeader pax, String key, long other) throws ContainerException {
    return pax.number(key).orElse(other);
  }

  private static int number(String path, String what, long value, int most)
      throws ContainerException {
    if (value > most) {
      throw new ContainerException(
          Reason.FIELD,
          "'%s': expected as %s at most %d, found %d".formatted(path, what, most, value));
    }
    return (int) value;
  }

  private static TarEntry.Type type(char flag, String path) throws ContainerException {
    return switch (flag) {
      case '0', 0 -> TarEntry.Type.FILE;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMBOLIC_LINK;
      case '3' -> TarEntry.Type.CHARACTER_DEVICE;
      case '4' -> TarEntry.Type.BLOCK_DEVICE;
      case '5' -> TarEntry.Type.DIRECTORY;
      case '6' -> TarEntry.Type.PIPE;
      case 'S' ->
          throw new ContainerException(
              Reason.SPARSE, "'%s': expected no sparse file, found one".formatted(path));
      default ->
          throw new ContainerException(
              Reason.TYPE,
              "'%s': expected a file, directory, link, device or pipe, found type 0x%02x"
                  .formatted(path, (int) flag));
    };
  }

  private static String words(TarEntry.Type type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private byte[] content(TarHeader header, int most) throws IOException {
    long size = header.size();
    if (size > most) {
      throw new ContainerException(
          Reason.EXTENDED_HEADER,
          "expected an extended header of at most %d bytes, found %d".formatted(most, size));
    }
    byte[] content = in.readNBytes((int) size);
    position += content.length;
    requireAll(content.length == size, "an extended header");
    skipPadding(size);
    return content;
  }

  /** GNU's long names end with a zero. */
  private static byte[] terminated(byte[] name) throws ContainerException {
    int length = name.length - 1;
    if (length < 1 || name[length] != 0) {
      throw new ContainerException(
          Reason.EXTENDED_HEADER, "expected a long name that ends with a zero byte");
    }
    return Arrays.copyOf(name, length);
  }

  private void skip(long size) throws IOException {
    if (size > Long.MAX_VALUE - position - TarHeader.SIZE) {
      throw new ContainerException(
          Reason.TRUNCATED, "the archive ends inside a file of %d bytes".formatted(size));
    }
    try {
      in.skipNBytes(size);
    } catch (EOFException e) {
      throw new ContainerException(
          Reason.TRUNCATED, "the archive ends inside a file of %d bytes".formatted(size), e);
    }
    position += size;
    skipPadding(size);
  }

  private void skipPadding(long size) throws IOException {
    int padding = (int) (-size & TarHeader.SIZE - 1);
    byte[] bytes = in.readNBytes(padding);
    position += bytes.length;
    requireAll(bytes.length == padding, "an entry's padding");
  }

  private byte[] block(String what) throws IOException {
    byte[] block = in.readNBytes(TarHeader.SIZE);
    position += block.length;
    requireAll(block.length == TarHeader.SIZE, what);
    return block;
  }

  private static void requireAll(boolean all, String what) throws ContainerException {
    if (!all) {
      throw new ContainerException(
          Reason.TRUNCATED,
          "expected an archive that ends with two blocks of zeros; it ends in " + what);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void readEnd() throws IOException {
    byte[] second = block("the first of them");
    byte[] buffer = new byte[8192];
    boolean zero = isZero(second);
    for (int count = in.read(buffer); count >= 0 && zero; count = in.read(buffer)) {
      zero = isZero(count == buffer.length ? buffer : Arrays.copyOf(buffer, count));
    }
    if (!zero) {
      throw new ContainerException(
          Reason.TRAILING_BYTES, "expected nothing but zeros behind the archive's end");
    }
    ended = true;
  }

  private static boolean isZero(byte[] bytes) {
    int bits = 0;
    for (byte b : bytes) {
      bits |= b;
    }
    return bits == 0;
  }
}
