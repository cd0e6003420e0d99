package dev.cosigner.enclave.boot;

import java.util.ArrayList;
import java.util.List;

/**
 * The check of {@code /proc/cmdline}. An image's registers do not say where its kernel ends and its
 * command line begins, nor where the command line ends and the ramdisk begins, so whoever holds the
 * file can move words out of the command line or bytes into it without changing a register. So the
 * words must be exactly these, in this order: those built into the kernel, those of the image, and
 * then only the devices that the hypervisor appends.
 */
final class KernelCommandLine {
  /** The kernel's own words: {@code CONFIG_CMDLINE} of {@code eif-build/kernel/config}. */
  static final List<String> BUILT_IN =
      List.of("console=ttyS0", "loglevel=4", "reboot=t", "LD_LIBRARY_PATH=/jre/lib");

  /** The words of the image's command line section: {@code eif-build/kernel/README.md}. */
  static final List<String> IMAGE = List.of("console=ttyS0");

  private static final String DEVICE = "virtio_mmio.device=";

  /** Far above the handful of devices that a hypervisor attaches. */
  private static final int MOST_DEVICES = 32;

  /** What a refusal quotes of a word: the line's bytes may be a ramdisk's. */
  private static final int LONGEST_QUOTE = 48;

  private KernelCommandLine() {}

  /**
   * Refuses every other command line.
   *
   * @param line the content of {@code /proc/cmdline}
   * @throws BootException with the first word that differs
   */
  static void check(String line) throws BootException {
    List<String> words = words(line);
    int position = 0;
    for (String expected : BUILT_IN) {
      expectWord(words, position++, expected, "the kernel's own");
    }
    for (String expected : IMAGE) {
      expectWord(words, position++, expected, "the image's");
    }
    if (words.size() - position > MOST_DEVICES) {
      throw refused(
          "at most " + MOST_DEVICES + " device words", Integer.toString(words.size() - position));
    }
    for (; position < words.size(); position++) {
      String word = words.get(position);
      if (!word.startsWith(DEVICE)) {
        throw refused(
            "only " + DEVICE + " words after the first " + (BUILT_IN.size() + IMAGE.size()),
            quote(word));
      }
      if (!isDevice(word)) {
        throw refused(DEVICE + "<size>@<address>:<interrupt>", quote(word));
      }
    }
  }

  private static void expectWord(List<String> words, int position, String expected, String whose)
      throws BootException {
    String found = position < words.size() ? words.get(position) : null;
    if (!expected.equals(found)) {
      throw refused(
          "word " + (position + 1) + " to be " + whose + " \"" + expected + "\"",
          found == null ? "no more words" : quote(found));
    }
  }

  private static BootException refused(String expected, String found) {
    return BootException.refused("kernel command line: expected " + expected + ", found " + found);
  }

  /**
   * Splits at single spaces; the kernel ends the line with a line feed. Other white space stays in
   * its word.
   */
  private static List<String> words(String line) {
    String text = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int space = text.indexOf(' ', start);
      int end = space < 0 ? text.length() : space;
      if (end > start) {
        words.add(text.substring(start, end));
      }
      start = end + 1;
    }
    return words;
  }

  /**
   * The form of {@code Documentation/admin-guide/kernel-parameters.txt}: size, with K or M or not,
   * {@code @}, address, colon, interrupt, and possibly a colon and the device's number.
   */
  private static boolean isDevice(String word) {
    int at = word.indexOf('@');
    int colon = word.indexOf(':');
    if (at < 0 || colon < at) {
      return false;
    }
    String size = word.substring(DEVICE.length(), at);
    String address = word.substring(at + 1, colon);
    String rest = word.substring(colon + 1);
    int second = rest.indexOf(':');
    String interrupt = second < 0 ? rest : rest.substring(0, second);
    boolean numbered = second < 0 || isNumber(rest.substring(second + 1), 10);
    boolean scaled = size.endsWith("K") || size.endsWith("M");
    return isSize(scaled ? size.substring(0, size.length() - 1) : size)
        && isSize(address)
        && isNumber(interrupt, 10)
        && numbered;
  }

  private static boolean isSize(String digits) {
    return digits.startsWith("0x") ? isNumber(digits.substring(2), 16) : isNumber(digits, 10);
  }

  private static boolean isNumber(String digits, int radix) {
    if (digits.isEmpty() || digits.length() > 16) {
      return false;
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c > 'f' || Character.digit(c, radix) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * A word in quotes, cut short, with everything but printable ASCII replaced: it goes to a
   * console.
   */
  private static String quote(String word) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < Math.min(word.length(), LONGEST_QUOTE); i++) {
      char c = word.charAt(i);
      quoted.append(c > ' ' && c <= '~' ? c : '?');
    }
    return quoted.append(word.length() > LONGEST_QUOTE ? "...\"" : "\"").toString();
  }
}
