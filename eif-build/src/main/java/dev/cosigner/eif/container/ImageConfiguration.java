package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.container.Descriptor.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an image says of the process that starts in it (OCI image specification 1.1, config.md).
 *
 * @param diffIds of its layers, from the lowest: the digests of what they unpack to
 * @param passedOver settings that say nothing in an enclave, each with the reason
 */
record ImageConfiguration(
    List<ImageDigest> diffIds,
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    String workingDirectory,
    String user,
    List<String> passedOver) {

  /** Read, or for Windows, or for whoever builds or looks at an image: nothing to speak of. */
  private static final List<String> SILENT =
      List.of(
          "Entrypoint",
          "Cmd",
          "Env",
          "WorkingDir",
          "User",
          "Labels",
          "Image",
          "Shell",
          "OnBuild",
          "ArgsEscaped",
          "AttachStdin",
          "AttachStdout",
          "AttachStderr",
          "OpenStdin",
          "StdinOnce");

  private static final Map<String, String> WITHOUT_MEANING =
      new TreeMap<>(
          Map.of(
              "ExposedPorts", "an enclave has no network but vsock",
              "Volumes", "nothing outlives an enclave; the path is an ordinary directory",
              "StopSignal", "an enclave is ended whole",
              "Healthcheck", "nobody outside an enclave could run it",
              "Hostname", "an enclave is in no network",
              "Domainname", "an enclave is in no network",
              "MacAddress", "an enclave is in no network",
              "NetworkDisabled", "an enclave has no network but vsock",
              "Tty", "an enclave has no terminal"));

  ImageConfiguration {
    diffIds = List.copyOf(diffIds);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Reads a configuration.
   *
   * @throws ContainerException if it is for another platform, or asks for what cannot be honoured
   */
  static ImageConfiguration of(JsonDocument document, Architecture architecture)
      throws ContainerException {
    requirePlatform(Platform.of(document), ManifestChoice.platform(architecture));
    JsonDocument rootfs = document.object("rootfs");
    if (!rootfs.text("type").equals("layers")) {
      throw new ContainerException(Reason.JSON, "expected a rootfs of type 'layers'");
    }
    List<ImageDigest> diffIds = new ArrayList<>();
    for (String digest : rootfs.texts("diff_ids")) {
      diffIds.add(ImageDigest.parse(digest));
    }
    JsonDocument config =
        document
            .optionalObject("config")
            .orElse(JsonDocument.parse("config", new byte[] {'{', '}'}));
    return new ImageConfiguration(
        diffIds,
        config.texts("Entrypoint"),
        config.texts("Cmd"),
        config.texts("Env"),
        config.optionalText("WorkingDir").orElse(""),
        config.optionalText("User").orElse(""),
        passedOver(config));
  }

  private static void requirePlatform(Platform found, Platform wanted) throws ContainerException {
    if (!found.operatingSystem().equals(wanted.operatingSystem())) {
      throw new ContainerException(
          Reason.OPERATING_SYSTEM, "expected an image for linux, found one for " + found);
    }
    if (!found.equals(wanted)) {
      throw new ContainerException(
          Reason.ARCHITECTURE,
          "expected an image for %s, found one for %s".formatted(wanted, found));
    }
  }

  private static List<String> passedOver(JsonDocument config) throws ContainerException {
    List<String> passedOver = new ArrayList<>();
    for (String setting : config.fields()) {
      if (SILENT.contains(setting)) {
        continue;
      }
      String reason = WITHOUT_MEANING.get(setting);
      if (reason == null) {
        throw new ContainerException(
            Reason.SETTING,
            "expected settings that an enclave can honour, found '%s'"
                .formatted(Names.printable(setting)));
      }
      passedOver.add(setting + ": " + reason);
    }
    return passedOver;
  }
}
