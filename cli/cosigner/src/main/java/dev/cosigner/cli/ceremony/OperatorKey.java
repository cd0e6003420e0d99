package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * An operator's Ed25519 key, by which a person approves plans and signatures. At rest it is a PEM
 * file that OpenSSL reads too: PKCS #8 encrypted by PBES2 (RFC 8018) with PBKDF2-HMAC-SHA-256 and
 * AES-256-CBC.
 */
public final class OperatorKey {
  /** Largest key file, in bytes. */
  public static final int MAX_FILE_BYTES = 8 * 1024;

  private static final String HEADER = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
  private static final String FOOTER = "-----END ENCRYPTED PRIVATE KEY-----";
  private static final String ALGORITHM = "PBEWithHmacSHA256AndAES_256";
  private static final int ITERATIONS = 600_000;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;

  private final PrivateKey key;
  private final ByteString publicKey;

  private OperatorKey(PrivateKey key, ByteString publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /** Makes a new key. */
  public static OperatorKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return of(pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  private static OperatorKey of(PrivateKey key) {
    try {
      Ed25519PrivateKeyParameters parameters =
          (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(key.getEncoded());
      return new OperatorKey(key, ByteString.copyOf(parameters.generatePublicKey().getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Opens a key file.
   *
   * @param name what to call the file in errors
   * @param passphrase wiped by the caller
   * @throws CosignerException {@code operator-key-malformed} or {@code operator-key-passphrase}
   */
  public static OperatorKey open(String name, byte[] pem, char[] passphrase)
      throws CosignerException {
    EncryptedPrivateKeyInfo sealed = parse(name, pem);
    byte[] encoded = null;
    try {
      SecretKey wrapping = wrapping(passphrase);
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(Cipher.DECRYPT_MODE, wrapping, sealed.getAlgParameters());
      encoded = cipher.doFinal(sealed.getEncryptedData());
      return of(
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw CosignerException.of(
              "operator-key-passphrase",
              ExitCode.REFUSED,
              "the operator key " + name + " stays shut")
          .expected("the pass-phrase of this key")
          .found(e instanceof InvalidKeyException ? "an unsuitable pass-phrase" : "another one")
          .hint("--passphrase-file serves all the keys of a command; without it each is asked for")
          .build();
    } finally {
      if (encoded != null) {
        Arrays.fill(encoded, (byte) 0);
      }
    }
  }

  /** The pass-phrase as the JDK's PBES2 takes it, without leaving a copy behind. */
  private static SecretKey wrapping(char[] passphrase) throws GeneralSecurityException {
    PBEKeySpec copy = new PBEKeySpec(passphrase);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(copy);
    } finally {
      copy.clearPassword();
    }
  }

  private static EncryptedPrivateKeyInfo parse(String name, byte[] pem) throws CosignerException {
    String text = new String(pem, StandardCharsets.US_ASCII).strip();
    try {
      if (!text.startsWith(HEADER) || !text.endsWith(FOOTER)) {
        throw new IllegalArgumentException("no " + HEADER);
      }
      String body = text.substring(HEADER.length(), text.length() - FOOTER.length());
      EncryptedPrivateKeyInfo sealed =
          new EncryptedPrivateKeyInfo(Base64.getMimeDecoder().decode(body));
      PBEParameterSpec parameters =
          sealed.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
      if (parameters.getIterationCount() > MAX_ITERATIONS
          || !sealed.getAlgName().equals(ALGORITHM)) {
        throw new IllegalArgumentException("PBES2 parameters out of bounds");
      }
      return sealed;
    } catch (IllegalArgumentException | IOException | GeneralSecurityException e) {
      throw CosignerException.of(
              "operator-key-malformed", ExitCode.BAD_INPUT, name + " is not an operator key")
          .expected("PEM of an encrypted PKCS #8 Ed25519 key (PBES2, HMAC-SHA-256, AES-256)")
          .found(pem.length + " bytes that are none")
          .hint("make one by 'cosigner operator create'")
          .cause(e)
          .build();
    }
  }

  /**
   * The key as an encrypted PEM file.
   *
   * @param passphrase wiped by the caller
   */
  public byte[] seal(char[] passphrase) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] encoded = key.getEncoded();
    try {
      SecretKey wrapping = wrapping(passphrase);
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(Cipher.ENCRYPT_MODE, wrapping, new PBEParameterSpec(salt, ITERATIONS));
      // The JDK names an encryption by its parts, but writes it under the name of the standard.
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
      parameters.init(cipher.getParameters().getEncoded());
      byte[] sealed = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(encoded)).getEncoded();
      String body =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(sealed);
      return (HEADER + "\n" + body + "\n" + FOOTER + "\n").getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every JDK has PBES2 with AES-256", e);
    } finally {
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** The public key that plans name this operator by, 32 bytes. */
  public ByteString publicKey() {
    return publicKey;
  }

  /** Signs what a person has agreed to. */
  public Approval approve(ApprovalStatement statement) {
    return new Approval(publicKey, sign(statement.digest()));
  }

  /**
   * Signs a hash under a domain, such as that of a release.
   *
   * @return 64 bytes
   */
  public ByteString sign(byte[] digest) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(digest);
      return ByteString.copyOf(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  @Override
  public String toString() {
    return "OperatorKey[" + publicKey + "]";
  }
}
