package dev.cosigner.nsm.simulated;

import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** A leaf key and its certificate: what signs documents, for three hours. */
final class Leaf {
  /**
   * COSE's number for ECDSA with SHA-384 (RFC 9053, table 1), under COSE's label for an algorithm.
   */
  private static final byte[] PROTECTED =
      CborValue.map(CborMap.entry(1, CborValue.of(-35))).encode();

  private final PrivateKey key;
  private final byte[] certificate;
  private final long dueMillis;

  Leaf(PrivateKey key, byte[] certificate, long dueMillis) {
    this.key = key;
    this.certificate = certificate;
    this.dueMillis = dueMillis;
  }

  byte[] certificate() {
    return certificate.clone();
  }

  /**
   * Whether the next document should have a new leaf, so that its receiver has time to look at it.
   */
  boolean isDueAt(long millis) {
    return millis >= dueMillis;
  }

  /** Makes an untagged COSE_Sign1 of the payload (RFC 9052, section 4.2). */
  byte[] sign(byte[] payload) {
    byte[] toBeSigned =
        CborValue.array(
                CborValue.of("Signature1"),
                CborValue.of(PROTECTED),
                CborValue.of(new byte[0]),
                CborValue.of(payload))
            .encode();
    try {
      Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(toBeSigned);
      return CborValue.array(
              CborValue.of(PROTECTED),
              CborValue.map(),
              CborValue.of(payload),
              CborValue.of(signature.sign()))
          .encode();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ECDSA on P-384", e);
    }
  }
}
