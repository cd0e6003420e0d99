package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Names of entries, brought into the one form in which they can be compared. */
final class InitramfsName {
  /** The kernel's PATH_MAX, with the terminating zero. */
  static final int MAX_BYTES = 4096;

  private InitramfsName() {}

  /**
   * The path from the root that an entry of this name is unpacked to: {@code /a}, {@code ./a} and
   * {@code a} are one.
   *
   * @param bytes without the terminating zero
   */
  static String parse(byte[] bytes) throws RamdiskException {
    String name = decode(bytes);
    StringBuilder path = new StringBuilder();
    for (String component : name.split("/", -1)) {
      switch (component) {
        case "", "." -> {}
        case ".." ->
            throw new RamdiskException(
                Reason.NAME, "expected a path within the ramdisk, found '%s'".formatted(name));
        default -> path.append(path.isEmpty() ? "" : "/").append(component);
      }
    }
    return path.toString();
  }

  /**
   * Text in UTF-8, or with {@code \xNN} for every byte that is none, controls a terminal, or is a
   * backslash: other bytes are always another text.
   */
  static String decode(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c))) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // Any bytes but zero and the slash are a name to Linux.
    }
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (b >= ' ' && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append("\\x%02x".formatted(b));
      }
    }
    return text.toString();
  }
}
