package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.util.regex.Pattern;

/**
 * The SHA-256 by which an image names its parts: {@code sha256:} and 64 lower-case digits.
 *
 * @param hex the digits
 */
record ImageDigest(String hex) {
  private static final String ALGORITHM = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  static ImageDigest parse(String text) throws ContainerException {
    if (!text.startsWith(ALGORITHM) || !HEX.matcher(text.substring(ALGORITHM.length())).matches()) {
      throw new ContainerException(
          Reason.DIGEST_ALGORITHM,
          "expected sha256: and 64 lower-case hexadecimal digits, found '%s'"
              .formatted(Names.printable(text)));
    }
    return new ImageDigest(text.substring(ALGORITHM.length()));
  }

  @Override
  public String toString() {
    return ALGORITHM + hex;
  }
}
