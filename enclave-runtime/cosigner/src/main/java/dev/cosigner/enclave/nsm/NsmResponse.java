package dev.cosigner.enclave.nsm;

import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborText;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Responses as AWS's {@code nsm-api} encodes them: the request's name, a map from it to its fields,
 * or an error.
 */
final class NsmResponse {
  private static final CborLimits LIMITS = new CborLimits(DeviceNsm.RESPONSE_BYTES, 4, 256, true);

  private static final int LONGEST_NAME = 256;

  private NsmResponse() {}

  static NsmDescription description(byte[] response) throws NsmException {
    try {
      CborMap fields = fields(NsmRequest.DESCRIBE_NSM, response);
      List<Integer> locked = new ArrayList<>();
      for (CborValue index :
          field(fields, "locked_pcrs").asArray("locked_pcrs", 0, Nsm.PCR_COUNT)) {
        locked.add((int) index.asInteger("locked_pcrs", 0, Nsm.PCR_COUNT - 1));
      }
      return new NsmDescription(
          field(fields, "module_id").asText("module_id", LONGEST_NAME),
          field(fields, "digest").asText("digest", LONGEST_NAME),
          locked);
    } catch (CborException e) {
      throw malformed(NsmRequest.DESCRIBE_NSM, e);
    }
  }

  static Pcr pcr(byte[] response) throws NsmException {
    try {
      CborMap fields = fields(NsmRequest.DESCRIBE_PCR, response);
      return new Pcr(
          field(fields, "data").asBytes("data", Nsm.PCR_BYTES, Nsm.PCR_BYTES),
          field(fields, "lock").asBoolean("lock"));
    } catch (CborException e) {
      throw malformed(NsmRequest.DESCRIBE_PCR, e);
    }
  }

  /** The one byte string of an answer. */
  static byte[] bytes(String name, String field, int min, int max, byte[] response)
      throws NsmException {
    try {
      return field(fields(name, response), field).asBytes(field, min, max);
    } catch (CborException e) {
      throw malformed(name, e);
    }
  }

  /** An answer that says nothing but that it was done. */
  static void done(String name, byte[] response) throws NsmException {
    try {
      CborValue answer = CborDecoder.decode(response, LIMITS);
      if (!(answer instanceof CborText(String found)) || !found.equals(name)) {
        refuseError(name, answer.asMap(name));
        throw new NsmException(
            Reason.MALFORMED_RESPONSE, name + ": expected its name as the answer, found a map");
      }
    } catch (CborException e) {
      throw malformed(name, e);
    }
  }

  private static CborMap fields(String name, byte[] response) throws CborException, NsmException {
    CborMap answer = CborDecoder.decode(response, LIMITS).asMap(name);
    refuseError(name, answer);
    return field(answer, name).asMap(name);
  }

  private static CborValue field(CborMap fields, String name) throws CborException {
    return fields.require("the answer", name);
  }

  private static void refuseError(String name, CborMap answer) throws CborException, NsmException {
    CborValue error = answer.get("Error").orElse(null);
    if (error != null) {
      String code = error.asText("Error", LONGEST_NAME);
      throw new NsmException(Reason.ofCode(code), name + ": the NSM answered " + code);
    }
  }

  private static NsmException malformed(String name, CborException e) {
    return new NsmException(Reason.MALFORMED_RESPONSE, name + ": " + e.getMessage(), e);
  }
}
