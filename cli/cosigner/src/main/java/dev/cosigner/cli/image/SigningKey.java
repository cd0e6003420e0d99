package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import dev.cosigner.eif.signature.SigningCertificate;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A private key that signs images, from a PEM file: {@code EC PRIVATE KEY} (RFC 5915), {@code
 * PRIVATE KEY} or {@code ENCRYPTED PRIVATE KEY} (PKCS #8), on P-256, P-384 or P-521.
 */
public final class SigningKey {
  /** Largest key file, in bytes. */
  public static final int MAX_FILE_BYTES = 16 * 1024;

  private static final int MAX_ITERATIONS = 10_000_000;

  private final ECPrivateKey key;

  private SigningKey(ECPrivateKey key) {
    this.key = key;
  }

  /** Asks for a pass-phrase; the one who asks wipes it. */
  @FunctionalInterface
  public interface PassphraseSource {
    char[] get() throws CosignerException, IOException, InterruptedException;
  }

  /**
   * Opens a key file.
   *
   * @param name what to call the file in errors
   * @param pem wiped when this returns
   * @param passphrase asked for only if the file is encrypted
   * @throws CosignerException {@code signing-key-malformed} or {@code signing-key-passphrase}
   */
  public static SigningKey open(String name, byte[] pem, PassphraseSource passphrase)
      throws CosignerException, IOException, InterruptedException {
    CharBuffer text = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(pem));
    try (PEMParser parser = new PEMParser(new StringReader(text.toString()))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        PrivateKeyInfo info =
            switch (part) {
              case PrivateKeyInfo plain -> plain;
              case PEMKeyPair pair -> pair.getPrivateKeyInfo();
              case PKCS8EncryptedPrivateKeyInfo sealed -> decrypt(name, sealed, passphrase);
              case PEMEncryptedKeyPair old ->
                  throw malformed(name, "OpenSSL's own encryption, which is weak", null);
              // Such as the EC PARAMETERS in front of what 'openssl ecparam -genkey' writes.
              default -> null;
            };
        if (info != null) {
          return of(name, new JcaPEMKeyConverter().getPrivateKey(info));
        }
      }
      throw malformed(name, "no private key in it", null);
    } catch (PEMException | IllegalArgumentException e) {
      throw malformed(name, "PEM that cannot be read", e);
    } finally {
      Arrays.fill(pem, (byte) 0);
      Arrays.fill(text.array(), '\0');
    }
  }

  private static SigningKey of(String name, PrivateKey key) throws CosignerException {
    if (key instanceof ECPrivateKey ec) {
      return new SigningKey(ec);
    }
    throw malformed(name, "a key for " + key.getAlgorithm(), null);
  }

  private static PrivateKeyInfo decrypt(
      String name, PKCS8EncryptedPrivateKeyInfo sealed, PassphraseSource source)
      throws CosignerException, IOException, InterruptedException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(sealed.getEncoded());
    requireBoundedWork(name, info);
    char[] passphrase = source.get();
    PBEKeySpec copy = new PBEKeySpec(passphrase);
    byte[] encoded = null;
    try {
      Cipher cipher = Cipher.getInstance(info.getAlgName());
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(copy),
          info.getAlgParameters());
      encoded = cipher.doFinal(info.getEncryptedData());
      return PrivateKeyInfo.getInstance(encoded);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw CosignerException.of(
              "signing-key-passphrase", ExitCode.REFUSED, "the signing key " + name + " stays shut")
          .expected("the pass-phrase of this key")
          .found("another one")
          .hint("--passphrase-file names a file that holds it; without it, it is asked for")
          .build();
    } finally {
      copy.clearPassword();
      Arrays.fill(passphrase, '\0');
      if (encoded != null) {
        Arrays.fill(encoded, (byte) 0);
      }
    }
  }

  /** A file must not make the program work for hours before it can be refused. */
  private static void requireBoundedWork(String name, EncryptedPrivateKeyInfo info)
      throws CosignerException {
    try {
      PBEParameterSpec parameters =
          info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
      if (parameters.getIterationCount() > MAX_ITERATIONS) {
        throw malformed(name, parameters.getIterationCount() + " iterations of its KDF", null);
      }
    } catch (InvalidParameterSpecException | NullPointerException e) {
      throw malformed(name, "another encryption than PBES2 with AES", e);
    }
  }

  private static CosignerException malformed(String name, String found, Exception cause) {
    return CosignerException.of(
            "signing-key-malformed", ExitCode.BAD_INPUT, name + " is no key that can sign images")
        .expected("PEM of an EC private key on P-256, P-384 or P-521, PKCS #8 if encrypted")
        .found(found)
        .hint("'openssl pkcs8 -topk8 -in OLD -out NEW' writes such a file")
        .cause(cause)
        .build();
  }

  /**
   * Signs an image's PCR0.
   *
   * @throws CosignerException {@code signing-key-differs} if the certificate is not this key's
   */
  public ImageSignature sign(SigningCertificate certificate, PcrValue pcr0)
      throws CosignerException {
    try {
      byte[] signature =
          certificate.algorithm().sign(key, ImageSignature.toBeSigned(certificate, pcr0));
      return ImageSignature.of(certificate, pcr0, signature);
    } catch (InvalidKeyException | ImageSignatureException e) {
      throw CosignerException.of(
              "signing-key-differs",
              ExitCode.BAD_INPUT,
              "the certificate is not that of the private key")
          .expected("the key of " + certificate.leaf().getSubjectX500Principal().getName())
          .found("another key")
          .hint("give the certificate and the private key of one pair")
          .cause(e)
          .build();
    }
  }

  @Override
  public String toString() {
    return "SigningKey";
  }
}
