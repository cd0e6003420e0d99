package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The records of a PAX extended header (POSIX.1-2017 pax, "pax Extended Header"): what the next
 * entry says in more than its own header can hold. Records that could change what the entry is are
 * honoured or refused, never passed over.
 */
final class ExtendedHeader {
  /** Bytes of one header; the longest path, link target and size together need far less. */
  static final int MAX_SIZE = 64 * 1024;

  private static final Set<String> HONOURED = Set.of("path", "linkpath", "size", "uid", "gid");

  /** They say when, by whom, and from where, which is not kept. */
  private static final Set<String> PASSED_OVER =
      Set.of(
          "atime",
          "comment",
          "ctime",
          "gname",
          "mtime",
          "uname",
          "LIBARCHIVE.creationtime",
          "SCHILY.dev",
          "SCHILY.ino",
          "SCHILY.nlink");

  private static final List<String> ATTRIBUTES =
      List.of("SCHILY.xattr.", "SCHILY.acl.", "LIBARCHIVE.xattr.", "RHT.security.");

  /** Labels of a security module that the enclave's kernel does not have. */
  private static final Set<String> LABELS =
      Set.of(
          "SCHILY.xattr.security.selinux",
          "LIBARCHIVE.xattr.security.selinux",
          "RHT.security.selinux");

  private final Map<String, String> records = new HashMap<>();

  /** Nothing extended. */
  ExtendedHeader() {}

  /** Reads the header of one entry. */
  static ExtendedHeader parse(byte[] content) throws ContainerException {
    ExtendedHeader header = new ExtendedHeader();
    int at = 0;
    while (at < content.length) {
      int end = at + recordLength(content, at);
      int space = indexOf(content, ' ', at, end);
      int equals = indexOf(content, '=', space + 1, end);
      if (equals <= space + 1 || content[end - 1] != '\n') {
        throw malformed("a record that is not 'LENGTH KEY=VALUE' and a line feed");
      }
      String key = utf8(content, space + 1, equals);
      header.add(key, content, equals + 1, end - 1);
      at = end;
    }
    return header;
  }

  /** Refuses a header for all entries that says more than a comment, such as git's commit. */
  static void requireComment(byte[] content) throws ContainerException {
    for (String key : parse(content).records.keySet()) {
      if (!key.equals("comment")) {
        throw malformed("a global header that sets '%s'".formatted(key));
      }
    }
  }

  private static int recordLength(byte[] content, int start) throws ContainerException {
    int length = 0;
    int at = start;
    while (at < content.length && content[at] >= '0' && content[at] <= '9' && length < MAX_SIZE) {
      length = length * 10 + content[at] - '0';
      at++;
    }
    boolean delimited = at > start && at < content.length && content[at] == ' ';
    if (!delimited || length > content.length - start || length <= at - start + 1) {
      throw malformed("a record whose length is not that of a record");
    }
    return length;
  }

  private static int indexOf(byte[] content, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private void add(String key, byte[] content, int from, int to) throws ContainerException {
    if (key.startsWith("GNU.sparse.") || key.equals("SCHILY.realsize")) {
      throw new ContainerException(Reason.SPARSE, "expected no sparse file, found " + key);
    }
    if (LABELS.contains(key)) {
      return;
    }
    if (ATTRIBUTES.stream().anyMatch(key::startsWith)) {
      throw new ContainerException(
          Reason.EXTENDED_ATTRIBUTE,
          "expected no extended attribute, which a ramdisk cannot hold, found "
              + Names.printable(key));
    }
    if (!HONOURED.contains(key) && !PASSED_OVER.contains(key)) {
      throw malformed("the record '%s'".formatted(Names.printable(key)));
    }
    String value = HONOURED.contains(key) ? utf8(content, from, to) : "";
    if (records.putIfAbsent(key, value) != null) {
      throw malformed("two records '%s'".formatted(key));
    }
  }

  private static String utf8(byte[] content, int from, int to) throws ContainerException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ContainerException(
          Reason.EXTENDED_HEADER, "expected an extended header in UTF-8", e);
    }
  }

  private static ContainerException malformed(String found) {
    return new ContainerException(
        Reason.EXTENDED_HEADER,
        "expected an extended header of known records, found %s".formatted(found));
  }

  Optional<byte[]> path() {
    return Optional.ofNullable(records.get("path"))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  Optional<byte[]> linkPath() {
    return Optional.ofNullable(records.get("linkpath"))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  OptionalLong number(String key) throws ContainerException {
    String text = records.get(key);
    if (text == null) {
      return OptionalLong.empty();
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new ContainerException(
          Reason.FIELD,
          "expected decimal digits as %s, found '%s'".formatted(key, Names.printable(text)));
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
