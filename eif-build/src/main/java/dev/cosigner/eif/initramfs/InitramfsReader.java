package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a ramdisk entry by entry as the kernel does ({@code init/initramfs.c}): archives in a row,
 * with zeros between them, each compressed in its own way or not at all.
 *
 * <p>Refused is what is damaged, too large, or unpacks to another place than its name says: a path
 * through {@code ..} or through a symbolic link of the ramdisk itself.
 */
public final class InitramfsReader implements Closeable {
  private static final byte[] TRAILER = "TRAILER!!!".getBytes(StandardCharsets.US_ASCII);

  /** Zeros compress to nothing; between archives of one member nobody needs more. */
  private static final int MAX_PADDING = 1 << 20;

  /** Images have a handful; each has a digest of its own, and its own memory to be unpacked. */
  private static final int MAX_MEMBERS = 256;

  private final Lookahead source;
  private final ListingLimits limits;
  private final List<ArchiveMember> members = new ArrayList<>();
  private final Set<String> links = new HashSet<>();
  private final Map<Inode, String> firstNames = new HashMap<>();
  private final Content content = new Content();
  private MemberStream member;
  private Compression compression;
  private long memberOffset;
  private long unpacked;
  private int entries;
  private int nameBytes;
  private boolean inArchive;

  /** By what the kernel knows the names of one file; within one archive. */
  private record Inode(long number, long fileSystem) {}

  /**
   * @param in the ramdisk as it lies in the image; read to its end, not closed
   * @param limits beyond which it is refused
   */
  public InitramfsReader(InputStream in, ListingLimits limits) {
    this.source = new Lookahead(in);
    this.limits = limits;
  }

  /**
   * Moves on to the next entry, over what is left of the one before. Empty at the end of the
   * ramdisk.
   *
   * @throws RamdiskException if it is damaged or refused
   */
  public Optional<InitramfsEntry> next() throws IOException {
    content.skipRest();
    while (member != null || openMember()) {
      int first = firstByte();
      if (first < 0) {
        closeMember();
      } else if (first == '0') {
        Optional<InitramfsEntry> entry = entry();
        if (entry.isPresent()) {
          return entry;
        }
      } else {
        throw new RamdiskException(
            Reason.TRAILING_BYTES,
            "expected %s, found 0x%02x"
                .formatted(
                    inArchive ? "another entry" : "an archive or zeros behind a trailer", first));
      }
    }
    return Optional.empty();
  }

  /** The content of the file that {@link #next()} returned last; empty for another entry. */
  public InputStream content() {
    return content;
  }

  /** The archives read so far; all of them once {@link #next()} has been empty. */
  public List<ArchiveMember> members() {
    return List.copyOf(members);
  }

  /** What is left of the limits for another ramdisk. */
  public ListingLimits remaining() {
    return limits.without(unpacked + (member == null ? 0 : member.count()), entries, nameBytes);
  }

  /** Frees what decompresses. The ramdisk's own stream stays open. */
  @Override
  public void close() throws IOException {
    if (member != null) {
      member.close();
    }
  }

  private boolean openMember() throws IOException {
    source.skipZeros();
    byte[] magic = source.peek(Compression.MAGIC_BYTES);
    if (magic.length == 0) {
      return false;
    }
    compression = Compression.of(magic);
    memberOffset = source.position();
    if (compression == Compression.NONE && memberOffset % 4 != 0) {
      throw new RamdiskException(
          Reason.COMPRESSION,
          "expected an archive that is not compressed at a multiple of 4 bytes, as the kernel does,"
              + " found one at "
              + memberOffset);
    }
    if (members.size() == MAX_MEMBERS) {
      throw new RamdiskException(
          Reason.TOO_MANY_ENTRIES,
          "expected at most %d archives in a row, found more".formatted(MAX_MEMBERS));
    }
    // What is compressed begins with an archive, as the kernel has it.
    inArchive = true;
    member = MemberStream.open(source, compression, limits.maxBytes() - unpacked);
    return true;
  }

