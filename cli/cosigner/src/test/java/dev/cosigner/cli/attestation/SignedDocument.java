package dev.cosigner.cli.attestation;

import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A document of any registers under a root of its own, signed as a module signs. */
public final class SignedDocument {
  /** When documents are signed. */
  public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private static final X500Name ROOT = new X500Name("CN=a root of its own");
  private static final X500Name MODULE = new X500Name("CN=i-0-enc0");

  private final KeyPair rootKey = newKey();
  private final KeyPair moduleKey = newKey();
  private final byte[] root;
  private final byte[] module;

  public SignedDocument() throws Exception {
    root = certificate(ROOT, rootKey, true, KeyUsage.keyCertSign, NOW.plus(Duration.ofDays(365)));
    module =
        certificate(
            MODULE, moduleKey, false, KeyUsage.digitalSignature, NOW.plus(Duration.ofHours(3)));
  }

  private byte[] certificate(X500Name name, KeyPair key, boolean authority, int usage, Instant to)
      throws Exception {
    return new JcaX509v3CertificateBuilder(
            ROOT,
            BigInteger.TWO,
            Date.from(NOW.minusSeconds(3)),
            Date.from(to),
            name,
            key.getPublic())
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
        .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
        .build(new JcaContentSignerBuilder("SHA384withECDSA").build(rootKey.getPrivate()))
        .getEncoded();
  }

  /** The root in DER. */
  public byte[] root() {
    return root.clone();
  }

  /** A document with registers, a public key or none, and nothing else. */
  public byte[] of(Map<Integer, PcrValue> registers, byte[] publicKey) throws Exception {
    CborMap pcrs =
        CborValue.map(
            registers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> CborMap.entry(e.getKey(), CborValue.of(e.getValue().bytes())))
                .toArray(CborMap.Entry[]::new));
    byte[] payload =
        CborValue.map(
                CborMap.entry("module_id", CborValue.of("i-0-enc0")),
                CborMap.entry("digest", CborValue.of("SHA384")),
                CborMap.entry("timestamp", CborValue.of(NOW.toEpochMilli())),
                CborMap.entry("pcrs", pcrs),
                CborMap.entry("certificate", CborValue.of(module)),
                CborMap.entry("cabundle", CborValue.array(CborValue.of(root))),
                CborMap.entry(
                    "public_key", publicKey == null ? CborNull.NULL : CborValue.of(publicKey)),
                CborMap.entry("user_data", CborNull.NULL),
                CborMap.entry("nonce", CborNull.NULL))
            .encode();
    return signed(payload, moduleKey.getPrivate());
  }

  private static byte[] signed(byte[] payload, PrivateKey key) throws GeneralSecurityException {
    CborValue header = CborValue.of(CborValue.map(CborMap.entry(1, CborValue.of(-35))).encode());
    byte[] input =
        CborValue.array(
                CborValue.of("Signature1"),
                header,
                CborValue.of(new byte[0]),
                CborValue.of(payload))
            .encode();
    Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(input);
    return CborValue.array(
            header, CborValue.map(), CborValue.of(payload), CborValue.of(signature.sign()))
        .encode();
  }

  /** The registers of an image. */
  public static Map<Integer, PcrValue> registers(List<PcrValue> image) {
    return Map.of(0, image.get(0), 1, image.get(1), 2, image.get(2));
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp384r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
