package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.nsm.ClockUntrustedException;
import dev.cosigner.enclave.nsm.EnclaveClock;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.server.Enclave;
import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.SodiumEd25519;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.attestation.UnverifiedClaims;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityKey;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.Enrolment;
import java.security.SecureRandom;
import java.util.SortedMap;

/**
 * What the ceremonies of one boot work with.
 *
 * @param enrolment this cosigner's keys and instance
 * @param identity signs in this cosigner's name
 * @param anchor the root that this enclave's own documents chain to
 * @param measurements this enclave's own image
 * @param verifiers judge the documents of others
 * @param attestor gets attestation documents
 * @param curve constant-time arithmetic
 * @param random the enclave's randomness
 * @param clock this cosigner's own time
 * @param wallets what it holds
 */
record Custody(
    Enrolment enrolment,
    IdentityKey identity,
    TrustAnchor anchor,
    Measurements measurements,
    Verifiers verifiers,
    Attestor attestor,
    ConstantTimeCurve curve,
    SecureRandom random,
    EnclaveClock clock,
    Wallets wallets) {

  /**
   * Finds out what this enclave's own documents say of it.
   *
   * @throws NsmException where the NSM does not attest
   * @throws AttestationException where the enclave's own document does not verify
   */
  static Custody open(Enclave enclave) throws NsmException, AttestationException {
    byte[] document = enclave.nsm().attest(null, null, null);
    AttestationDocument parsed = AttestationDocument.parse(document);
    TrustAnchor anchor =
        switch (enclave.anchorKind()) {
          case AWS -> TrustAnchor.aws();
          case DEVELOPMENT -> TrustAnchor.development(parsed.unverifiedRootSha256());
        };
    Measurements own = measurements(parsed.unverifiedClaims());
    // Nothing is drawn in a place whose documents nobody would accept, such as a debug enclave.
    new AttestationVerifier(anchor, MeasurementPolicy.of(own))
        .verify(document, Expectation.nothing(), parsed.unverifiedClaims().timestampMillis(), 0);
    IdentityKey identity = enclave.identity().key();
    return new Custody(
        new Enrolment(
            anchor.kind(),
            ByteString.copyOf(identity.publicKey().encoded()),
            ByteString.copyOf(enclave.identity().openingKey().publicKey()),
            ByteString.copyOf(enclave.identity().instance())),
        identity,
        anchor,
        own,
        new Verifiers(policy -> new AttestationVerifier(anchor, policy)),
        (userData, nonce) -> attest(enclave, userData, nonce),
        SodiumEd25519.load(),
        enclave.random().secureRandom(),
        enclave.clock(),
        new Wallets());
  }

  private static Measurements measurements(UnverifiedClaims claims) {
    SortedMap<Integer, PcrValue> pcrs = claims.pcrs();
    if (!pcrs.containsKey(0) || !pcrs.containsKey(1) || !pcrs.containsKey(2)) {
      throw new IllegalStateException("expected PCR0 to PCR2 in the NSM's document");
    }
    return new Measurements(pcrs.get(0), pcrs.get(1), pcrs.get(2));
  }

  /** An NSM that stops attesting leaves a cosigner that nobody can trust: the enclave ends. */
  private static byte[] attest(Enclave enclave, byte[] userData, byte[] nonce) {
    try {
      return enclave.nsm().attest(userData, nonce, null);
    } catch (NsmException e) {
      throw new IllegalStateException("the NSM does not attest", e);
    }
  }

  /** Gets attestation documents without a public key. */
  @FunctionalInterface
  interface Attestor {
    /**
     * Gets one.
     *
     * @param nonce as whoever asked gave it, or null
     */
    byte[] attest(byte[] userData, byte[] nonce);
  }

  /**
   * The time, milliseconds since 1970.
   *
   * @throws RequestException {@code clock-untrusted}: nothing that depends on time may be done
   */
  long nowMillis() throws RequestException {
    return nowMillis(clock);
  }

  static long nowMillis(EnclaveClock clock) throws RequestException {
    try {
      return clock.millis();
    } catch (ClockUntrustedException e) {
      throw new RequestException(
          "clock-untrusted",
          "this cosigner does not know the time and does nothing that depends on it",
          null,
          e.getMessage(),
          "start it anew");
    }
  }

  /**
   * Signs and attests a statement: this member's part of its {@link Certificate}.
   *
   * @return encoding of [statement, [signature, document]]
   */
  byte[] attest(String domain, byte[] statement) {
    byte[] hash = DomainHash.of(domain, statement);
    Certificate.Attested attested =
        new Certificate.Attested(
            ByteString.copyOf(identity.sign(hash)), ByteString.copyOf(attestor.attest(hash, null)));
    return CborValue.array(CborValue.of(statement), attested.toCbor()).encode();
  }
}
