package dev.cosigner.mpc.frost;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Independent software that verifies signatures. */
final class Ed25519Verifiers {
  private Ed25519Verifiers() {}

  /** By the JDK and by Bouncy Castle, which must agree. */
  static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    boolean jdk = jdk(publicKey, message, signature);
    boolean bouncyCastle = bouncyCastle(publicKey, message, signature);
    if (jdk != bouncyCastle) {
      throw new AssertionError(
          "expected two verifiers to agree, found JDK "
              + jdk
              + " and Bouncy Castle "
              + bouncyCastle);
    }
    return jdk;
  }

  private static boolean jdk(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      var bigEndian = new byte[32];
      for (int i = 0; i < 32; i++) {
        bigEndian[i] = publicKey[31 - i];
      }
      var y = new BigInteger(1, bigEndian);
      var spec =
          new EdECPublicKeySpec(
              NamedParameterSpec.ED25519, new EdECPoint(y.testBit(255), y.clearBit(255)));
      var verifier = java.security.Signature.getInstance("Ed25519");
      verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(spec));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean bouncyCastle(byte[] publicKey, byte[] message, byte[] signature) {
    var verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(publicKey));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }
}
