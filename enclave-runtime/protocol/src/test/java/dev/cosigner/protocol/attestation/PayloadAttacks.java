package dev.cosigner.protocol.attestation;

import static dev.cosigner.protocol.attestation.TestModule.NOW;
import static dev.cosigner.protocol.attestation.TestModule.filled;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Attacks on the form of the payload: its fields, their types and their sizes. */
final class PayloadAttacks {
  private PayloadAttacks() {}

  static Stream<Attack> payloads() {
    return Stream.of(
        Attack.of(Reason.MALFORMED_PAYLOAD, "an array", m -> m.sign(new byte[] {(byte) 0x80})),
        Attack.of(Reason.MALFORMED_PAYLOAD, "a field twice", PayloadAttacks::duplicateField),
        Attack.of(
            Reason.MALFORMED_PAYLOAD,
            "an indefinite length inside",
            m -> m.sign(indefinitePcrs(m.payload().encode()))),
        Attack.of(
            Reason.NITRO_TPM,
            "a NitroTPM document",
            m -> m.without("pcrs").field("nitrotpm_pcrs", CborValue.map()).sign()),
        Attack.of(
            Reason.NITRO_TPM, "both kinds", m -> m.field("nitrotpm_pcrs", CborValue.map()).sign()),
        Attack.of(Reason.PAYLOAD_FIELDS, "no nonce", m -> m.without("nonce").sign()),
        Attack.of(Reason.PAYLOAD_FIELDS, "no digest", m -> m.without("digest").sign()),
        Attack.of(Reason.PAYLOAD_FIELDS, "one more", m -> m.field("more", CborNull.NULL).sign()),
        Attack.onField(Reason.FIELD_TYPE, "pcrs", CborValue.array()),
        Attack.onField(Reason.FIELD_TYPE, "certificate", CborValue.of("text")),
        Attack.onField(Reason.FIELD_TYPE, "cabundle", CborValue.array(CborValue.of("text"))),
        Attack.onField(Reason.FIELD_TYPE, "nonce", CborValue.of("text")),
        Attack.onField(Reason.FIELD_TYPE, "user_data", CborValue.of(false)),
        Attack.onField(Reason.FIELD_TYPE, "public_key", CborValue.of(0)),
        Attack.onField(Reason.MODULE_ID, "module_id", CborValue.of("")),
        Attack.onField(Reason.MODULE_ID, "module_id", CborValue.of("x".repeat(257))),
        Attack.onField(Reason.MODULE_ID, "module_id", CborValue.of("i-\u001b[2J")),
        Attack.onField(Reason.MODULE_ID, "module_id", CborValue.of("i 0")),
        Attack.onField(Reason.MODULE_ID, "module_id", CborValue.of("i\u007f")),
        Attack.onField(Reason.MODULE_ID, "module_id", CborValue.of(7)),
        Attack.onField(Reason.DIGEST, "digest", CborValue.of("SHA256")),
        Attack.onField(Reason.DIGEST, "digest", CborValue.of("sha384")),
        Attack.onField(Reason.DIGEST, "digest", CborNull.NULL),
        Attack.onField(Reason.TIMESTAMP, "timestamp", CborValue.of(NOW / 1000)),
        Attack.onField(Reason.TIMESTAMP, "timestamp", CborValue.of(NOW * 1000)),
        Attack.onField(Reason.TIMESTAMP, "timestamp", CborValue.of(-NOW)),
        Attack.onField(Reason.TIMESTAMP, "timestamp", CborValue.of(Long.toString(NOW))),
        Attack.onRegister(Reason.PCR_INDEX, CborMap.entry(32, CborValue.of(filled(48, 1)))),
        Attack.onRegister(Reason.PCR_INDEX, CborMap.entry(-1, CborValue.of(filled(48, 1)))),
        Attack.onRegister(Reason.PCR_INDEX, CborMap.entry(1L << 32, CborValue.of(filled(48, 1)))),
        Attack.onRegister(
            Reason.PCR_INDEX, CborMap.entry((1L << 32) + 20, CborValue.of(filled(48, 1)))),
        Attack.onRegister(
            Reason.PCR_INDEX, CborMap.entry(Long.MIN_VALUE, CborValue.of(filled(48, 1)))),
        Attack.onRegister(Reason.PCR_INDEX, CborMap.entry("16", CborValue.of(filled(48, 1)))),
        Attack.onRegister(Reason.PCR_LENGTH, CborMap.entry(16, CborValue.of(filled(47, 1)))),
        Attack.onRegister(Reason.PCR_LENGTH, CborMap.entry(16, CborValue.of(filled(64, 1)))),
        Attack.onRegister(Reason.PCR_LENGTH, CborMap.entry(16, CborNull.NULL)),
        Attack.onField(Reason.CERTIFICATE_SIZE, "certificate", CborValue.of(new byte[0])),
        Attack.onField(Reason.CERTIFICATE_SIZE, "certificate", CborValue.of(new byte[1025])),
        Attack.onField(Reason.CERTIFICATE_MALFORMED, "certificate", CborValue.of(new byte[1024])),
        Attack.onField(
            Reason.CERTIFICATE_SIZE, "cabundle", CborValue.array(CborValue.of(new byte[1025]))),
        Attack.onField(Reason.CHAIN_LENGTH, "cabundle", CborValue.array()),
        Attack.onField(Reason.CHAIN_LENGTH, "cabundle", CborValue.array(List.of(nine()))),
        Attack.onField(Reason.FIELD_SIZE, "nonce", CborValue.of(new byte[513])),
        Attack.onField(Reason.FIELD_SIZE, "user_data", CborValue.of(new byte[513])),
        Attack.onField(Reason.FIELD_SIZE, "public_key", CborValue.of(new byte[1025])));
  }

  private static CborValue[] nine() {
    CborValue[] certificates = new CborValue[9];
    Arrays.fill(certificates, CborValue.of(new byte[1]));
    return certificates;
  }

  private static byte[] duplicateField(TestModule module) throws Exception {
    byte[] payload = TestModule.indefinite(module.payload());
    byte[] nonce = CborMap.entry("nonce", CborNull.NULL).key().encode();
    byte[] twice = Arrays.copyOf(payload, payload.length + nonce.length + 1);
    System.arraycopy(nonce, 0, twice, payload.length - 1, nonce.length);
    twice[twice.length - 2] = (byte) 0xf6;
    twice[twice.length - 1] = (byte) 0xff;
    return module.sign(twice);
  }

  private static byte[] indefinitePcrs(byte[] payload) {
    byte[] head = CborValue.of("pcrs").encode();
    for (int i = 0; i < payload.length - head.length; i++) {
      if (Arrays.equals(payload, i, i + head.length, head, 0, head.length)) {
        byte[] changed = payload.clone();
        changed[i + head.length] = (byte) 0xbf;
        return changed;
      }
    }
    throw new IllegalStateException("no registers");
  }
}
