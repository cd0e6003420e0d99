package dev.cosigner.eif.container;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.cosigner.eif.container.ContainerException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** How a layer is compressed. */
enum LayerCompression {
  NONE,
  GZIP,
  ZSTD;

  /** Bytes that are enough to tell them apart. */
  static final int MAGIC_BYTES = 6;

  private static final int BUFFER = 1 << 16;

  /** 2^27 bytes is the largest window that is taken: what zstd itself takes without being told. */
  private static final int MAX_WINDOW_LOG = 27;

  /**
   * What the type of a layer says (OCI image specification 1.1, media-types.md, and Docker's of the
   * same meaning).
   */
  static LayerCompression of(String mediaType) throws ContainerException {
    return switch (mediaType) {
      case "application/vnd.oci.image.layer.v1.tar",
          "application/vnd.docker.image.rootfs.diff.tar" ->
          NONE;
      case "application/vnd.oci.image.layer.v1.tar+gzip",
          "application/vnd.docker.image.rootfs.diff.tar.gzip" ->
          GZIP;
      case "application/vnd.oci.image.layer.v1.tar+zstd",
          "application/vnd.docker.image.rootfs.diff.tar.zstd" ->
          ZSTD;
      default ->
          throw new ContainerException(
              Reason.MEDIA_TYPE,
              "expected a layer of tar, tar+gzip or tar+zstd that the image itself holds, found '%s'"
                  .formatted(Names.printable(mediaType)));
    };
  }

  /** What the first bytes say, where nothing else does. */
  static LayerCompression of(byte[] start) throws ContainerException {
    String magic = HexFormat.of().formatHex(start);
    if (magic.startsWith("1f8b")) {
      return GZIP;
    }
    if (magic.startsWith("28b52ffd")) {
      return ZSTD;
    }
    if (magic.startsWith("425a68") || magic.startsWith("fd377a585a00")) {
      throw new ContainerException(
          Reason.COMPRESSION, "expected a layer of tar, gzip or zstd, found bzip2 or xz");
    }
    return NONE;
  }

  /** What the layer unpacks to: members or frames in a row are one. */
  InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG);
    };
  }
}
