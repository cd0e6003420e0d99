package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parts of an image in a registry, fetched into files that go with the unpacked layers. */
final class RegistryBlobs implements BlobStore, AutoCloseable {
  private static final String DOCUMENTS =
      Stream.concat(
              ImageManifest.MEDIA_TYPES.stream().sorted(),
              ImageManifest.INDEX_MEDIA_TYPES.stream().sorted())
          .collect(Collectors.joining(", "));

  /** A slower download is given up: a registry must not hold a build for ever. */
  private static final long MIN_BYTES_PER_SECOND = 16 * 1024;

  private static final Duration GRACE = Duration.ofSeconds(60);

  private final RegistryClient client;
  private final RegistryName registry;
  private final UnpackedLayers layers;
  private final ContainerLimits limits;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private long fetched;

  RegistryBlobs(
      RegistryName registry,
      Optional<RegistryCredentials> credentials,
      UnpackedLayers layers,
      ContainerLimits limits) {
    this.client = new RegistryClient(registry, credentials);
    this.registry = registry;
    this.layers = layers;
    this.limits = limits;
  }

  /**
   * The image for a processor.
   *
   * @throws ContainerException if the registry has none of this digest, or gives other bytes
   */
  ImageSource find(Architecture architecture) throws IOException {
    ImageDigest digest = ImageDigest.parse(registry.digest());
    Path file = layers.newFile();
    long size = fetch("manifests", digest, DOCUMENTS, file, JsonDocument.MAX_SIZE);
    byte[] bytes = Files.readAllBytes(file);
    String found = Sha256.hex(bytes);
    if (!found.equals(digest.hex())) {
      throw new ContainerException(
          Reason.DIGEST, "expected %s, found bytes with sha256:%s".formatted(digest, found));
    }
    JsonDocument document = JsonDocument.parse("the manifest", bytes);
    Descriptor manifest =
        document.has("manifests")
            ? new ManifestChoice(this, architecture).choose(document)
            : new Descriptor(
                document
                    .optionalText("mediaType")
                    .orElse("application/vnd.oci.image.manifest.v1+json"),
                digest,
                size,
                Optional.empty());
    return ImageSource.of(this, manifest);
  }

  @Override
  public FileContent find(Descriptor descriptor) throws IOException {
    boolean document =
        ImageManifest.MEDIA_TYPES.contains(descriptor.mediaType())
            || ImageManifest.INDEX_MEDIA_TYPES.contains(descriptor.mediaType());
    if (descriptor.size() > limits.maxBytes() - fetched) {
      throw new ContainerException(
          Reason.TOO_LARGE,
          "expected an image of at most %d bytes, found more".formatted(limits.maxBytes()));
    }
    Path file = layers.newFile();
    long size =
        fetch(
            document ? "manifests" : "blobs",
            descriptor.digest(),
            document ? DOCUMENTS : "*/*",
            file,
            descriptor.size());
    fetched += size;
    return FileContent.of(file, size);
  }

  /** Writes an answer to a file, up to one byte more than it may have. */
  private long fetch(String kind, ImageDigest digest, String accept, Path file, long most)
      throws IOException {
    HttpResponse<InputStream> answer = client.get(kind, digest, accept);
    try (InputStream in = answer.body();
        OutputStream out = Files.newOutputStream(file)) {
      long seconds = GRACE.toSeconds() + most / MIN_BYTES_PER_SECOND;
      ScheduledFuture<?> end = clock.schedule(() -> close(in), seconds, TimeUnit.SECONDS);
      try {
        return copy(in, out, digest, most);
      } finally {
        end.cancel(false);
      }
    }
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      // It is given up in any case.
    }
  }

  private long copy(InputStream in, OutputStream out, ImageDigest digest, long most)
      throws IOException {
    long size = 0;
    byte[] buffer = new byte[1 << 16];
    while (true) {
      int count;
      try {
        count = in.read(buffer);
      } catch (IOException e) {
        throw new ContainerException(
            Reason.CONNECTION,
            "%s ended the connection after %d bytes of %s".formatted(registry.host(), size, digest),
            e);
      }
      if (count < 0) {
        return size;
      }
      size += count;
      if (size > most) {
        throw new ContainerException(
            Reason.SIZE, "%s: expected at most %d bytes, found more".formatted(digest, most));
      }
      out.write(buffer, 0, count);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
