package dev.cosigner.eif.initramfs;

import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** How an archive in a ramdisk is compressed, told by its first bytes as the kernel tells it. */
public enum Compression {
  NONE("3037"),
  GZIP("1f8b"),
  ZSTD("28b52ffd"),
  XZ("fd377a585a00"),
  /** The legacy frame of {@code lz4 -l}: the kernel takes no other. */
  LZ4("02214c18");

  /** Bytes that are enough to tell them apart. */
  static final int MAGIC_BYTES = 6;

  private static final Map<String, String> UNREAD =
      Map.of(
          "04224d18", "LZ4's frame format, which no kernel takes: compress it with 'lz4 -l'",
          "425a68", "bzip2",
          "5d0000", "LZMA without a container",
          "894c5a", "LZO");

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  static Compression of(byte[] start) throws RamdiskException {
    String found = HexFormat.of().formatHex(start);
    for (Compression compression : values()) {
      if (found.startsWith(compression.magic)) {
        return compression;
      }
    }
    for (Map.Entry<String, String> other : UNREAD.entrySet()) {
      if (found.startsWith(other.getKey())) {
        found = other.getValue();
      }
    }
    throw new RamdiskException(
        Reason.COMPRESSION,
        "expected an archive of plain cpio, gzip, zstd, xz or lz4, found " + found);
  }

  /** The name in messages and documents, such as {@code zstd}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
