package dev.cosigner.eif.container;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Where the parts of an image lie, by their digests. What comes out of it is not yet verified. */
@FunctionalInterface
interface BlobStore {
  /**
   * The bytes of a part.
   *
   * @throws ContainerException if it is not there
   */
  FileContent find(Descriptor descriptor) throws IOException;

  /**
   * A part whose size and digest were compared with the descriptor's.
   *
   * @throws ContainerException if it is another, or not there
   */
  default FileContent verified(Descriptor descriptor) throws IOException {
    FileContent content = find(descriptor);
    requireSize(descriptor, content.size());
    MessageDigest digest = Sha256.newDigest();
    try (InputStream in = content.open()) {
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    requireDigest(descriptor.digest(), digest.digest());
    return content;
  }

  /**
   * A document whose size and digest were compared with the descriptor's.
   *
   * @throws ContainerException if it is another, not there, or larger than documents are
   */
  default byte[] document(Descriptor descriptor) throws IOException {
    FileContent content = find(descriptor);
    requireSize(descriptor, content.size());
    byte[] document = bounded(content, descriptor.digest().toString());
    requireDigest(descriptor.digest(), Sha256.newDigest().digest(document));
    return document;
  }

  /**
   * All bytes of a document.
   *
   * @param what it is, for the message
   * @throws ContainerException if it is larger than documents are
   */
  static byte[] bounded(FileContent content, String what) throws IOException {
    try (InputStream in = content.open()) {
      byte[] document = in.readNBytes(JsonDocument.MAX_SIZE + 1);
      if (document.length > JsonDocument.MAX_SIZE) {
        throw new ContainerException(
            Reason.TOO_LARGE,
            "%s: expected a document of at most %d bytes, found more"
                .formatted(what, JsonDocument.MAX_SIZE));
      }
      return document;
    }
  }

  private static void requireSize(Descriptor descriptor, long found) throws ContainerException {
    if (found != descriptor.size()) {
      throw new ContainerException(
          Reason.SIZE,
          "%s: expected %d bytes, found %d"
              .formatted(descriptor.digest(), descriptor.size(), found));
    }
  }

  private static void requireDigest(ImageDigest expected, byte[] digest) throws ContainerException {
    String found = HexFormat.of().formatHex(digest);
    if (!found.equals(expected.hex())) {
      throw new ContainerException(
          Reason.DIGEST, "expected %s, found bytes with sha256:%s".formatted(expected, found));
    }
  }
}
