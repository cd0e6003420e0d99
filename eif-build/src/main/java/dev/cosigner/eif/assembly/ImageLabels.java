package dev.cosigner.eif.assembly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * What the one who builds an image writes into its metadata, which nothing measures.
 *
 * @param name of the image, 1 to 128 characters on one line
 * @param version of the image, likewise
 * @param customMetadata what AWS's tools show as {@code CustomMetadata}
 */
public record ImageLabels(String name, String version, Optional<ObjectNode> customMetadata) {
  private static final int MAX_LENGTH = 128;

  public ImageLabels {
    requireLine("name", name);
    requireLine("version", version);
    customMetadata = customMetadata.map(ObjectNode::deepCopy);
  }

  /** The labels of an image whose builder names none. */
  public static ImageLabels standard() {
    return new ImageLabels("cosigner", BuildProperties.VERSION, Optional.empty());
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
