package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileContent;
import dev.cosigner.eif.source.SourceInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An archive as {@code docker save} writes it: an OCI image layout where it has one, else {@code
 * manifest.json} of one image (Docker image specification 1.2), whose layers are verified by the
 * configuration's digests of them.
 */
final class DockerArchive {
  private static final String MANIFEST = "manifest.json";
  private static final String SOURCE = "docker archive";

  /** Names of files after the digests of their content, as Docker gives to configurations. */
  private static final Pattern BY_DIGEST = Pattern.compile("(?:.*/)?([0-9a-f]{64})(?:\\.json)?");

  private final Path archive;
  private final Map<String, TarEntry> entries = new HashMap<>();

  private DockerArchive(Path archive) {
    this.archive = archive;
  }

  /**
   * Lists an archive.
   *
   * @throws ContainerException if it is none, or lists more than an image needs
   */
  static DockerArchive open(Path file, ContainerLimits limits) throws IOException {
    requireUncompressed(file);
    DockerArchive archive = new DockerArchive(file);
    try (TarReader reader = new UnpackedLayers.FileArchive(file).open()) {
      for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        archive.add(next.get(), limits);
      }
    }
    return archive;
  }

  private static void requireUncompressed(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (LayerCompression.of(in.readNBytes(LayerCompression.MAGIC_BYTES))
          != LayerCompression.NONE) {
        throw new ContainerException(
            Reason.COMPRESSION, "expected an archive that is not compressed; unpack it first");
      }
    }
  }

  private void add(TarEntry entry, ContainerLimits limits) throws ContainerException {
    if (entry.type() == TarEntry.Type.DIRECTORY) {
      return;
    }
    if (entries.size() == limits.maxEntries()) {
      throw new ContainerException(
          Reason.TOO_MANY_ENTRIES,
          "expected at most %d files in an archive".formatted(limits.maxEntries()));
    }
    if (entries.putIfAbsent(entry.path(), entry) != null) {
      throw new ContainerException(
          Reason.CONFLICT, "expected one file '%s', found two".formatted(entry.path()));
    }
  }

  /**
   * The image for a processor.
   *
   * @throws ContainerException if this is no image, or there is no such image, or more than one
   */
  ImageSource find(Architecture architecture) throws IOException {
    if (entries.containsKey(OciLayout.MARKER)) {
      return new OciLayout(this::file).find(architecture);
    }
    List<JsonDocument> images =
        JsonDocument.parseArray(MANIFEST, BlobStore.bounded(required(MANIFEST), MANIFEST));
    if (images.size() != 1) {
      throw new ContainerException(
          images.isEmpty() ? Reason.NO_PLATFORM : Reason.AMBIGUOUS,
          "expected one image in the archive, found " + images.size());
    }
    String name = images.getFirst().text("Config");
    byte[] configuration = BlobStore.bounded(required(name), "the configuration");
    String sha256 = Sha256.hex(configuration);
    Matcher named = BY_DIGEST.matcher(name);
    if (named.matches() && !named.group(1).equals(sha256)) {
      throw new ContainerException(
          Reason.DIGEST,
          "expected sha256:%s, found bytes with sha256:%s".formatted(named.group(1), sha256));
    }
    return new ImageSource(
        JsonDocument.parse("the configuration", configuration),
        layers(images.getFirst().texts("Layers")),
        List.of(new SourceInput("configuration", "application/json", SOURCE, sha256)));
  }

  private List<ImageSource.Layer> layers(List<String> names) throws IOException {
    ImageSource.requireLayerCount(names.size());
    List<ImageSource.Layer> layers = new ArrayList<>();
    for (String name : names) {
      FileContent content = required(name);
      MessageDigest digest = Sha256.newDigest();
      byte[] start;
      try (InputStream in = content.open()) {
        start = in.readNBytes(LayerCompression.MAGIC_BYTES);
        digest.update(start);
        byte[] buffer = new byte[1 << 16];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          digest.update(buffer, 0, count);
        }
      }
      layers.add(
          new ImageSource.Layer(
              content,
              LayerCompression.of(start),
              "application/x-tar",
              HexFormat.of().formatHex(digest.digest())));
    }
    return layers;
  }

  private FileContent required(String path) throws ContainerException {
    return file(path)
        .orElseThrow(() ->
            new ContainerException(
                path.equals(MANIFEST) ? Reason.LAYOUT : Reason.MISSING,
                "expected a file '%s' in the archive, found none"
                    .formatted(Names.printable(path))));
  }

  /** Docker once wrote layers that two images share as links from the one to the other. */
  private Optional<FileContent> file(String path) {
    TarEntry entry = entries.get(path);
    if (entry != null && entry.type() == TarEntry.Type.SYMBOLIC_LINK) {
      Path target = Path.of("/", path).resolveSibling(entry.target()).normalize();
      entry = entries.get(target.toString().substring(1));
    }
    return entry != null && entry.type() == TarEntry.Type.FILE
        ? Optional.of(new UnpackedLayers.FilePart(archive, entry.offset(), entry.size()))
        : Optional.empty();
  }
}
