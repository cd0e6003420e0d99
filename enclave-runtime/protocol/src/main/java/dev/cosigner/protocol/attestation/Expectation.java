package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a document has to carry in the three fields that bind it to its purpose. A field that is not
 * named must be null in the document: a field that nobody checks would let one document stand for
 * several purposes.
 */
public final class Expectation {
  private static final Expectation NOTHING = new Expectation(null, null, null);

  private final byte[] nonce;
  private final byte[] userData;
  private final byte[] publicKey;

  private Expectation(byte[] nonce, byte[] userData, byte[] publicKey) {
    this.nonce = nonce;
    this.userData = userData;
    this.publicKey = publicKey;
  }

  /** Returns the expectation that all three fields are null. */
  public static Expectation nothing() {
    return NOTHING;
  }

  /** Returns this expectation with exactly this nonce. */
  public Expectation withNonce(byte[] exact) {
    return new Expectation(exact.clone(), userData, publicKey);
  }

  /** Returns this expectation with exactly this user data. */
  public Expectation withUserData(byte[] exact) {
    return new Expectation(nonce, exact.clone(), publicKey);
  }

  /** Returns this expectation with exactly this public key. */
  public Expectation withPublicKey(byte[] exact) {
    return new Expectation(nonce, userData, exact.clone());
  }

  void require(DocumentPayload payload) throws AttestationException {
    require(Reason.NONCE, "nonce", nonce, payload.nonce());
    require(Reason.USER_DATA, "user data", userData, payload.userData());
    require(Reason.PUBLIC_KEY, "public key", publicKey, payload.publicKey());
  }

  private static void require(Reason reason, String what, byte[] expected, Optional<byte[]> found)
      throws AttestationException {
    if (!Arrays.equals(expected, found.orElse(null))) {
      throw new AttestationException(
          reason, "another " + what, describe(expected), describe(found.orElse(null)));
    }
  }

  private static String describe(byte[] value) {
    return value == null ? "null" : HexFormat.of().formatHex(value);
  }
}
