package dev.cosigner.protocol.cose;

import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborTag;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseException.Reason;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Set;

/**
 * A signed payload: {@code [protected {1: alg}, {}, payload, signature]} (RFC 9052, section 4.2).
 */
public final class CoseSign1 {
  /** The CBOR tag of COSE_Sign1. */
  public static final long TAG = 18;

  private static final CborMap EMPTY_HEADER = CborValue.map();
  private static final int FIELDS = 4;
  private static final int MAX_DEPTH = 6;
  private static final int MAX_ITEMS = 16;

  private final boolean tagged;
  private final CoseAlgorithm algorithm;
  private final byte[] payload;
  private final byte[] signature;

  private CoseSign1(boolean tagged, CoseAlgorithm algorithm, byte[] payload, byte[] signature) {
    this.tagged = tagged;
    this.algorithm = algorithm;
    this.payload = payload;
    this.signature = signature;
  }

  /**
   * Makes an untagged structure of a payload and its signature, as the NSM does.
   *
   * @param signature {@code r || s} over {@link #signatureInput(CoseAlgorithm, byte[])}
   * @throws CoseException with the reason SIGNATURE_LENGTH
   */
  public static CoseSign1 of(CoseAlgorithm algorithm, byte[] payload, byte[] signature)
      throws CoseException {
    algorithm.requireLength(signature);
    return new CoseSign1(false, algorithm, payload.clone(), signature.clone());
  }

  /**
   * Reads a structure, with or without the tag 18. The signature is not verified.
   *
   * @param maxBytes most bytes to take
   * @param accepted the algorithms that the caller takes
   * @throws CoseException if the bytes are not exactly one structure of the form above
   */
  public static CoseSign1 parse(byte[] bytes, int maxBytes, Set<CoseAlgorithm> accepted)
      throws CoseException {
    CborValue outer = decode(bytes, maxBytes);
    boolean tagged = outer instanceof CborTag;
    List<CborValue> fields = fields(outer);
    if (!(fields.get(0) instanceof CborBytes header
        && fields.get(1) instanceof CborMap unprotected
        && fields.get(2) instanceof CborBytes payload
        && fields.get(3) instanceof CborBytes signature)) {
      throw new CoseException(
          Reason.STRUCTURE, "expected a byte string, a map, a byte string and a byte string");
    }
    CoseAlgorithm algorithm = CoseAlgorithm.ofProtectedHeader(header.value(), accepted);
    if (unprotected.size() != 0) {
      throw new CoseException(
          Reason.UNPROTECTED_HEADER,
          "expected an empty unprotected header, found " + unprotected.size() + " entries");
    }
    algorithm.requireLength(signature.value());
    return new CoseSign1(tagged, algorithm, payload.value(), signature.value());
  }

  private static CborValue decode(byte[] bytes, int maxBytes) throws CoseException {
    try {
      return CborDecoder.decode(bytes, CborLimits.of(maxBytes, MAX_DEPTH, MAX_ITEMS));
    } catch (CborException e) {
      throw new CoseException(Reason.MALFORMED_CBOR, e.getMessage(), e);
    }
  }

  private static List<CborValue> fields(CborValue outer) throws CoseException {
    CborValue untagged = outer;
    if (outer instanceof CborTag(long tag, CborValue value)) {
      if (tag != TAG) {
        throw new CoseException(Reason.TAG, "expected the tag 18 or none, found " + tag);
      }
      untagged = value;
    }
    if (!(untagged instanceof CborArray(List<CborValue> items) && items.size() == FIELDS)) {
      throw new CoseException(Reason.STRUCTURE, "expected an array of 4 items");
    }
    return items;
  }

  /** Returns the algorithm that the protected header names. */
  public CoseAlgorithm algorithm() {
    return algorithm;
  }

  /** Returns a copy of the payload. */
  public byte[] payload() {
    return payload.clone();
  }

  /** Returns a copy of the signature, {@code r || s}. */
  public byte[] signature() {
    return signature.clone();
  }

  /** Returns the bytes that are signed: the Sig_structure of RFC 9052, section 4.4. */
  public byte[] signatureInput() {
    return signatureInput(algorithm, payload);
  }

  /** Returns the bytes to sign for a payload: the Sig_structure of RFC 9052, section 4.4. */
  public static byte[] signatureInput(CoseAlgorithm algorithm, byte[] payload) {
    byte[] noExternalData = {};
    return CborValue.array(
            CborValue.of("Signature1"),
            CborValue.of(algorithm.protectedHeader()),
            CborValue.of(noExternalData),
            CborValue.of(payload))
        .encode();
  }

  /**
   * Verifies the signature; returns if and only if it is valid.
   *
   * @throws CoseException with the reason KEY_CURVE, SIGNATURE_RANGE or SIGNATURE
   */
  public void verify(ECPublicKey key) throws CoseException {
    algorithm.verify(key, signatureInput(), signature);
  }

  /** Returns the encoding, with the tag if the structure was read with one. */
  public byte[] encode() {
    CborValue array =
        CborValue.array(
            CborValue.of(algorithm.protectedHeader()),
            EMPTY_HEADER,
            CborValue.of(payload),
            CborValue.of(signature));
    return (tagged ? new CborTag(TAG, array) : array).encode();
  }
}
