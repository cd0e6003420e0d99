package dev.cosigner.eif.signature;

import dev.cosigner.eif.signature.ImageSignatureException.Reason;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import dev.cosigner.protocol.cose.CoseException;
import dev.cosigner.protocol.cose.CoseSign1;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The content of a signature section, as AWS's image format defines it: a CBOR array of one map
 * {@code {signing_certificate: PEM, signature: COSE_Sign1}}.
 *
 * <p>AWS's tools write both values as arrays of integers, and releases before 0.8 read nothing
 * else: so they are written here. Byte strings are read, too.
 */
public final class ImageSignature {
  /** Most bytes of a section. */
  public static final int MAX_BYTES = 32768;

  private static final CborLimits LIMITS = CborLimits.of(MAX_BYTES, 4, MAX_BYTES);
  private static final CborLimits PAYLOAD_LIMITS = CborLimits.of(512, 3, 64);
  private static final String CERTIFICATE = "signing_certificate";
  private static final String SIGNATURE = "signature";
  private static final String INDEX = "register_index";
  private static final String VALUE = "register_value";

  private final SigningCertificate certificate;
  private final CoseSign1 signature;
  private final PcrValue pcr0;

  private ImageSignature(SigningCertificate certificate, CoseSign1 signature, PcrValue pcr0) {
    this.certificate = certificate;
    this.signature = signature;
    this.pcr0 = pcr0;
  }

  /**
   * Reads a section. Nothing in it is verified yet.
   *
   * @throws ImageSignatureException if it is no such section
   */
  public static ImageSignature parse(byte[] section) throws ImageSignatureException {
    if (section.length > MAX_BYTES) {
      throw new ImageSignatureException(
          Reason.TOO_LARGE, "expected at most 32768 bytes, found " + section.length);
    }
    byte[] certificate;
    byte[] signature;
    try {
      List<CborValue> entries = CborDecoder.decode(section, LIMITS).asArrayOf("the section", 1);
      CborMap entry = entries.getFirst().asMap("the signature");
      entry.requireKeys("the signature", Set.of(CERTIFICATE, SIGNATURE));
      certificate = bytes(CERTIFICATE, entry.require("the signature", CERTIFICATE));
      signature = bytes(SIGNATURE, entry.require("the signature", SIGNATURE));
    } catch (CborException e) {
      throw new ImageSignatureException(
          Reason.STRUCTURE, "the signature section is malformed: " + e.getMessage(), e);
    }
    SigningCertificate signer = SigningCertificate.parse(certificate);
    try {
      CoseSign1 sign1 = CoseSign1.parse(signature, MAX_BYTES, EnumSet.allOf(CoseAlgorithm.class));
      return new ImageSignature(signer, sign1, register(sign1.payload()));
    } catch (CoseException e) {
      throw new ImageSignatureException(
          Reason.COSE, "the COSE signature is malformed: " + e.getMessage(), e);
    }
  }

  /**
   * Puts a signature together and verifies it.
   *
   * @param certificate of the key that signed
   * @param pcr0 the image's
   * @param signature {@code r || s} over {@link #toBeSigned}
   * @throws ImageSignatureException if it is not by the certificate's key over this register
   */
  public static ImageSignature of(SigningCertificate certificate, PcrValue pcr0, byte[] signature)
      throws ImageSignatureException {
    try {
      ImageSignature made =
          new ImageSignature(
              certificate, CoseSign1.of(certificate.algorithm(), payload(pcr0), signature), pcr0);
      made.requireSigned();
      return made;
    } catch (CoseException e) {
      throw new ImageSignatureException(
          Reason.SIGNATURE, "the signature does not fit the certificate: " + e.getMessage(), e);
    }
  }

  /** The bytes that the certificate's key signs for an image: COSE's Sig_structure over PCR0. */
  public static byte[] toBeSigned(SigningCertificate certificate, PcrValue pcr0) {
    return CoseSign1.signatureInput(certificate.algorithm(), payload(pcr0));
  }

  private static byte[] payload(PcrValue pcr0) {
    return CborValue.map(
            CborMap.entry(INDEX, CborValue.of(0)), CborMap.entry(VALUE, integers(pcr0.bytes())))
        .encode();
  }

  private static PcrValue register(byte[] payload) throws ImageSignatureException {
    try {
      CborMap register = CborDecoder.decode(payload, PAYLOAD_LIMITS).asMap("the payload");
      register.requireKeys("the payload", Set.of(INDEX, VALUE));
      register.require("the payload", INDEX).asInteger(INDEX, 0, 0);
      byte[] value = bytes(VALUE, register.require("the payload", VALUE));
      if (value.length != PcrValue.BYTES) {
        throw new ImageSignatureException(
            Reason.PAYLOAD, "register_value: expected 48 bytes, found " + value.length);
      }
      return PcrValue.of(value);
    } catch (CborException e) {
      throw new ImageSignatureException(
          Reason.PAYLOAD, "the signed payload is malformed: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String what, CborValue value) throws CborException {
    if (!(value instanceof CborArray(List<CborValue> items))) {
      return value.asBytes(what, 0, MAX_BYTES);
    }
    byte[] bytes = new byte[items.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) items.get(i).asInteger(what, 0, 255);
    }
    return bytes;
  }

  private static CborArray integers(byte[] bytes) {
    List<CborValue> items = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      items.add(CborValue.of(Byte.toUnsignedInt(b)));
    }
    return CborValue.array(items);
  }

  /**
   * The section.
   *
   * @throws ImageSignatureException with {@link Reason#TOO_LARGE}
   */
  public byte[] encode() throws ImageSignatureException {
    byte[] section =
        CborValue.array(
                CborValue.map(
                    CborMap.entry(CERTIFICATE, integers(certificate.pem())),
                    CborMap.entry(SIGNATURE, integers(signature.encode()))))
            .encode();
    if (section.length > MAX_BYTES) {
      throw new ImageSignatureException(
          Reason.TOO_LARGE,
          "expected a certificate that leaves the section within 32768 bytes, found "
              + section.length);
    }
    return section;
  }

  /** The certificate of the key that signed. */
  public SigningCertificate certificate() {
    return certificate;
  }

  /** The algorithm of the signature. */
  public CoseAlgorithm algorithm() {
    return signature.algorithm();
  }

  /** The PCR0 that the signature says it is over. */
  public PcrValue pcr0() {
    return pcr0;
  }

  /**
   * Returns if and only if the certificate's key made this signature over this image.
   *
   * @param computed the image's PCR0
   * @throws ImageSignatureException with the reason KEY, SIGNATURE or PCR0
   */
  public void verify(PcrValue computed) throws ImageSignatureException {
    requireSigned();
    if (!pcr0.equals(computed)) {
      throw new ImageSignatureException(
          Reason.PCR0,
          "the signature is over another image: it signs PCR0 %s, the image measures to %s"
              .formatted(pcr0, computed));
    }
  }

  private void requireSigned() throws ImageSignatureException {
    if (algorithm() != certificate.algorithm()) {
      throw new ImageSignatureException(
          Reason.KEY,
          "expected a signature by %s as of the certificate's key, found %s"
              .formatted(certificate.algorithm(), algorithm()));
    }
    try {
      signature.verify(certificate.publicKey());
    } catch (CoseException e) {
      throw new ImageSignatureException(
          Reason.SIGNATURE, "the signature is not by the certificate's key: " + e.getMessage(), e);
    }
  }
}
