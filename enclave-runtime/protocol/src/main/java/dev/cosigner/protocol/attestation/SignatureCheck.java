package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.cose.CoseException;
import java.security.interfaces.ECPublicKey;

/** The check of an ES384 signature, by which tests count and replace the costly part. */
interface SignatureCheck {
  /** Returns if and only if the signature {@code r || s} of 96 bytes is valid. */
  void verify(ECPublicKey key, byte[] message, byte[] signature) throws CoseException;
}
