package dev.cosigner.eif.container;

import java.util.Optional;

/**
 * How one part of an image names another (OCI image specification 1.1, descriptor.md).
 *
 * @param mediaType what the part is
 * @param size of it, in bytes
 * @param platform that it is for, where an index says so
 */
record Descriptor(String mediaType, ImageDigest digest, long size, Optional<Platform> platform) {

  /**
   * What a program runs on.
   *
   * @param operatingSystem such as {@code linux}
   * @param architecture such as {@code amd64}
   */
  record Platform(String operatingSystem, String architecture) {
    static Platform of(JsonDocument document) throws ContainerException {
      return new Platform(document.text("os"), document.text("architecture"));
    }

    @Override
    public String toString() {
      return Names.printable(operatingSystem + "/" + architecture);
    }
  }

  static Descriptor of(JsonDocument document) throws ContainerException {
    Optional<JsonDocument> platform = document.optionalObject("platform");
    return new Descriptor(
        document.text("mediaType"),
        ImageDigest.parse(document.text("digest")),
        document.size("size"),
        platform.isPresent() ? Optional.of(Platform.of(platform.get())) : Optional.empty());
  }
}
