package dev.cosigner.eif.container;

import com.github.luben.zstd.ZstdIOException;
import dev.cosigner.eif.FileRange;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileContent;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;

/**
 * The layers of an image, unpacked into a folder that only this user can read and that is gone when
 * this is closed. Contents are read from there, whatever happens to the image meanwhile.
 */
final class UnpackedLayers implements Closeable {
  private final ContainerLimits limits;
  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private long total;

  UnpackedLayers(ContainerLimits limits) throws IOException {
    this.limits = limits;
    folder = Files.createTempDirectory("cosigner-layers");
    // For a program that is interrupted: the folder must be asked for first to go last.
    folder.toFile().deleteOnExit();
  }

  /** A file in the folder that no name is taken by; it is gone with the rest. */
  Path newFile() {
    Path file = folder.resolve(Integer.toString(files.size()));
    files.add(file);
    file.toFile().deleteOnExit();
    return file;
  }

  /**
   * A layer on disk.
   *
   * @param digest of its bytes there
   */
  record UnpackedLayer(LayerTree.Archive archive, ImageDigest digest) {}

  /**
   * Unpacks a layer and compares what it unpacks to with the configuration's digest of it.
   *
   * @throws ContainerException if it is another, is damaged or unpacks to too much
   */
  LayerTree.Archive unpack(FileContent layer, LayerCompression compression, ImageDigest diffId)
      throws IOException {
    UnpackedLayer unpacked = unpack(layer, compression);
    if (!unpacked.digest().equals(diffId)) {
      throw new ContainerException(
          Reason.DIFF_ID,
          "expected a layer that unpacks to %s, found one to %s"
              .formatted(diffId, unpacked.digest()));
    }
    return unpacked.archive();
  }

  /**
   * Unpacks a layer that nothing names the digest of.
   *
   * @throws ContainerException if it is damaged or unpacks to too much
   */
  UnpackedLayer unpack(FileContent layer, LayerCompression compression) throws IOException {
    Path file = newFile();
    MessageDigest digest = Sha256.newDigest();
    try (InputStream packed = layer.open();
        InputStream in = compression.open(packed);
        OutputStream out = Files.newOutputStream(file)) {
      long most = mostBytes(layer.size(), compression);
      long written = 0;
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        written += count;
        total += count;
        requireBounds(written, most);
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    } catch (ZstdIOException | ZipException | EOFException e) {
      throw new ContainerException(
          Reason.DAMAGED, "a layer's compression is damaged: " + e.getMessage(), e);
    }
    return new UnpackedLayer(
        new FileArchive(file), new ImageDigest(HexFormat.of().formatHex(digest.digest())));
  }

  private long mostBytes(long packed, LayerCompression compression) {
    if (compression == LayerCompression.NONE || packed > limits.maxBytes() / limits.maxRatio()) {
      return Long.MAX_VALUE;
    }
    return Math.max(ContainerLimits.RATIO_FREE, packed * limits.maxRatio());
  }

  private void requireBounds(long written, long most) throws ContainerException {
    if (total > limits.maxBytes()) {
      throw new ContainerException(
          Reason.TOO_LARGE,
          "expected layers of at most %d bytes unpacked, found more".formatted(limits.maxBytes()));
    }
    if (written > most) {
      throw new ContainerException(
          Reason.COMPRESSION_RATIO,
          "expected a layer that unpacks to at most %d times its size, found more"
              .formatted(limits.maxRatio()));
    }
  }

  @Override
  public void close() throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  /** An archive on disk, uncompressed. */
  record FileArchive(Path file) implements LayerTree.Archive {
    @Override
    public TarReader open() throws IOException {
      return new TarReader(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    @Override
    public FileContent content(TarEntry entry) {
      return new FilePart(file, entry.offset(), entry.size());
    }
  }

  /** The bytes of a file that begin somewhere in it. */
  record FilePart(Path file, long offset, long size) implements FileContent {
    @Override
    public InputStream open() throws IOException {
      InputStream in = Files.newInputStream(file);
      try {
        in.skipNBytes(offset);
        return new FileRange(in, size);
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    }
  }
}
