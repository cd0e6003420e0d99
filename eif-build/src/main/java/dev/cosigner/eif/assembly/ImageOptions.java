package dev.cosigner.eif.assembly;

import dev.cosigner.protocol.attestation.AnchorKind;

/**
 * What the one who builds an image may choose. Only the anchor is measured.
 *
 * @param anchor whose attestation documents the image's enclaves make and accept
 * @param name of the image, 1 to 128 characters on one line
 * @param version of the image, likewise
 */
public record ImageOptions(AnchorKind anchor, String name, String version) {
  private static final int MAX_LENGTH = 128;

  public ImageOptions {
    requireLine("name", name);
    requireLine("version", version);
  }

  /** The name and version that an image has where its builder names none. */
  public static ImageOptions of(AnchorKind anchor) {
    return new ImageOptions(anchor, "cosigner", BuildProperties.VERSION);
  }

  /** These options with another name. */
  public ImageOptions withName(String other) {
    return new ImageOptions(anchor, other, version);
  }

  /** These options with another version. */
  public ImageOptions withVersion(String other) {
    return new ImageOptions(anchor, name, other);
  }

  private static void requireLine(String what, String text) {
    if (text.isEmpty()
        || text.length() > MAX_LENGTH
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "expected an image's %s to be a line of 1 to 128 characters".formatted(what));
    }
  }
}
