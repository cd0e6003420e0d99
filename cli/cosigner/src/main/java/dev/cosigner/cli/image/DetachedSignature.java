package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import dev.cosigner.eif.signature.SigningCertificate;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * A signature that was made elsewhere, such as in a hardware module: {@code r || s}, or DER as
 * OpenSSL and KMS write it (RFC 3279, section 2.2.3).
 */
public final class DetachedSignature {
  /** More than any ECDSA signature on P-521 has. */
  public static final int MAX_FILE_BYTES = 256;

  private DetachedSignature() {}

  /**
   * Puts the signature of an image together.
   *
   * @throws CosignerException {@code signature-differs} if it is not by the certificate's key over
   *     this PCR0
   */
  public static ImageSignature of(byte[] bytes, SigningCertificate certificate, PcrValue pcr0)
      throws CosignerException {
    int size = certificate.algorithm().signatureBytes();
    try {
      return ImageSignature.of(certificate, pcr0, raw(bytes, size).orElse(bytes));
    } catch (ImageSignatureException e) {
      throw CosignerException.of(
              "signature-differs",
              ExitCode.CHECK_FAILED,
              "the signature is not that of this image by this certificate's key")
          .expected(
              "an ECDSA signature, DER or %d bytes, over what --to-be-signed wrote of this image"
                  .formatted(size))
          .found(e.getMessage())
          .hint("sign the bytes of --to-be-signed by " + certificate.algorithm() + ", unchanged")
          .cause(e)
          .build();
    }
  }

  /** The signature as r || s; empty where the bytes are no DER. */
  private static Optional<byte[]> raw(byte[] bytes, int size) {
    try {
      if (!(ASN1Sequence.fromByteArray(bytes) instanceof ASN1Sequence sequence)
          || sequence.size() != 2
          || !(sequence.getObjectAt(0) instanceof ASN1Integer r)
          || !(sequence.getObjectAt(1) instanceof ASN1Integer s)) {
        return Optional.empty();
      }
      byte[] raw = new byte[size];
      boolean fits = put(r.getValue(), raw, 0) && put(s.getValue(), raw, size / 2);
      return fits ? Optional.of(raw) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean put(BigInteger value, byte[] raw, int offset) {
    if (value.signum() < 0 || value.bitLength() > raw.length / 2 * 8) {
      return false;
    }
    byte[] bytes = value.toByteArray();
    int start = bytes[0] == 0 ? 1 : 0;
    byte[] digits = Arrays.copyOfRange(bytes, start, bytes.length);
    System.arraycopy(digits, 0, raw, offset + raw.length / 2 - digits.length, digits.length);
    return true;
  }
}
