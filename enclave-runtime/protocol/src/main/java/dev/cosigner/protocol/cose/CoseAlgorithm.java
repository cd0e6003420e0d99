package dev.cosigner.protocol.cose;

import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseException.Reason;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * The ECDSA algorithms of RFC 9053, section 2.1. Signatures are {@code r || s}, each as long as the
 * order of the curve (IEEE P1363). Both halves of s are accepted: the NSM does not normalise.
 */
@SuppressWarnings("ImmutableEnumChecker") // the curve is immutable, the array never leaves
public enum CoseAlgorithm {
  /** ECDSA with SHA-256 on P-256; signatures of 64 bytes. */
  ES256(-7, "SHA256withECDSAinP1363Format", "secp256r1", 64),
  /** ECDSA with SHA-384 on P-384; signatures of 96 bytes. The NSM's algorithm. */
  ES384(-35, "SHA384withECDSAinP1363Format", "secp384r1", 96),
  /** ECDSA with SHA-512 on P-521; signatures of 132 bytes. */
  ES512(-36, "SHA512withECDSAinP1363Format", "secp521r1", 132);

  private static final long ALGORITHM_LABEL = 1;

  private final int identifier;
  private final String signatureName;
  private final ECParameterSpec curve;
  private final int signatureBytes;
  private final byte[] protectedHeader;

  CoseAlgorithm(int identifier, String signatureName, String curve, int signatureBytes) {
    this.identifier = identifier;
    this.signatureName = signatureName;
    this.curve = namedCurve(curve);
    this.signatureBytes = signatureBytes;
    this.protectedHeader =
        CborValue.map(CborMap.entry(ALGORITHM_LABEL, CborValue.of(identifier))).encode();
  }

  /** Returns the number of the algorithm in the COSE registry, for example -35. */
  public int identifier() {
    return identifier;
  }

  /** Returns the length of a signature in bytes. */
  public int signatureBytes() {
    return signatureBytes;
  }

  /** Returns the domain parameters of the curve. */
  public ECParameterSpec curve() {
    return curve;
  }

  /** Returns the encoded protected header {@code {1: identifier}}. */
  public byte[] protectedHeader() {
    return protectedHeader.clone();
  }

  /** The algorithm whose header has exactly these bytes, so that no number can wrap around. */
  static CoseAlgorithm ofProtectedHeader(byte[] header, Set<CoseAlgorithm> accepted)
      throws CoseException {
    for (CoseAlgorithm algorithm : accepted) {
      if (Arrays.equals(algorithm.protectedHeader, header)) {
        return algorithm;
      }
    }
    throw new CoseException(
        Reason.PROTECTED_HEADER,
        "expected a protected header with the algorithm alone, one of "
            + accepted
            + ", found "
            + HexFormat.of().formatHex(header, 0, Math.min(header.length, 16)));
  }

  /**
   * Signs a message.
   *
   * @return {@code r || s}, {@link #signatureBytes()} bytes
   * @throws InvalidKeyException if the key does not fit
   */
  public byte[] sign(ECPrivateKey key, byte[] message) throws InvalidKeyException {
    if (!isSameCurve(key.getParams())) {
      throw new InvalidKeyException(name() + " expects a private key on its own curve");
    }
    try {
      Signature signer = Signature.getInstance(signatureName);
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime cannot sign by " + name(), e);
    }
  }

  /**
   * Verifies a signature; returns if and only if it is valid.
   *
   * @param signature {@code r || s}
   * @throws CoseException with the reason KEY_CURVE, SIGNATURE_LENGTH, SIGNATURE_RANGE or SIGNATURE
   */
  public void verify(ECPublicKey key, byte[] message, byte[] signature) throws CoseException {
    if (!isSameCurve(key.getParams())) {
      throw new CoseException(Reason.KEY_CURVE, name() + " expects a key on its own curve");
    }
    requireLength(signature);
    requireRange("r", Arrays.copyOfRange(signature, 0, signatureBytes / 2));
    requireRange("s", Arrays.copyOfRange(signature, signatureBytes / 2, signatureBytes));
    boolean valid;
    try {
      Signature verifier = Signature.getInstance(signatureName);
      verifier.initVerify(key);
      verifier.update(message);
      valid = verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      throw new CoseException(Reason.SIGNATURE, "the signature cannot be verified", e);
    }
    if (!valid) {
      throw new CoseException(Reason.SIGNATURE, "the signature does not match key and message");
    }
  }

  void requireLength(byte[] signature) throws CoseException {
    if (signature.length != signatureBytes) {
      throw new CoseException(
          Reason.SIGNATURE_LENGTH,
          "expected a signature of %d bytes, found %d".formatted(signatureBytes, signature.length));
    }
  }

  private void requireRange(String name, byte[] scalar) throws CoseException {
    BigInteger value = new BigInteger(1, scalar);
    if (value.signum() == 0 || value.compareTo(curve.getOrder()) >= 0) {
      throw new CoseException(
          Reason.SIGNATURE_RANGE, "expected a signature with " + name + " from 1 to n - 1");
    }
  }

  private boolean isSameCurve(ECParameterSpec other) {
    return other.getCurve().equals(curve.getCurve())
        && other.getGenerator().equals(curve.getGenerator())
        && other.getOrder().equals(curve.getOrder())
        && other.getCofactor() == curve.getCofactor();
  }

  private static ECParameterSpec namedCurve(String name) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(name));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks the curve " + name, e);
    }
  }
}
