package dev.cosigner.cli.launch;

import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.attestation.VerifiedAttestation;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What an enclave says of itself, attested over a nonce of the caller's: the answer to {@code
 * describe}.
 *
 * @param version of the software in it
 * @param uptimeMillis how long it has been running
 * @param anchor whose root its documents end in: {@code aws} or {@code development}
 * @param instance 16 bytes that it drew when it booted, in hexadecimal
 * @param registers the NSM's registers 0 to 15
 * @param moduleId the NSM's name
 * @param attestedAtMillis when it attested the above, milliseconds since 1970
 */
public record EnclaveDescription(
    String version,
    long uptimeMillis,
    String anchor,
    String instance,
    List<Register> registers,
    String moduleId,
    long attestedAtMillis) {
  private static final String DOMAIN = "cosigner/describe/v1";
  private static final int REGISTERS = 16;
  private static final int INSTANCE_BYTES = 16;
  private static final int MAX_STATEMENT = 4096;
  private static final int MAX_DOCUMENT = 16 * 1024;
  private static final CborLimits LIMITS = CborLimits.of(MAX_STATEMENT, 4, 128);
  private static final long MAX_AGE_MILLIS = 120_000;

  /** Copies the registers. */
  public EnclaveDescription {
    registers = List.copyOf(registers);
  }

  /**
   * One register.
   *
   * @param index 0 to 15
   * @param value 48 bytes
   * @param locked whether nothing can extend it any more
   */
  public record Register(int index, PcrValue value, boolean locked) {}

  /**
   * Verifies an answer.
   *
   * @param answer the body of the response
   * @param nonce that the request carried
   * @param verifier knows the root and the image
   * @param nowMillis this machine's time, milliseconds since 1970
   * @param debug whether it was launched in debug mode: its document must hold zeros then, and
   *     proves nothing of its image
   * @throws AttestationException if the document is refused
   * @throws CborException if the answer is not of this form, or contradicts the document
   */
  static EnclaveDescription verify(
      CborValue answer, byte[] nonce, AttestationVerifier verifier, long nowMillis, boolean debug)
      throws AttestationException, CborException, ContradictionException {
    List<CborValue> parts = answer.asArrayOf("describe", 2);
    byte[] statement = parts.get(0).asBytes("statement", 1, MAX_STATEMENT);
    byte[] document = parts.get(1).asBytes("document", 1, MAX_DOCUMENT);
    Expectation expected =
        Expectation.nothing().withNonce(nonce).withUserData(DomainHash.of(DOMAIN, statement));
    // Before the statement is parsed: only then is it the enclave's.
    VerifiedAttestation attestation;
    try {
      attestation = verifier.verify(document, expected, nowMillis, MAX_AGE_MILLIS);
    } catch (AttestationException e) {
      // The verifier looks at registers last, so all but the image is proven by then.
      if (debug && e.reason() == AttestationException.Reason.DEBUG_MODE) {
        return parse(statement).at(nowMillis);
      }
      throw e;
    }
    EnclaveDescription description = parse(statement);
    requireSame("module id", attestation.moduleId(), description.moduleId());
    for (Register register : description.registers()) {
      PcrValue attested = attestation.pcrs().get(register.index());
      // Documents leave out registers that are not in use.
      if (attested != null) {
        requireSame("PCR" + register.index(), attested.hex(), register.value().hex());
      }
    }
    if (debug) {
      throw new ContradictionException("mode", "debug mode, registers of zeros", "measurements");
    }
    return description.at(attestation.timestampMillis());
  }

  private EnclaveDescription at(long millis) {
    return new EnclaveDescription(
        version, uptimeMillis, anchor, instance, registers, moduleId, millis);
  }

  private static EnclaveDescription parse(byte[] statement) throws CborException {
    List<CborValue> fields = CborDecoder.decode(statement, LIMITS).asArrayOf("statement", 7);
    fields.get(0).asInteger("statement version", 1, 1);
    byte[] instance = fields.get(4).asBytes("instance", INSTANCE_BYTES, INSTANCE_BYTES);
    return new EnclaveDescription(
        fields.get(1).asText("version", 64),
        fields.get(2).asInteger("uptime", 0, Long.MAX_VALUE),
        fields.get(3).asText("anchor kind", 16),
        HexFormat.of().formatHex(instance),
        registers(fields.get(6)),
        fields.get(5).asText("module id", 256),
        0);
  }

  private static List<Register> registers(CborValue value) throws CborException {
    List<Register> registers = new ArrayList<>();
    for (CborValue item : value.asArrayOf("registers", REGISTERS)) {
      List<CborValue> fields = item.asArrayOf("register", 3);
      int index = registers.size();
      fields.get(0).asInteger("register index", index, index);
      PcrValue pcr = PcrValue.of(fields.get(1).asBytes("register", PcrValue.BYTES, PcrValue.BYTES));
      registers.add(new Register(index, pcr, fields.get(2).asBoolean("register lock")));
    }
    return registers;
  }

  static void requireSame(String what, String expected, String found)
      throws ContradictionException {
    if (!expected.equals(found)) {
      throw new ContradictionException(what, expected, found);
    }
  }
}
