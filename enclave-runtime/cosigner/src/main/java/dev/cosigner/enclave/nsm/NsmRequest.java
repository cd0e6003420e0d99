package dev.cosigner.enclave.nsm;

import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;

/**
 * Requests as AWS's {@code nsm-api} encodes them in CBOR: a name alone, or a map from a name to its
 * fields.
 */
final class NsmRequest {
  static final String DESCRIBE_NSM = "DescribeNSM";
  static final String DESCRIBE_PCR = "DescribePCR";
  static final String EXTEND_PCR = "ExtendPCR";
  static final String LOCK_PCR = "LockPCR";
  static final String LOCK_PCRS = "LockPCRs";
  static final String GET_RANDOM = "GetRandom";
  static final String ATTESTATION = "Attestation";

  private NsmRequest() {}

  static byte[] describeNsm() {
    return CborValue.of(DESCRIBE_NSM).encode();
  }

  static byte[] describePcr(int index) {
    return request(DESCRIBE_PCR, CborMap.entry("index", CborValue.of(index)));
  }

  static byte[] extendPcr(int index, byte[] data) {
    return request(
        EXTEND_PCR,
        CborMap.entry("index", CborValue.of(index)),
        CborMap.entry("data", CborValue.of(data)));
  }

  static byte[] lockPcr(int index) {
    return request(LOCK_PCR, CborMap.entry("index", CborValue.of(index)));
  }

  static byte[] lockPcrs(int count) {
    return request(LOCK_PCRS, CborMap.entry("range", CborValue.of(count)));
  }

  static byte[] getRandom() {
    return CborValue.of(GET_RANDOM).encode();
  }

  static byte[] attestation(byte[] userData, byte[] nonce, byte[] publicKey) {
    return request(
        ATTESTATION,
        CborMap.entry("user_data", bytesOrNull(userData)),
        CborMap.entry("nonce", bytesOrNull(nonce)),
        CborMap.entry("public_key", bytesOrNull(publicKey)));
  }

  private static byte[] request(String name, CborMap.Entry... fields) {
    return CborValue.map(CborMap.entry(name, CborValue.map(fields))).encode();
  }

  private static CborValue bytesOrNull(byte[] bytes) {
    return bytes == null ? CborNull.NULL : CborValue.of(bytes);
  }
}
