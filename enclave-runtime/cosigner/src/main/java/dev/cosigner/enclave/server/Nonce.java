package dev.cosigner.enclave.server;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;

/**
 * The one field of a body that asks for an attestation: bytes of the caller's, which go into the
 * nonce and nowhere else.
 */
final class Nonce {
  private static final int SHORTEST = 16;
  private static final int LONGEST = 64;

  private Nonce() {}

  static byte[] of(CborValue body) throws CborException {
    return body.asArrayOf("body", 1).get(0).asBytes("nonce", SHORTEST, LONGEST);
  }
}
