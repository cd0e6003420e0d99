package dev.cosigner.eif.signature;

import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * Signs with the keys of the tests: p256, p384, p521, and issued, which an authority vouches for.
 */
public final class TestSigner {
  private TestSigner() {}

  public static byte[] resource(String name) throws IOException {
    try (InputStream in = TestSigner.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  public static SigningCertificate certificate(String name) throws Exception {
    return SigningCertificate.parse(resource(name + ".pem"));
  }

  static ECPrivateKey key(String name) throws IOException, GeneralSecurityException {
    String pem = new String(resource(name + ".key"), StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    return (ECPrivateKey)
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** A signature by one key, with the certificate of another. */
  public static ImageSignature sign(String certificate, String key, PcrValue pcr0)
      throws Exception {
    SigningCertificate signer = certificate(certificate);
    byte[] signature = signer.algorithm().sign(key(key), ImageSignature.toBeSigned(signer, pcr0));
    return ImageSignature.of(signer, pcr0, signature);
  }
}
