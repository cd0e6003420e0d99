package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Addresses of witness programs: bech32 for version 0 (BIP-173) and bech32m for the later ones
 * (BIP-350). Writes lower case; reads one case or the other, not a mixture.
 */
final class Bech32 {
  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int CHECKSUM = 6;
  private static final int MAX_LENGTH = 90;
  private static final int BECH32 = 1;
  private static final int BECH32M = 0x2bc830a3;
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Bech32() {}

  /**
   * A witness program, as an output script has it.
   *
   * @param version 0 to 16
   * @param program 2 to 40 bytes; 20 or 32 in version 0
   */
  record Program(int version, ByteString program) {}

  /** The address of {@code program} after the human-readable part {@code prefix}. */
  static String encode(String prefix, Program program) {
    byte[] groups = toGroups(program.program().toByteArray());
    byte[] data = new byte[1 + groups.length];
    data[0] = (byte) program.version();
    System.arraycopy(groups, 0, data, 1, groups.length);
    byte[] padded = Arrays.copyOf(data, data.length + CHECKSUM);
    int checksum = polymod(prefix, padded) ^ constant(program.version());
    for (int i = 0; i < CHECKSUM; i++) {
      padded[data.length + i] = (byte) ((checksum >>> (5 * (CHECKSUM - 1 - i))) & 31);
    }
    StringBuilder text = new StringBuilder(prefix).append('1');
    for (byte group : padded) {
      text.append(ALPHABET.charAt(group));
    }
    return text.toString();
  }

  /**
   * The human-readable part of a text in the form of bech32, whatever follows it; empty where it
   * has none.
   */
  static Optional<String> prefix(String text) {
    int separator = text.lastIndexOf('1');
    return separator < 1
        ? Optional.empty()
        : Optional.of(text.substring(0, separator).toLowerCase(Locale.ROOT));
  }

  /** The program of an address; empty where it is none of {@code prefix}. */
  static Optional<Program> decode(String prefix, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean oneCase = text.equals(lower) || text.equals(text.toUpperCase(Locale.ROOT));
    int start = prefix.length() + 1;
    if (!oneCase
        || text.length() > MAX_LENGTH
        || text.length() < start + 1 + CHECKSUM
        || !lower.startsWith(prefix + "1")) {
      return Optional.empty();
    }
    byte[] data = new byte[text.length() - start];
    for (int i = 0; i < data.length; i++) {
      int value = ALPHABET.indexOf(lower.charAt(start + i));
      if (value < 0) {
        return Optional.empty();
      }
      data[i] = (byte) value;
    }
    int version = data[0];
    if (version > 16 || polymod(prefix, data) != constant(version)) {
      return Optional.empty();
    }
    return toBytes(Arrays.copyOfRange(data, 1, data.length - CHECKSUM))
        .filter(program -> isProgram(version, program.length))
        .map(program -> new Program(version, ByteString.copyOf(program)));
  }

  private static boolean isProgram(int version, int length) {
    return version == 0 ? length == 20 || length == 32 : length >= 2 && length <= 40;
  }

  private static int constant(int version) {
    return version == 0 ? BECH32 : BECH32M;
  }

  private static int polymod(String prefix, byte[] data) {
    int checksum = 1;
    for (int i = 0; i < prefix.length(); i++) {
      checksum = step(checksum, prefix.charAt(i) >>> 5);
    }
    checksum = step(checksum, 0);
    for (int i = 0; i < prefix.length(); i++) {
      checksum = step(checksum, prefix.charAt(i) & 31);
    }
    for (byte group : data) {
      checksum = step(checksum, group);
    }
    return checksum;
  }

  private static int step(int checksum, int value) {
    int next = ((checksum & 0x1ffffff) << 5) ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      if (((checksum >>> (25 + i)) & 1) == 1) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }

  private static byte[] toGroups(byte[] bytes) {
    byte[] groups = new byte[(bytes.length * 8 + 4) / 5];
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      int value = (bytes[bit / 8] >>> (7 - bit % 8)) & 1;
      groups[bit / 5] |= (byte) (value << (4 - bit % 5));
    }
    return groups;
  }

  /** Empty where the padding is more than four bits, or not zero. */
  private static Optional<byte[]> toBytes(byte[] groups) {
    int bits = groups.length * 5;
    byte[] bytes = new byte[bits / 8];
    for (int bit = 0; bit < bits; bit++) {
      int value = (groups[bit / 5] >>> (4 - bit % 5)) & 1;
      if (bit < bytes.length * 8) {
        bytes[bit / 8] |= (byte) (value << (7 - bit % 8));
      } else if (value != 0) {
        return Optional.empty();
      }
    }
    return bits % 8 > 4 ? Optional.empty() : Optional.of(bytes);
  }
}
