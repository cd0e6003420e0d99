package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import dev.cosigner.protocol.cose.CoseSign1;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A module that signs documents of the form that AWS's NSM writes, under a chain of the same form:
 * root, region, zone, instance, module. A test changes one thing of it before it signs.
 */
final class TestModule {
  static final long NOW = 1_790_000_000_000L;
  static final long MINUTE = 60_000L;
  static final long DAY = 24 * 60 * MINUTE;
  static final int LEAF = 4;
  static final byte[] NONCE = filled(32, 0x4e);
  static final byte[] USER_DATA = filled(32, 0x55);
  static final String MODULE_ID = "i-0123456789abcdef0-enc0123456789abcdef";
  static final Measurements IMAGE =
      Measurements.of(filled(48, 0xa0), filled(48, 0xa1), filled(48, 0xa2));

  private static final CborValue FILLED_IN = CborValue.of("filled in when the document is made");

  private static final List<KeyPair> KEYS = keyPairs(LEAF + 1);

  private final List<TestCertificate> chain = new ArrayList<>(ofAwsForm());
  private final Map<String, CborValue> fields = new LinkedHashMap<>();
  private final List<CborMap.Entry> pcrs = new ArrayList<>();
  private List<byte[]> certificates = List.of();

  TestModule() {
    for (int index = 0; index < 16; index++) {
      pcrs.add(CborMap.entry(index, CborValue.of(filled(48, 0xa0 + index))));
    }
    fields.put("module_id", CborValue.of(MODULE_ID));
    fields.put("digest", CborValue.of("SHA384"));
    fields.put("timestamp", CborValue.of(NOW));
    fields.put("pcrs", FILLED_IN);
    fields.put("certificate", FILLED_IN);
    fields.put("cabundle", FILLED_IN);
    fields.put("public_key", CborNull.NULL);
    fields.put("user_data", CborValue.of(USER_DATA));
    fields.put("nonce", CborValue.of(NONCE));
  }

  private static List<TestCertificate> ofAwsForm() {
    String root = "C=US, O=Amazon, OU=AWS, CN=aws.nitro-enclaves";
    String region = "C=US, O=Amazon, OU=AWS, CN=0123456789abcdef.eu-central-1.aws.nitro-enclaves";
    String zone = "CN=fedcba9876543210.zonal.eu-central-1.aws.nitro-enclaves, C=US, O=Amazon";
    String instance =
        "C=US, O=Amazon, OU=AWS, CN=i-0123456789abcdef0.eu-central-1.aws.nitro-enclaves";
    String module =
        "C=US, O=Amazon, OU=AWS, CN=i-0123456789abcdef0-enc0123456789abcdef.eu-central-1.aws";
    long from = NOW - 3000;
    return List.of(
        TestCertificate.authority(
            root, root, KEYS.get(0), NOW - 2000 * DAY, NOW + 8000 * DAY, null),
        TestCertificate.authority(region, root, KEYS.get(1), NOW - 5 * DAY, NOW + 15 * DAY, 2),
        TestCertificate.authority(zone, region, KEYS.get(2), NOW - DAY, NOW + 5 * DAY, 1),
        TestCertificate.authority(instance, zone, KEYS.get(3), NOW - DAY, NOW + DAY, 0),
        TestCertificate.leaf(module, instance, KEYS.get(4), from, from + 180 * MINUTE + 3000));
  }

  /** Changes the certificate at an index: 0 the root, 4 the module's own. */
  TestModule certificate(int index, Consumer<TestCertificate> change) {
    change.accept(chain.get(index));
    return this;
  }

  /** Adds an authority directly above the module's own certificate. */
  TestModule authority(TestCertificate added) {
    chain.add(chain.size() - 1, added);
    return this;
  }

  TestModule field(String name, CborValue value) {
    fields.put(name, value);
    return this;
  }

  TestModule without(String name) {
    fields.remove(name);
    return this;
  }

  TestModule pcr(CborMap.Entry entry) {
    pcrs.removeIf(existing -> existing.key().equals(entry.key()));
    pcrs.add(entry);
    return this;
  }

  TestModule withoutPcr(int index) {
    pcrs.removeIf(existing -> existing.key().equals(CborValue.of(index)));
    return this;
  }

  /** The chain in DER, root first and the module's own certificate last. */
  List<byte[]> certificates() throws Exception {
    if (certificates.isEmpty()) {
      List<byte[]> issued = new ArrayList<>();
      KeyPair issuer = chain.getFirst().key;
      for (TestCertificate certificate : chain) {
        issued.add(certificate.issue(issuer, issued.size() + 1));
        issuer = certificate.key;
      }
      certificates = issued;
    }
    return certificates;
  }

  /** Replaces the issued chain by changed bytes. */
  TestModule certificates(List<byte[]> changed) {
    certificates = List.copyOf(changed);
    return this;
  }

  CborMap payload() throws Exception {
    List<CborBytes> issued = certificates().stream().map(CborValue::of).toList();
    Map<String, CborValue> values = new LinkedHashMap<>(fields);
    values.replace("pcrs", FILLED_IN, CborValue.map(pcrs));
    values.replace("certificate", FILLED_IN, issued.getLast());
    values.replace("cabundle", FILLED_IN, CborValue.array(issued.subList(0, issued.size() - 1)));
    List<CborMap.Entry> entries = new ArrayList<>();
    values.forEach((name, value) -> entries.add(CborMap.entry(name, value)));
    return CborValue.map(entries);
  }

  /** The payload's map with indefinite length, as real modules write it. */
  static byte[] indefinite(CborMap payload) {
    byte[] definite = payload.encode();
    byte[] indefinite = Arrays.copyOf(definite, definite.length + 1);
    indefinite[0] = (byte) 0xbf;
    indefinite[definite.length] = (byte) 0xff;
    return indefinite;
  }

  byte[] sign() throws Exception {
    return sign(indefinite(payload()));
  }

  byte[] sign(byte[] payload) throws Exception {
    return CoseSign1.of(CoseAlgorithm.ES384, payload, signature(payload)).encode();
  }

  byte[] signature(byte[] payload) throws Exception {
    return CoseAlgorithm.ES384.sign(
        (ECPrivateKey) chain.getLast().key.getPrivate(),
        CoseSign1.signatureInput(CoseAlgorithm.ES384, payload));
  }

  TrustAnchor anchor() throws Exception {
    return TrustAnchor.development(
        MessageDigest.getInstance("SHA-256").digest(certificates().getFirst()));
  }

  static KeyPair keyPair() {
    return keyPairs(1).getFirst();
  }

  private static List<KeyPair> keyPairs(int count) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"));
      List<KeyPair> pairs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        pairs.add(generator.generateKeyPair());
      }
      return List.copyOf(pairs);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
