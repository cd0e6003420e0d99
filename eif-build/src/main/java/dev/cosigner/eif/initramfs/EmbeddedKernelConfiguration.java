package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.ramdisk.RamdiskException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration that a kernel carries where it was built with CONFIG_IKCONFIG: gzip behind the
 * word {@code IKCFG_ST}, inside the compressed kernel (linux/scripts/extract-ikconfig).
 */
public final class EmbeddedKernelConfiguration {
  private static final byte[] MARKER = "IKCFG_ST".getBytes(StandardCharsets.US_ASCII);
  private static final long MAX_KERNEL = 512L << 20;
  private static final int MAX_CONFIGURATION = 1 << 20;

  /** Twice as many as Linux has: a list of more is made up. */
  private static final int MAX_OPTIONS = 40_000;

  private EmbeddedKernelConfiguration() {}

  /**
   * Finds the options in a compressed kernel.
   *
   * @param in where its compression begins; read as far as it is of use, not closed
   * @return values by option, {@code n} for one that is not set; empty where the kernel has none,
   *     or more than any kernel has, or is compressed in a way that is not known
   */
  public static Map<String, String> read(InputStream in) throws IOException {
    Lookahead source = new Lookahead(in);
    try (MemberStream kernel =
        MemberStream.open(
            source, Compression.of(source.peek(Compression.MAGIC_BYTES)), MAX_KERNEL)) {
      Lookahead text = new Lookahead(kernel);
      if (!find(text)) {
        return Map.of();
      }
      try (GzipMember configuration = new GzipMember(text)) {
        return parse(configuration.readNBytes(MAX_CONFIGURATION));
      }
    } catch (RamdiskException e) {
      // A kernel that cannot be looked into is still measured, and compared by its bytes.
      return Map.of();
    }
  }

  private static boolean find(Lookahead in) throws IOException {
    int matched = 0;
    for (ByteBuffer buffer = in.buffered(); buffer.hasRemaining(); buffer = in.buffered()) {
      byte next = buffer.get();
      // The marker's first letter does not occur in it again.
      matched = next == MARKER[matched] ? matched + 1 : next == MARKER[0] ? 1 : 0;
      if (matched == MARKER.length) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, String> parse(byte[] configuration) {
    Map<String, String> options = new TreeMap<>();
    new String(configuration, StandardCharsets.ISO_8859_1)
        .lines()
        .forEach(line -> {
          int equals = line.indexOf('=');
          if (line.startsWith("CONFIG_") && equals > 0) {
            options.put(line.substring(0, equals), line.substring(equals + 1));
          } else if (line.startsWith("# CONFIG_") && line.endsWith(" is not set")) {
            options.put(line.substring(2, line.length() - " is not set".length()), "n");
          }
        });
    return options.size() > MAX_OPTIONS ? Map.of() : options;
  }
}