  private void closeMember() throws IOException {
    members.add(
        new ArchiveMember(
            compression,
            memberOffset,
            source.position() - memberOffset,
            member.count(),
            member.digest()));
    unpacked += member.count();
    member.close();
    member = null;
  }

  /** The first byte of what follows in the member, over zeros; negative at its end. */
  private int firstByte() throws IOException {
    int first = member.read();
    for (int zeros = 1; first == 0 && !inArchive; zeros++) {
      if (zeros > MAX_PADDING) {
        throw new RamdiskException(
            Reason.TOO_LARGE,
            "expected at most %d zeros behind a trailer in what is compressed, found more"
                .formatted(MAX_PADDING));
      }
      first = member.read();
    }
    if (first < 0 && inArchive) {
      throw new RamdiskException(Reason.TRUNCATED, "an archive ends without its trailer");
    }
    return first;
  }

  private Optional<InitramfsEntry> entry() throws IOException {
    byte[] bytes = new byte[NewcHeader.SIZE];
    bytes[0] = '0';
    readFully(bytes, 1, "an entry's header");
    NewcHeader header = NewcHeader.parse(bytes);
    if (header.nameSize() < 2 || header.nameSize() > InitramfsName.MAX_BYTES) {
      throw new RamdiskException(
          Reason.NAME, "expected a name of 1 to 4095 bytes, found " + (header.nameSize() - 1));
    }
    byte[] padded =
        new byte[(int) header.nameSize() + padding(NewcHeader.SIZE + header.nameSize())];
    readFully(padded, 0, "an entry's name");
    byte[] name = Arrays.copyOf(padded, (int) header.nameSize() - 1);
    if (padded[name.length] != 0 || contains(name, (byte) 0)) {
      throw new RamdiskException(
          Reason.NAME, "expected a name that ends with its first zero byte, found another");
    }
    if (Arrays.equals(name, TRAILER)) {
      endArchive(header);
      return Optional.empty();
    }
    return Optional.of(entry(header, name));
  }

  private InitramfsEntry entry(NewcHeader header, byte[] nameBytesRead) throws IOException {
    inArchive = true;
    String name = InitramfsName.parse(nameBytesRead);
    count(name);
    InitramfsEntry.Type type = InitramfsEntry.Type.of((int) header.mode());
    if (type == null || header.mode() > 0177777) {
      throw new RamdiskException(
          Reason.FILE_TYPE, "'%s': found the mode 0%o".formatted(name, header.mode()));
    }
    requireOwnPlace(name);
    requireContentOfFile(type, header, name);
    String target = "";
    if (type == InitramfsEntry.Type.SYMBOLIC_LINK) {
      target = target(header, name);
      links.add(name);
    } else {
      links.remove(name);
      content.begin(header);
    }
    return new InitramfsEntry(
        name,
        (int) header.mode(),
        header.owner(),
        header.group(),
        header.modified(),
        header.links(),
        header.inode(),
        header.device(),
        type == InitramfsEntry.Type.SYMBOLIC_LINK ? 0 : header.size(),
        target,
        hardLink(type, header, name),
        members.size());
  }

  private static void requireContentOfFile(InitramfsEntry.Type type, NewcHeader header, String name)
      throws RamdiskException {
    boolean has =
        switch (type) {
          case FILE, SYMBOLIC_LINK -> true;
          default -> header.size() == 0;
        };
    if (!has) {
      // The kernel passes over such an entry: what is listed would not be there.
      throw new RamdiskException(
          Reason.CONTENT,
          "'%s': expected content in files alone, found %d bytes".formatted(name, header.size()));
    }
  }

