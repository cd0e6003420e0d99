package dev.cosigner.cli.image;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.container.ContainerImage;
import dev.cosigner.eif.container.ImageReference;
import dev.cosigner.eif.container.ProcessRequest;
import dev.cosigner.eif.container.RootfsArchive;
import dev.cosigner.eif.source.DirectoryTree;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.ForeignSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program of others that an image is built around; its files can be read until it is closed. */
public final class OpenedSource implements Closeable {
  private final ForeignSource source;
  private final List<String> passedOver;
  private final Closeable files;

  private OpenedSource(ForeignSource source, List<String> passedOver, Closeable files) {
    this.source = source;
    this.passedOver = List.copyOf(passedOver);
    this.files = files;
  }

  /**
   * Opens a container image.
   *
   * @param environment that says where Docker's configuration lies: DOCKER_CONFIG, or HOME
   * @throws dev.cosigner.eif.container.ContainerException if it is damaged or refused
   */
  public static OpenedSource image(
      ImageReference reference, Architecture architecture, Map<String, String> environment)
      throws IOException {
    ContainerImage image =
        ContainerImage.open(reference, architecture, dockerConfiguration(environment));
    return new OpenedSource(image.source(), image.passedOver(), image);
  }

  private static Path dockerConfiguration(Map<String, String> environment) {
    String folder = environment.getOrDefault("DOCKER_CONFIG", "");
    return folder.isEmpty()
        ? Path.of(environment.getOrDefault("HOME", ""), ".docker", "config.json")
        : Path.of(folder, "config.json");
  }

  /**
   * Opens a root file system.
   *
   * @param rootfs a directory, or a tar archive
   * @param request what starts in it
   * @throws dev.cosigner.eif.container.ContainerException if it is damaged or refused
   */
  public static OpenedSource rootfs(Path rootfs, ProcessRequest request, Architecture architecture)
      throws IOException {
    if (Files.isDirectory(rootfs)) {
      FileTree tree = DirectoryTree.read(rootfs);
      return new OpenedSource(
          new ForeignSource(tree, request.resolve(tree, architecture), List.of()),
          List.of(),
          () -> {});
    }
    RootfsArchive archive = RootfsArchive.open(rootfs);
    try {
      return new OpenedSource(
          new ForeignSource(
              archive.tree(),
              request.resolve(archive.tree(), architecture),
              List.of(archive.input())),
          List.of(),
          archive);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  /** Its files, and the process that starts in them. */
  public ForeignSource source() {
    return source;
  }

  /** Settings of a container image that say nothing in an enclave, with the reason. */
  public List<String> passedOver() {
    return passedOver;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
