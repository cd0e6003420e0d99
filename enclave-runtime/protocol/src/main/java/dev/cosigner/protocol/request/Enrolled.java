package dev.cosigner.protocol.request;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.Member;
import java.util.ArrayList;
import java.util.List;

/** The enrolment requests of a new group's members, in the order of the plan. */
final class Enrolled {
  private Enrolled() {}

  static CborValue toCbor(List<EnrolmentRequest> enrolments) {
    return CborValue.array(enrolments.stream().map(EnrolmentRequest::toCbor).toList());
  }

  static List<EnrolmentRequest> listFromCbor(CborValue value) throws CborException {
    List<EnrolmentRequest> enrolments = new ArrayList<>();
    for (CborValue item : value.asArray("enrolments", Member.MIN_MEMBERS, Member.MAX_MEMBERS)) {
      enrolments.add(EnrolmentRequest.fromCbor(item));
    }
    return List.copyOf(enrolments);
  }
}
