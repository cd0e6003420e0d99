package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.aws.KmsKeys;
import dev.cosigner.cli.aws.KmsKeys.VerificationKey;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.SigningCertificate;
import dev.cosigner.protocol.attestation.PcrValue;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;

/**
 * Signs images by a key in AWS KMS ({@code GetPublicKey} and {@code Sign} of its API reference).
 * The key never leaves KMS; what KMS answers is verified, not believed.
 */
public final class KmsImageSigning {
  private KmsImageSigning() {}

  /**
   * Signs an image's PCR0, after the key has been found to be the certificate's.
   *
   * @throws CosignerException {@code signing-key-differs}, or as {@link KmsKeys} does
   */
  public static ImageSignature sign(
      KmsKeys keys, String keyArn, SigningCertificate certificate, PcrValue pcr0)
      throws CosignerException {
    VerificationKey key = keys.publicKey(keyArn);
    String algorithm =
        switch (certificate.algorithm()) {
          case ES256 -> "ECDSA_SHA_256";
          case ES384 -> "ECDSA_SHA_384";
          case ES512 -> "ECDSA_SHA_512";
        };
    requireCertified(key, algorithm, certificate);
    byte[] signature = keys.sign(keyArn, ImageSignature.toBeSigned(certificate, pcr0), algorithm);
    return DetachedSignature.of(signature, certificate, pcr0);
  }

  private static void requireCertified(
      VerificationKey key, String algorithm, SigningCertificate certificate)
      throws CosignerException {
    String found = null;
    if (!key.algorithms().contains(algorithm)) {
      found =
          key.algorithms().isEmpty() ? "a key that does not sign" : "one for " + key.algorithms();
    } else if (!isKeyOf(certificate, key)) {
      found = "another public key";
    }
    if (found != null) {
      throw CosignerException.of(
              "signing-key-differs",
              ExitCode.BAD_INPUT,
              "the certificate is not that of the key in KMS; nothing was signed")
          .expected(
              "the key of %s, which signs by %s"
                  .formatted(certificate.leaf().getSubjectX500Principal().getName(), algorithm))
          .found(found)
          .hint("'aws kms get-public-key' prints the public key that the certificate must be of")
          .build();
    }
  }

  private static boolean isKeyOf(SigningCertificate certificate, VerificationKey key) {
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new X509EncodedKeySpec(key.publicKey().toByteArray()))
          .equals(certificate.leaf().getPublicKey());
    } catch (GeneralSecurityException e) {
      // KMS answered something that is no key on any curve.
      return false;
    }
  }
}
