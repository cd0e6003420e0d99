package dev.cosigner.nsm.simulated;

import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A development root and the three authorities below it, by Bouncy Castle: what a parent provisions
 * an NSM with.
 */
final class DevelopmentAuthority {
  static final String MODULE_ID = "i-0000000000000000d-enc000000000000000d";

  private static final List<String> NAMES =
      List.of(
          "C=US,O=Amazon,OU=AWS,CN=development.nitro-enclaves",
          "C=US,O=Amazon,OU=AWS,CN=region.development.nitro-enclaves",
          "CN=zone.development.nitro-enclaves,OU=AWS,O=Amazon,C=US",
          "C=US,ST=Washington,L=Seattle,O=Amazon,OU=AWS,CN=i-0000000000000000d.nitro-enclaves");

  private final List<X509CertificateHolder> certificates = new ArrayList<>();
  private PrivateKey instanceKey;

  private DevelopmentAuthority() {}

  static DevelopmentAuthority create() throws Exception {
    DevelopmentAuthority authority = new DevelopmentAuthority();
    PrivateKey issuerKey = null;
    for (int depth = 0; depth < NAMES.size(); depth++) {
      KeyPair pair = keyPair();
      issuerKey = authority.certify(depth, pair, issuerKey == null ? pair.getPrivate() : issuerKey);
    }
    authority.instanceKey = issuerKey;
    return authority;
  }

  private static KeyPair keyPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    return generator.generateKeyPair();
  }

  private PrivateKey certify(int depth, KeyPair subject, PrivateKey issuerKey) throws Exception {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(NAMES.get(Math.max(0, depth - 1))),
            BigInteger.valueOf(depth + 1),
            Date.from(now.minus(1, ChronoUnit.HOURS)),
            Date.from(now.plus(30, ChronoUnit.DAYS)),
            new X500Name(NAMES.get(depth)),
            subject.getPublic());
    BasicConstraints constraints =
        depth == 0 ? new BasicConstraints(true) : new BasicConstraints(NAMES.size() - 1 - depth);
    builder.addExtension(Extension.basicConstraints, true, constraints);
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    certificates.add(
        builder.build(new JcaContentSignerBuilder("SHA384withECDSA").build(issuerKey)));
    return subject.getPrivate();
  }

  X509CertificateHolder instance() {
    return certificates.getLast();
  }

  PrivateKey instanceKey() {
    return instanceKey;
  }

  TrustAnchor anchor() throws Exception {
    return TrustAnchor.development(
        MessageDigest.getInstance("SHA-256").digest(certificates.getFirst().getEncoded()));
  }

  /** The fields of a provisioning frame, each open to a test's tampering. */
  List<CborValue> provisioningFields(Map<Integer, CborBytes> registers) throws Exception {
    List<CborValue> bundle = new ArrayList<>();
    for (X509CertificateHolder certificate : certificates) {
      bundle.add(CborValue.of(certificate.getEncoded()));
    }
    return List.of(
        CborValue.of(1),
        CborValue.of(MODULE_ID),
        CborValue.array(bundle),
        CborValue.of(instanceKey.getEncoded()),
        registers == null ? CborNull.NULL : map(registers));
  }

  byte[] provisioning(Map<Integer, CborBytes> registers) throws Exception {
    return CborValue.array(provisioningFields(registers)).encode();
  }

  private static CborValue map(Map<Integer, CborBytes> registers) {
    List<CborMap.Entry> entries = new ArrayList<>();
    registers.forEach((index, value) -> entries.add(CborMap.entry(index, value)));
    return CborValue.map(entries);
  }
}
