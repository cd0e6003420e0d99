package dev.cosigner.protocol.image;

import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The process that a foreign image runs: {@code app/process.cbor}, which the image's registers
 * cover. Everything in it is resolved when the image is built: names of users are numbers, the
 * program is a path.
 *
 * <p>Texts hold at most 32 KiB of UTF-8 each and 128 KiB together, and no zero byte.
 *
 * @param arguments {@code argv}, 1 to 256 texts; the first is the program's absolute path inside
 *     the image's root
 * @param environment at most 256 texts {@code NAME=VALUE} with distinct names
 * @param workingDirectory an absolute path inside the image's root
 * @param userId from 0 to 2^31 - 1
 * @param groupId likewise
 * @param supplementaryGroups at most 64 of the same kind
 */
public record ProcessConfiguration(
    List<String> arguments,
    List<String> environment,
    String workingDirectory,
    int userId,
    int groupId,
    List<Integer> supplementaryGroups) {

  /** Where it lies in an image. */
  public static final String PATH = "app/process.cbor";

  /** The directory in the ramdisk that becomes the process's root. */
  public static final String ROOT = "rootfs";

  /** Most bytes of its encoding. */
  public static final int MAX_BYTES = 132 * 1024;

  /** Most bytes of UTF-8 in one text. */
  public static final int MAX_TEXT = 32 * 1024;

  /** Most bytes of UTF-8 in all texts. */
  public static final int MAX_TEXTS = 128 * 1024;

  private static final String WHAT = "process configuration";
  private static final int VERSION = 1;
  private static final int MAX_ARGUMENTS = 256;
  private static final int MAX_VARIABLES = 256;
  private static final int MAX_GROUPS = 64;

  /** PATH_MAX without its zero byte: the kernel takes no longer path. */
  private static final int MAX_PATH = 4095;

  private static final CborLimits LIMITS =
      CborLimits.of(MAX_BYTES, 3, 16 + MAX_ARGUMENTS + MAX_VARIABLES + MAX_GROUPS);

  /**
   * Checks all that decoding checks.
   *
   * @throws IllegalArgumentException if something is outside the bounds; its message says what
   */
  public ProcessConfiguration {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    supplementaryGroups = List.copyOf(supplementaryGroups);
    try {
      check(toCbor(arguments, environment, workingDirectory, userId, groupId, supplementaryGroups));
    } catch (CborException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The one encoding, at most {@link #MAX_BYTES}. */
  public byte[] encode() {
    return toCbor(arguments, environment, workingDirectory, userId, groupId, supplementaryGroups)
        .encode();
  }

  /**
   * Reads {@link #encode}'s form.
   *
   * @throws CborException if it is another, or something is outside the bounds
   */
  public static ProcessConfiguration decode(byte[] encoded) throws CborException {
    CborValue value = CborDecoder.decode(encoded, LIMITS);
    check(value);
    List<CborValue> fields = value.asArrayOf(WHAT, 7);
    List<Integer> groups = new ArrayList<>();
    for (CborValue group : fields.get(6).asArray("supplementary groups", 0, MAX_GROUPS)) {
      groups.add(id(group, "supplementary group"));
    }
    return new ProcessConfiguration(
        texts(fields.get(1), "arguments", 1, MAX_ARGUMENTS),
        texts(fields.get(2), "environment", 0, MAX_VARIABLES),
        fields.get(3).asText("working directory", MAX_PATH),
        id(fields.get(4), "user id"),
        id(fields.get(5), "group id"),
        groups);
  }

  private static CborValue toCbor(
      List<String> arguments,
      List<String> environment,
      String workingDirectory,
      int userId,
      int groupId,
      List<Integer> supplementaryGroups) {
    return CborValue.array(
        CborValue.of(VERSION),
        CborValue.array(arguments.stream().map(CborValue::of).toList()),
        CborValue.array(environment.stream().map(CborValue::of).toList()),
        CborValue.of(workingDirectory),
        CborValue.of(userId),
        CborValue.of(groupId),
        CborValue.array(supplementaryGroups.stream().map(CborValue::of).toList()));
  }

  private static void check(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf(WHAT, 7);
    fields.get(0).asInteger(WHAT + " version", VERSION, VERSION);
    List<String> arguments = texts(fields.get(1), "arguments", 1, MAX_ARGUMENTS);
    List<String> environment = texts(fields.get(2), "environment", 0, MAX_VARIABLES);
    String workingDirectory = fields.get(3).asText("working directory", MAX_TEXT);
    requirePath("program", arguments.getFirst());
    requirePath("working directory", workingDirectory);
    requireVariables(environment);
    int size = workingDirectory.getBytes(StandardCharsets.UTF_8).length;
    size += bytes(arguments) + bytes(environment);
    if (size > MAX_TEXTS) {
      throw CborException.unexpectedValue(
          WHAT, "at most " + MAX_TEXTS + " bytes of text", Integer.toString(size));
    }
    id(fields.get(4), "user id");
    id(fields.get(5), "group id");
    for (CborValue group : fields.get(6).asArray("supplementary groups", 0, MAX_GROUPS)) {
      id(group, "supplementary group");
    }
  }

  private static int id(CborValue value, String what) throws CborException {
    return (int) value.asInteger(what, 0, Integer.MAX_VALUE);
  }

  private static List<String> texts(CborValue value, String what, int min, int max)
      throws CborException {
    List<String> texts = new ArrayList<>();
    for (CborValue item : value.asArray(what, min, max)) {
      String text = item.asText(what, MAX_TEXT);
      int size = text.getBytes(StandardCharsets.UTF_8).length;
      if (size > MAX_TEXT) {
        throw CborException.unexpectedValue(
            what, "at most " + MAX_TEXT + " bytes in one", Integer.toString(size));
      }
      requireNoZero(what, text);
      texts.add(text);
    }
    return texts;
  }

  private static int bytes(List<String> texts) {
    return texts.stream().mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  private static void requirePath(String what, String path) throws CborException {
    requireNoZero(what, path);
    if (!path.startsWith("/")) {
      throw CborException.unexpectedValue(what, "an absolute path", "a relative one");
    }
    int size = path.getBytes(StandardCharsets.UTF_8).length;
    if (size > MAX_PATH) {
      throw CborException.unexpectedValue(
          what, "a path of at most " + MAX_PATH + " bytes", Integer.toString(size));
    }
  }

  private static void requireNoZero(String what, String text) throws CborException {
    if (text.indexOf('\0') >= 0) {
      throw CborException.unexpectedValue(what, "text without a zero byte", "one");
    }
  }

  private static void requireVariables(List<String> environment) throws CborException {
    Set<String> names = HashSet.newHashSet(environment.size());
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      if (equals < 1) {
        throw CborException.unexpectedValue("environment", "NAME=VALUE", "text without a name");
      }
      if (!names.add(variable.substring(0, equals))) {
        throw CborException.unexpectedValue("environment", "distinct names", "one twice");
      }
    }
  }
}
