package dev.cosigner.eif;

import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The values that AWS's hypervisor puts into platform configuration registers: SHA-384 over a
 * register of 48 zero bytes followed by what it is extended with.
 */
public final class Pcr {
  private static final int BUFFER_SIZE = 128 * 1024;

  private Pcr() {}

  /** PCR3, for an enclave whose parent instance has the IAM role with this ARN. */
  public static PcrValue ofInstanceRole(String arn) {
    return extendedOnce(arn.getBytes(StandardCharsets.US_ASCII));
  }

  /** PCR4, for an enclave on the parent instance with this id, such as {@code i-0123...}. */
  public static PcrValue ofInstanceId(String id) {
    return extendedOnce(id.getBytes(StandardCharsets.US_ASCII));
  }

  /** PCR8, for an image signed with the key of this certificate, given as DER. */
  public static PcrValue ofSigningCertificate(byte[] der) {
    return extendedOnce(Sha384.newDigest().digest(der));
  }

  /**
   * The register that these bytes extend alone, as sections extend PCR0: the hash of their hash.
   */
  public static PcrValue ofContent(InputStream in) throws IOException {
    MessageDigest digest = Sha384.newDigest();
    byte[] buffer = new byte[BUFFER_SIZE];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return extendedOnce(digest.digest());
  }

  static PcrValue extendedOnce(byte[] value) {
    MessageDigest digest = Sha384.newDigest();
    digest.update(new byte[PcrValue.BYTES]);
    return PcrValue.of(digest.digest(value));
  }
}
