package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.WalletException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The operator's side of every ceremony: whom it trusts, its clock, its randomness.
 *
 * @param anchor the attestation root that the operator trusts
 * @param measurements the images that the operator has approved
 */
public record Workstation(
    TrustAnchor anchor, MeasurementPolicy measurements, InstantSource clock, SecureRandom random) {
  static final int NONCE_BYTES = 32;
  static final long PLAN_VALIDITY_MILLIS = 60 * 60 * 1000L;
  private static final long MAX_AGE_MILLIS = 5 * 60 * 1000L;
  private static final CborLimits PART = CborLimits.of(512 * 1024, 4, 16);

  /** Judges attestations by this operator's root and images. */
  public AttestationVerifier verifier() {
    return new AttestationVerifier(anchor, measurements);
  }

  ByteString nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return ByteString.copyOf(nonce);
  }

  /** When what is planned now expires. */
  long expiryMillis() {
    return clock.millis() + PLAN_VALIDITY_MILLIS;
  }

  /**
   * Asks a cosigner to enrol and verifies what it says.
   *
   * @throws CosignerException {@code enrolment-refused}
   */
  public EnrolmentRequest enrol(RemoteCosigner cosigner) throws CosignerException {
    ByteString nonce = nonce();
    EnrolmentRequest request = cosigner.enrol(nonce.toByteArray());
    try {
      request.verify(verifier(), clock.millis(), MAX_AGE_MILLIS);
    } catch (WalletException e) {
      throw CosignerException.of(
              "enrolment-refused",
              ExitCode.REFUSED,
              "the enrolment of " + cosigner.name() + " is refused")
          .expected("a signed statement attested by an approved image")
          .found(e.getMessage())
          .hint("'cosigner inspect " + cosigner.name() + "' shows which image it runs")
          .cause(e)
          .build();
    }
    if (!request.nonce().equals(nonce)) {
      throw CosignerException.of(
              "enrolment-refused",
              ExitCode.REFUSED,
              "the enrolment of " + cosigner.name() + " is not fresh")
          .expected("the nonce " + nonce)
          .found(request.nonce().hex())
          .hint("something between you and the enclave replays old answers")
          .build();
    }
    return request;
  }

  /**
   * Puts the members' results of a ceremony together.
   *
   * @param parts each member's [statement, [signature, document]], in the order of the members
   * @throws CosignerException {@code members-disagree} where their statements differ
   */
  static Certificate certificate(List<ByteString> parts) throws CosignerException {
    ByteString statement = null;
    List<Certificate.Attested> attestations = new ArrayList<>();
    for (ByteString part : parts) {
      try {
        List<CborValue> fields =
            CborDecoder.decode(part.toByteArray(), PART).asArrayOf("result", 2);
        ByteString found = ByteString.copyOf(fields.get(0).asBytes("statement", 1, 256 * 1024));
        if (statement != null && !statement.equals(found)) {
          throw CosignerException.of(
                  "members-disagree", ExitCode.REFUSED, "the members attest different outcomes")
              .expected("the same statement of every member")
              .found("two statements")
              .hint("nothing may be used of this ceremony; begin again")
              .build();
        }
        statement = found;
        attestations.add(Certificate.Attested.fromCbor(fields.get(1)));
      } catch (CborException e) {
        throw CosignerException.of(
                "answer-malformed", ExitCode.REFUSED, "a member's result cannot be read")
            .expected("[statement, [signature, document]]")
            .hint("nothing may be used of this ceremony; the member may run another version")
            .found(e.getMessage())
            .cause(e)
            .build();
      }
    }
    return new Certificate(statement, attestations);
  }
}
