package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names inside a layer, brought into the one form in which they can be compared. */
final class Names {
  private Names() {}

  /**
   * The path from the root: {@code ./a/}, {@code a/} and {@code a} are one, and {@code ./} is the
   * root, the empty path.
   *
   * @throws ContainerException if it is absolute, leads upwards or is not plain UTF-8
   */
  static String path(byte[] bytes) throws ContainerException {
    if (bytes.length == 0) {
      throw new ContainerException(Reason.NAME, "expected a name, found an empty one");
    }
    String name = decode(bytes, Reason.NAME, "a name");
    if (name.startsWith("/")) {
      throw new ContainerException(
          Reason.NAME, "expected a path from the image's root, found '%s'".formatted(name));
    }
    StringBuilder path = new StringBuilder();
    int depth = 0;
    for (String component : name.split("/", -1)) {
      switch (component) {
        case "", "." -> {}
        case ".." ->
            throw new ContainerException(
                Reason.NAME, "expected a path that leads down, found '%s'".formatted(name));
        default -> {
          path.append(path.isEmpty() ? "" : "/").append(component);
          depth++;
        }
      }
    }
    if (depth > ContainerLimits.MAX_DEPTH) {
      throw new ContainerException(
          Reason.TOO_DEEP,
          "expected at most %d directories, found %d".formatted(ContainerLimits.MAX_DEPTH, depth));
    }
    requireLength(path.toString());
    return path.toString();
  }

  /** Refuses a path from the root that is too long for a ramdisk. */
  static void requireLength(String path) throws ContainerException {
    int length = path.getBytes(StandardCharsets.UTF_8).length;
    if (length > ContainerLimits.MAX_PATH) {
      throw new ContainerException(
          Reason.PATH_TOO_LONG,
          "expected a path of at most %d bytes, found %d: %.60s..."
              .formatted(ContainerLimits.MAX_PATH, length, path));
    }
  }

  /** What a symbolic link says, which is not looked at before a path leads through it. */
  static String target(byte[] bytes) throws ContainerException {
    if (bytes.length == 0) {
      throw new ContainerException(Reason.LINK_TARGET, "expected a link's target, found none");
    }
    if (bytes.length > ContainerLimits.MAX_TARGET) {
      throw new ContainerException(
          Reason.PATH_TOO_LONG,
          "expected a link's target of at most %d bytes, found %d"
              .formatted(ContainerLimits.MAX_TARGET, bytes.length));
    }
    return decode(bytes, Reason.LINK_TARGET, "a link's target");
  }

  private static String decode(byte[] bytes, Reason reason, String what) throws ContainerException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ContainerException(
          reason,
          "expected %s in UTF-8, found %s".formatted(what, HexFormat.of().formatHex(bytes)),
          e);
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new ContainerException(
          reason,
          "expected %s without control characters, found '%s'".formatted(what, printable(text)));
    }
    return text;
  }

  /** A text of a stranger as messages may show it: one line of at most 200 characters. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(200)
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            shown.append("\\x%02x".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }
}
