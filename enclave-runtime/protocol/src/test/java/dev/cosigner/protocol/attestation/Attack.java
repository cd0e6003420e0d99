package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;

/**
 * One change of a valid document and the refusal that it has to meet.
 *
 * @param forgery makes the document from a module that is valid when it is handed over
 */
record Attack(Reason reason, String name, Forgery forgery) {
  /** Changes a module, signs, and changes what it signed. */
  interface Forgery {
    byte[] make(TestModule module) throws Exception;
  }

  static Attack of(Reason reason, String name, Forgery forgery) {
    return new Attack(reason, name, forgery);
  }

  /** A module that signs another value in a field of the payload. */
  static Attack onField(Reason reason, String field, CborValue value) {
    return of(reason, field + " " + value, m -> m.field(field, value).sign());
  }

  /** A module that signs another register. */
  static Attack onRegister(Reason reason, CborMap.Entry entry) {
    return of(reason, "register " + entry, m -> m.pcr(entry).sign());
  }

  @Override
  public String toString() {
    return reason + ": " + name;
  }
}
