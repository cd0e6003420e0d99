package dev.cosigner.eif.inspection;

import dev.cosigner.eif.initramfs.EmbeddedKernelConfiguration;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a kernel tells of itself.
 *
 * @param version the line that it prints at boot, such as {@code 6.12.57 (kernel@build) #1 SMP};
 *     empty where it has none
 * @param options its configuration by name, where the kernel was built with CONFIG_IKCONFIG; empty
 *     where it was not
 */
public record KernelFacts(String version, Map<String, String> options) {
  /** Setup code of a bzImage is at most 64 sectors and its first; all fields lie within it. */
  private static final int SETUP = 65 * 512;

  private static final int SECTOR = 512;
  private static final int SETUP_SECTORS = 0x1f1;

  /** What a count of 0 stands for, for kernels of before there was one. */
  private static final int DEFAULT_SECTORS = 4;

  private static final int MAGIC = 0x202;
  private static final int HDRS = 0x53726448;
  private static final int PROTOCOL = 0x206;
  private static final int PROTOCOL_WITH_PAYLOAD = 0x208;
  private static final int VERSION = 0x20e;
  private static final int PAYLOAD_OFFSET = 0x248;

  private static final KernelFacts NONE = new KernelFacts("", Map.of());

  public KernelFacts {
    options = Map.copyOf(options);
  }

  /**
   * Reads a bzImage ({@code Documentation/arch/x86/boot.rst}); another kernel tells nothing.
   *
   * @param in the kernel; read as far as it is of use, not closed
   */
  static KernelFacts read(InputStream in) throws IOException {
    byte[] setup = in.readNBytes(SETUP);
    ByteBuffer header = ByteBuffer.wrap(setup).order(ByteOrder.LITTLE_ENDIAN);
    if (setup.length < SETUP || header.getInt(MAGIC) != HDRS) {
      return NONE;
    }
    int version = Short.toUnsignedInt(header.getShort(VERSION)) + SECTOR;
    String line = version == SECTOR ? "" : line(setup, version);
    if (Short.toUnsignedInt(header.getShort(PROTOCOL)) < PROTOCOL_WITH_PAYLOAD) {
      return new KernelFacts(line, Map.of());
    }
    int sectors = Byte.toUnsignedInt(setup[SETUP_SECTORS]);
    long payload =
        ((sectors == 0 ? DEFAULT_SECTORS : sectors) + 1L) * SECTOR
            + Integer.toUnsignedLong(header.getInt(PAYLOAD_OFFSET));
    InputStream kernel = new SequenceInputStream(new ByteArrayInputStream(setup), in);
    return new KernelFacts(
        line, skip(kernel, payload) ? EmbeddedKernelConfiguration.read(kernel) : Map.of());
  }

  private static boolean skip(InputStream in, long count) throws IOException {
    try {
      in.skipNBytes(count);
      return true;
    } catch (EOFException e) {
      return false;
    }
  }

  /**
   * The version alone, without the line's rest, such as {@code 6.12.57}; empty where the kernel has
   * none.
   *
   * @param in the kernel; its first 33 KiB are read, and it is not closed
   */
  public static String version(InputStream in) throws IOException {
    byte[] setup = in.readNBytes(SETUP);
    ByteBuffer header = ByteBuffer.wrap(setup).order(ByteOrder.LITTLE_ENDIAN);
    if (setup.length < SETUP || header.getInt(MAGIC) != HDRS) {
      return "";
    }
    int version = Short.toUnsignedInt(header.getShort(VERSION)) + SECTOR;
    String line = version == SECTOR ? "" : line(setup, version);
    return line.split(" ", 2)[0].replaceAll("[^\\p{Graph}]", "?");
  }

  private static String line(byte[] setup, int offset) {
    int end = offset;
    while (end < setup.length && setup[end] != 0) {
      end++;
    }
    return offset < setup.length
        ? new String(setup, offset, end - offset, StandardCharsets.ISO_8859_1)
        : "";
  }
}