  /** The name that the kernel links this one to: the archive's first of the same inode. */
  private String hardLink(InitramfsEntry.Type type, NewcHeader header, String name) {
    if (type != InitramfsEntry.Type.FILE || header.links() < 2) {
      return "";
    }
    Inode inode = new Inode(header.inode(), header.fileSystem());
    String first = firstNames.putIfAbsent(inode, name);
    return first == null ? "" : first;
  }

  private void count(String name) throws RamdiskException {
    nameBytes += name.length();
    if (++entries > limits.maxEntries()) {
      throw new RamdiskException(
          Reason.TOO_MANY_ENTRIES,
          "expected at most %d entries, found more".formatted(limits.maxEntries()));
    }
    if (nameBytes > limits.maxNameBytes()) {
      throw new RamdiskException(
          Reason.TOO_MANY_ENTRIES,
          "expected names of at most %d bytes together, found more"
              .formatted(limits.maxNameBytes()));
    }
  }

  private void requireOwnPlace(String name) throws RamdiskException {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      if (links.contains(name.substring(0, slash))) {
        throw new RamdiskException(
            Reason.PARENT,
            "'%s': expected a path through directories, found the symbolic link '%s' in it"
                .formatted(name, name.substring(0, slash)));
      }
    }
  }

  private String target(NewcHeader header, String name) throws IOException {
    if (header.size() < 1 || header.size() >= InitramfsName.MAX_BYTES) {
      throw new RamdiskException(
          Reason.CONTENT,
          "'%s': expected a link target of 1 to 4095 bytes, found %d"
              .formatted(name, header.size()));
    }
    byte[] bytes = new byte[(int) header.size() + padding(header.size())];
    readFully(bytes, 0, "a link's target");
    String target = InitramfsName.decode(Arrays.copyOf(bytes, (int) header.size()));
    nameBytes += target.length();
    return target;
  }

  private void endArchive(NewcHeader header) throws IOException {
    if (header.size() != 0) {
      throw new RamdiskException(
          Reason.CONTENT, "expected a trailer without content, found %d".formatted(header.size()));
    }
    inArchive = false;
    firstNames.clear();
    if (compression == Compression.NONE) {
      // What follows is the ramdisk's again: the next archive may be compressed.
      closeMember();
    }
  }

  private static boolean contains(byte[] bytes, byte wanted) {
    for (byte b : bytes) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }

  private static int padding(long length) {
    return (int) (-length & 3);
  }

  private void readFully(byte[] bytes, int offset, String what) throws IOException {
    int length = bytes.length - offset;
    if (member.readNBytes(bytes, offset, length) < length) {
      throw new RamdiskException(Reason.TRUNCATED, "an archive ends inside " + what);
    }
  }

  /** The bytes of one file, and its checksum where the archive has one. */
  private final class Content extends InputStream {
    private NewcHeader header;
    private long remaining;
    private long sum;

    void begin(NewcHeader next) {
      header = next;
      remaining = next.size();
      sum = 0;
    }

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
      int count = member.read(buffer, offset, (int) Math.min(length, remaining));
      if (count < 0) {
        throw new RamdiskException(
            Reason.TRUNCATED, "an archive ends %d bytes before a file does".formatted(remaining));
      }
      remaining -= count;
      if (header.checked()) {
        for (int i = offset; i < offset + count; i++) {
          sum += Byte.toUnsignedInt(buffer[i]);
        }
      }
      return count;
    }

    void skipRest() throws IOException {
      if (header == null) {
        return;
      }
      byte[] buffer = new byte[8192];
      while (remaining > 0) {
        read(buffer, 0, buffer.length);
      }
      if (header.checked() && (sum & 0xffffffffL) != header.checksum()) {
        throw new RamdiskException(
            Reason.CHECKSUM,
            "a file's checksum: expected %08x, found %08x"
                .formatted(header.checksum(), sum & 0xffffffffL));
      }
      readFully(new byte[padding(header.size())], 0, "a file's padding");
      header = null;
    }
  }
}
