package dev.cosigner.protocol.wallet;

/** The signature scheme of a wallet: part of genesis, group, session id and transcript. */
public enum Scheme {
  /** FROST(Ed25519, SHA-512) of RFC 9591, whose signatures are Ed25519 signatures of RFC 8032. */
  FROST_ED25519("frost-ed25519", 32, 64),

  /** FROST with signatures of BIP-340 on secp256k1, whose public keys are compressed points. */
  FROST_BIP340("frost-bip340", 33, 64),

  /** Threshold ECDSA on secp256k1, whose public keys are compressed points; signatures are r, s. */
  ECDSA_SECP256K1("ecdsa-secp256k1", 33, 64);

  private final String label;
  private final int publicKeyBytes;
  private final int signatureBytes;

  Scheme(String label, int publicKeyBytes, int signatureBytes) {
    this.label = label;
    this.publicKeyBytes = publicKeyBytes;
    this.signatureBytes = signatureBytes;
  }

  /** The name used in encodings. */
  public String label() {
    return label;
  }

  /** Size of a public key and of a verification share, in bytes. */
  public int publicKeyBytes() {
    return publicKeyBytes;
  }

  /** Size of a signature, in bytes. */
  public int signatureBytes() {
    return signatureBytes;
  }
}
