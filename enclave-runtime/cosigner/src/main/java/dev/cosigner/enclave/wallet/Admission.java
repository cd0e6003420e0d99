package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.Governance;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.Role;
import dev.cosigner.protocol.wallet.WalletException;
import java.util.List;
import java.util.Locale;

/**
 * What a cosigner insists on before it takes part in anything: that it is meant, by its keys and
 * its image, that the operators approved, in time, and that the members are who they should be.
 */
final class Admission {
  /** Governance cannot change yet, so every wallet is in its first epoch. */
  private static final long GOVERNANCE_EPOCH = 0;

  /** How old an enrolment's document may be when its member begins. */
  private static final long MAX_ENROLMENT_AGE_MILLIS = 30 * 60 * 1000L;

  /** How far ahead a plan or request may expire. */
  private static final long MAX_VALIDITY_MILLIS = 24 * 60 * 60 * 1000L;

  private final Custody custody;

  Admission(Custody custody) {
    this.custody = custody;
  }

  /** Whether this cosigner, with its keys and instance of this boot, is one of them. */
  boolean isMember(List<Member> members) {
    return members.stream().anyMatch(member -> member.enrolment().equals(custody.enrolment()));
  }

  /** Whether this cosigner is their customer. */
  boolean isCustomer(List<Member> members) {
    return members.contains(new Member(Role.CUSTOMER, custody.enrolment()));
  }

  void requireMember(List<Member> members) throws RequestException {
    if (!isMember(members)) {
      throw new RequestException(
          "not-a-member",
          "the plan does not name this cosigner with its keys and instance of this boot",
          "the identity "
              + custody.enrolment().identityKey()
              + " in the instance "
              + custody.enrolment().instance(),
          "instances " + members.stream().map(member -> member.enrolment().instance()).toList(),
          null);
    }
  }

  void requireOwnImage(MeasurementPolicy measurements) throws RequestException {
    if (!measurements.allowed().contains(custody.measurements())) {
      throw new RequestException(
          "other-image",
          "the plan does not allow this cosigner's own image",
          "PCR0 " + custody.measurements().pcr0(),
          "PCR0 " + measurements.allowed().stream().map(Measurements::pcr0).toList(),
          null);
    }
  }

  static void requireEpoch(long epoch) throws RequestException {
    if (epoch != GOVERNANCE_EPOCH) {
      throw new RequestException(
          "other-epoch",
          "the plan or request is of another governance epoch",
          Long.toString(GOVERNANCE_EPOCH),
          Long.toString(epoch),
          null);
    }
  }

  /** Enough operators approved the statement, and it is in time. */
  void requireApproved(ApprovalStatement statement, List<Approval> approvals, Governance governance)
      throws RequestException {
    long now = requireUnexpired(statement.expiryMillis());
    try {
      Approval.verify(approvals, statement, governance, now);
    } catch (WalletException e) {
      throw refused(e);
    }
  }

  /** The time, at which a plan or request is neither over nor valid for too long. */
  long requireUnexpired(long expiryMillis) throws RequestException {
    long now = custody.nowMillis();
    if (expiryMillis < now) {
      throw new RequestException(
          "expired",
          "the plan's or request's time is over",
          "an expiry after " + now,
          Long.toString(expiryMillis),
          "have it approved anew");
    }
    if (expiryMillis - now > MAX_VALIDITY_MILLIS) {
      throw new RequestException(
          "expiry-too-far",
          "the plan or request would be valid for too long",
          "at most 24 hours ahead of " + now,
          Long.toString(expiryMillis),
          null);
    }
    return now;
  }

  /** The members are these, in order, each enrolled a short time ago by the verifier's images. */
  void requireEnrolled(
      List<Member> members, List<EnrolmentRequest> enrolments, AttestationVerifier verifier)
      throws RequestException {
    List<Enrolment> expected = members.stream().map(Member::enrolment).toList();
    List<Enrolment> found = enrolments.stream().map(EnrolmentRequest::enrolment).toList();
    if (!expected.equals(found)) {
      throw new RequestException(
          "other-enrolments",
          "the enrolments are not the plan's members in their order",
          "instances " + expected.stream().map(Enrolment::instance).toList(),
          "instances " + found.stream().map(Enrolment::instance).toList(),
          null);
    }
    for (EnrolmentRequest enrolment : enrolments) {
      try {
        enrolment.verify(verifier, custody.nowMillis(), MAX_ENROLMENT_AGE_MILLIS);
      } catch (WalletException e) {
        throw refused(e);
      }
    }
  }

  /** The refusal that a record's own check gives. */
  static RequestException refused(WalletException e) {
    return new RequestException(
        e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        e.getMessage(),
        null,
        null,
        null);
  }
}
