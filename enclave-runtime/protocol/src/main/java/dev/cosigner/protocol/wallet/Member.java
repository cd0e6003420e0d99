package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;

/** A cosigner's place in a group. Its FROST identifier is its position in the group, from 1. */
public record Member(Role role, Enrolment enrolment) {
  /** Bounds of a group's size; three is the normal case. */
  public static final int MIN_MEMBERS = 2;

  public static final int MAX_MEMBERS = 8;

  CborValue toCbor() {
    return CborValue.array(CborValue.of(role.label()), enrolment.toCbor());
  }

  static CborValue toCbor(List<Member> members) {
    return CborValue.array(members.stream().map(Member::toCbor).toList());
  }

  /** Reads a group's members and refuses two with one identity, HPKE key or instance. */
  static List<Member> listFromCbor(CborValue value) throws CborException {
    List<Member> members = new ArrayList<>();
    for (CborValue item : value.asArray("members", MIN_MEMBERS, MAX_MEMBERS)) {
      List<CborValue> fields = item.asArrayOf("member", 2);
      members.add(new Member(Fields.role(fields.get(0)), Enrolment.fromCbor(fields.get(1))));
    }
    List<ByteString> keys = new ArrayList<>();
    for (Member member : members) {
      keys.add(member.enrolment().identityKey());
      keys.add(member.enrolment().hpkeKey());
    }
    Fields.distinct(keys, "keys of the members");
    Fields.distinct(
        members.stream().map(member -> member.enrolment().instance()).toList(),
        "instances of the members");
    for (Role role : Role.values()) {
      if (members.stream().noneMatch(member -> member.role() == role)) {
        throw CborException.unexpectedValue("members", "at least one " + role.label(), "none");
      }
    }
    return List.copyOf(members);
  }
}
