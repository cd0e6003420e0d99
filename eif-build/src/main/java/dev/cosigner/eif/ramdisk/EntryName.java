package dev.cosigner.eif.ramdisk;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * Names inside a ramdisk: relative paths of plain components, such as {@code app/enclave.jar}.
 * There is one way to write each, so that comparing strings compares files.
 */
public final class EntryName {
  /** The order of entries in an archive: by the bytes of their names. */
  public static final Comparator<String> ORDER =
      Comparator.comparing(
          (String name) -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /**
   * With the terminating zero: a quarter of the kernel's PATH_MAX, so that all names fit in memory.
   */
  static final int MAX_BYTES = 1024;

  private EntryName() {}

  /** Decodes and checks a name read from an archive. */
  static String parse(byte[] bytes) throws RamdiskException {
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new RamdiskException(
          Reason.NAME, "expected a name in UTF-8, found " + HexFormat.of().formatHex(bytes), e);
    }
    require(name);
    return name;
  }

  /** Refuses a name that is absolute, or has an empty, {@code .} or {@code ..} component. */
  public static void require(String name) throws RamdiskException {
    if (length(name) >= MAX_BYTES) {
      throw new RamdiskException(
          Reason.NAME, "expected a name of less than 1024 bytes, found " + name.length());
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw refused(name, "a control character");
    }
    for (String component : name.split("/", -1)) {
      switch (component) {
        case "" -> throw refused(name, "an empty component");
        case ".", ".." -> throw refused(name, "the component " + component);
        default -> {}
      }
    }
  }

  /** Bytes of the name in an archive, without its zero byte. */
  public static int length(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The name of the directory that holds the entry; empty where that is the root. */
  public static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static RamdiskException refused(String name, String found) {
    return new RamdiskException(
        Reason.NAME,
        "expected a plain relative path, found %s in '%s'".formatted(found, printable(name)));
  }

  /** The name as a message may show it, without control characters. */
  public static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
