package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the parent gives a simulated NSM: [1, module id, [root, regional, zonal and instance
 * certificate], key of the instance certificate, registers].
 *
 * @param moduleId the module's name
 * @param bundle the four certificates in DER, root first
 * @param instanceKey the key of the last one, P-384 in PKCS #8
 * @param registers 48 bytes by index; or null, to take registers and time from {@code /dev/nsm}
 */
record Provisioning(
    String moduleId,
    List<CborBytes> bundle,
    CborBytes instanceKey,
    Map<Integer, CborBytes> registers) {
  static final int MAX_BYTES = 16 * 1024;

  private static final CborLimits LIMITS = CborLimits.of(MAX_BYTES, 3, 128);
  private static final int VERSION = 1;
  private static final int LONGEST_MODULE_ID = 128;
  private static final int CERTIFICATES = 4;
  private static final int LONGEST_CERTIFICATE = 2048;
  private static final int LONGEST_KEY = 512;

  static Provisioning decode(byte[] bytes) throws NsmException {
    try {
      List<CborValue> fields = CborDecoder.decode(bytes, LIMITS).asArrayOf("provisioning", 5);
      fields.get(0).asInteger("provisioning version", VERSION, VERSION);
      String moduleId = fields.get(1).asText("module id", LONGEST_MODULE_ID);
      List<CborBytes> bundle = new ArrayList<>();
      for (CborValue certificate : fields.get(2).asArrayOf("certificates", CERTIFICATES)) {
        bundle.add(CborValue.of(certificate.asBytes("certificate", 1, LONGEST_CERTIFICATE)));
      }
      CborBytes key = CborValue.of(fields.get(3).asBytes("instance key", 1, LONGEST_KEY));
      return new Provisioning(
          moduleId, bundle, key, fields.get(4).isNull() ? null : registers(fields.get(4)));
    } catch (CborException e) {
      throw new NsmException(Reason.INVALID_ARGUMENT, e.getMessage(), e);
    }
  }

  private static Map<Integer, CborBytes> registers(CborValue value) throws CborException {
    Map<Integer, CborBytes> registers = new HashMap<>();
    for (CborMap.Entry entry : value.asMap("registers").entries()) {
      int index = (int) entry.key().asInteger("register index", 0, Nsm.PCR_COUNT - 1);
      byte[] register = entry.value().asBytes("register", Nsm.PCR_BYTES, Nsm.PCR_BYTES);
      registers.put(index, CborValue.of(register));
    }
    return registers;
  }

  /** Names the module and nothing else: the key is a secret, if one of little worth. */
  @Override
  public String toString() {
    return "Provisioning[" + moduleId + "]";
  }
}
