package dev.cosigner.mpc;

/**
 * What a group of cosigners signs with. A group has one scheme for ever: it is part of every
 * session id and transcript.
 */
public enum Scheme {
  /** FROST(Ed25519, SHA-512) of RFC 9591, section 6.1: signatures of RFC 8032. */
  FROST_ED25519("frost-ed25519-sha512-v1");

  private final String id;

  Scheme(String id) {
    this.id = id;
  }

  /** The name in transcripts and on the wire. */
  public String id() {
    return id;
  }
}
