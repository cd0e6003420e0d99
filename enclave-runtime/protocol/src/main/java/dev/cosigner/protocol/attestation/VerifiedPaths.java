package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.DomainHash;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The paths that were verified last. A module signs many documents under one certificate; of the
 * five signatures that a document rests on, four are then known to be valid. A path is known by the
 * hash of all its certificates, and a remembered path is used only while all of them are valid.
 */
final class VerifiedPaths {
  static final int MOST = 64;
  private static final String DOMAIN = "cosigner/attestation-path/v1";

  private final Map<ByteBuffer, CertificatePath.Verified> paths =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, CertificatePath.Verified> e) {
          return size() > MOST;
        }
      };

  synchronized Optional<CertificatePath.Verified> find(DocumentPayload payload, long atMillis) {
    return Optional.ofNullable(paths.get(key(payload))).filter(path -> path.isValidAt(atMillis));
  }

  synchronized void remember(DocumentPayload payload, CertificatePath.Verified path) {
    paths.put(key(payload), path);
  }

  synchronized int size() {
    return paths.size();
  }

  private static ByteBuffer key(DocumentPayload payload) {
    byte[][] certificates = new byte[payload.cabundle().size() + 1][];
    for (int i = 0; i < payload.cabundle().size(); i++) {
      certificates[i] = payload.cabundle().get(i).value();
    }
    certificates[payload.cabundle().size()] = payload.certificate().value();
    return ByteBuffer.wrap(DomainHash.of(DOMAIN, certificates));
  }
}
