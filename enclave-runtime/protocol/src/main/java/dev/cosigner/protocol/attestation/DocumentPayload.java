package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborInteger;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The payload of a document, as the AWS Nitro Enclaves user guide specifies it, section
 * "Attestation document specification". Every field is checked against its type and size.
 *
 * @param pcrs registers by index, unmodifiable
 * @param certificate DER of the module's own certificate
 * @param cabundle DER of the authorities' certificates, root first
 */
record DocumentPayload(
    String moduleId,
    long timestampMillis,
    SortedMap<Integer, PcrValue> pcrs,
    CborBytes certificate,
    List<CborBytes> cabundle,
    Optional<byte[]> publicKey,
    Optional<byte[]> userData,
    Optional<byte[]> nonce) {

  static final int MAX_REGISTERS = 32;
  static final int MAX_CERTIFICATE_BYTES = 1024;
  static final int MAX_CABUNDLE = 8;
  private static final int MAX_MODULE_ID = 256;
  private static final int MAX_USER_DATA = 512;
  private static final int MAX_NONCE = 512;
  private static final int MAX_PUBLIC_KEY = 1024;

  /** 1 January 2020: before the first Nitro enclave, after any time in seconds. */
  private static final long EARLIEST_MILLIS = 1_577_836_800_000L;

  /** 1 January 2100. */
  private static final long LATEST_MILLIS = 4_102_444_800_000L;

  private static final String NITRO_TPM_FIELD = "nitrotpm_pcrs";
  private static final Set<String> FIELDS =
      Set.of(
          "module_id",
          "digest",
          "timestamp",
          "pcrs",
          "certificate",
          "cabundle",
          "public_key",
          "user_data",
          "nonce");

  /** Nine fields, 32 registers, 8 certificates, their keys and their containers, and some room. */
  private static final CborLimits LIMITS =
      new CborLimits(AttestationDocument.MAX_BYTES, 4, 128, true);

  static DocumentPayload parse(byte[] payload) throws AttestationException {
    CborMap map = decode(payload);
    if (map.get(NITRO_TPM_FIELD).isPresent()) {
      throw new AttestationException(
          Reason.NITRO_TPM,
          "payload",
          "a document of an enclave",
          "a document of a NitroTPM (" + NITRO_TPM_FIELD + ")");
    }
    try {
      map.requireKeys("payload", FIELDS);
    } catch (CborException e) {
      throw new AttestationException(Reason.PAYLOAD_FIELDS, e.getMessage(), e);
    }
    requireSha384(field(map, "digest"));
    return new DocumentPayload(
        moduleId(field(map, "module_id")),
        timestamp(field(map, "timestamp")),
        pcrs(field(map, "pcrs")),
        certificate("certificate", field(map, "certificate")),
        cabundle(field(map, "cabundle")),
        optional(map, "public_key", MAX_PUBLIC_KEY),
        optional(map, "user_data", MAX_USER_DATA),
        optional(map, "nonce", MAX_NONCE));
  }

  private static CborMap decode(byte[] payload) throws AttestationException {
    try {
      return CborDecoder.decode(payload, LIMITS).asMap("payload");
    } catch (CborException e) {
      throw new AttestationException(Reason.MALFORMED_PAYLOAD, "payload: " + e.getMessage(), e);
    }
  }

  private static CborValue field(CborMap map, String key) {
    return map.get(key).orElseThrow();
  }

  private static void requireSha384(CborValue value) throws AttestationException {
    if (!value.equals(CborValue.of("SHA384"))) {
      throw new AttestationException(Reason.DIGEST, "digest", "SHA384", "another value");
    }
  }

  private static String moduleId(CborValue value) throws AttestationException {
    String moduleId = read(Reason.MODULE_ID, () -> value.asText("module_id", MAX_MODULE_ID));
    // Printed for people: control characters would let a forger write on their terminal.
    if (moduleId.isEmpty() || !moduleId.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new AttestationException(
          Reason.MODULE_ID, "module_id", "1 to 256 printable ASCII characters", "others");
    }
    return moduleId;
  }

  private static long timestamp(CborValue value) throws AttestationException {
    return read(
        Reason.TIMESTAMP,
        () -> value.asInteger("timestamp in milliseconds", EARLIEST_MILLIS, LATEST_MILLIS));
  }

  private static SortedMap<Integer, PcrValue> pcrs(CborValue value) throws AttestationException {
    CborMap map = read(Reason.FIELD_TYPE, () -> value.asMap("pcrs"));
    SortedMap<Integer, PcrValue> pcrs = new TreeMap<>();
    for (CborMap.Entry entry : map.entries()) {
      if (!(entry.key() instanceof CborInteger(long index)
          && index >= 0
          && index < MAX_REGISTERS)) {
        throw new AttestationException(
            Reason.PCR_INDEX, "pcrs", "indices from 0 to 31", "another key");
      }
      int length = PcrValue.BYTES;
      byte[] register =
          read(Reason.PCR_LENGTH, () -> entry.value().asBytes("PCR" + index, length, length));
      pcrs.put((int) index, PcrValue.of(register));
    }
    return Collections.unmodifiableSortedMap(pcrs);
  }

  private static CborBytes certificate(String what, CborValue value) throws AttestationException {
    if (!(value instanceof CborBytes bytes)) {
      throw new AttestationException(Reason.FIELD_TYPE, what, "a byte string", "another value");
    }
    if (bytes.length() == 0 || bytes.length() > MAX_CERTIFICATE_BYTES) {
      throw new AttestationException(
          Reason.CERTIFICATE_SIZE, what, "1 to 1024 bytes", Integer.toString(bytes.length()));
    }
    return bytes;
  }

  private static List<CborBytes> cabundle(CborValue value) throws AttestationException {
    List<CborValue> items =
        read(Reason.CHAIN_LENGTH, () -> value.asArray("cabundle", 1, MAX_CABUNDLE));
    List<CborBytes> cabundle = new ArrayList<>();
    for (CborValue item : items) {
      cabundle.add(certificate("cabundle certificate " + cabundle.size(), item));
    }
    return List.copyOf(cabundle);
  }

  private static Optional<byte[]> optional(CborMap map, String key, int maxBytes)
      throws AttestationException {
    CborValue value = field(map, key);
    if (value.isNull()) {
      return Optional.empty();
    }
    if (!(value instanceof CborBytes)) {
      throw new AttestationException(
          Reason.FIELD_TYPE, key, "a byte string or null", "another value");
    }
    return Optional.of(read(Reason.FIELD_SIZE, () -> value.asBytes(key, 0, maxBytes)));
  }

  /** A typed access to a CBOR value. */
  private interface Access<T> {
    T read() throws CborException;
  }

  private static <T> T read(Reason reason, Access<T> access) throws AttestationException {
    try {
      return access.read();
    } catch (CborException e) {
      throw new AttestationException(reason, e.getMessage(), e);
    }
  }
}
