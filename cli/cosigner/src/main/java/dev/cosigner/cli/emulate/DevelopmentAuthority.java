package dev.cosigner.cli.emulate;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.host.ProvisioningFrame;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The root of trust of one operator's development enclaves. It is made on first use and kept in the
 * state directory; under it every launch gets a chain of the form that AWS's Nitro attestation PKI
 * has: root, region, zone, instance. Its documents are believed where this root was chosen as the
 * anchor, and nowhere else.
 */
public final class DevelopmentAuthority {
  private static final String FOLDER = "development";
  private static final String CERTIFICATE = "root.der";
  private static final String KEY = "root.key";
  private static final int MAX_FILE = 4096;

  private static final String ROOT = "C=US,O=Amazon,OU=AWS,CN=aws.nitro-enclaves";
  private static final Duration DAY = Duration.ofDays(1);
  private static final String REGION = "us-east-1.aws.nitro-enclaves";

  private final SecureRandom random = new SecureRandom();
  private final IssuedCertificate root;

  private DevelopmentAuthority(IssuedCertificate root) {
    this.root = root;
  }

  /**
   * The identity of one simulated NSM.
   *
   * @param moduleId its name, as AWS's: {@code i-...-enc...}
   * @param frame what it is given while it boots
   */
  public record Provisioning(String moduleId, ProvisioningFrame frame) {}

  /**
   * Reads the root of a state directory, or makes it. Two runs must not do so at once.
   *
   * @throws CosignerException {@code development-root-damaged} if what is kept is no root
   * @throws IOException if it cannot be read or written
   */
  public static DevelopmentAuthority open(StateDirectory state)
      throws CosignerException, IOException {
    try {
      byte[] certificate = state.read(MAX_FILE, FOLDER, CERTIFICATE);
      byte[] key = state.read(MAX_FILE, FOLDER, KEY);
      try {
        return new DevelopmentAuthority(
            IssuedCertificate.of(certificate, keyPair(certificate, key)));
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    } catch (NoSuchFileException e) {
      return create(state);
    } catch (GeneralSecurityException e) {
      throw damaged(state, e);
    }
  }

  /** The trust anchor of a state directory, if it has a development root. */
  public static Optional<TrustAnchor> anchor(StateDirectory state) throws IOException {
    try {
      return Optional.of(anchorOf(state.read(MAX_FILE, FOLDER, CERTIFICATE)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The trust anchor of this root. */
  public TrustAnchor anchor() {
    return anchorOf(root.der());
  }

  /**
   * Issues a chain for one simulated NSM, with keys of its own.
   *
   * @param registers what the image measures to; empty where the NSM takes its registers from the
   *     machine's own device
   */
  public Provisioning provision(Optional<Measurements> registers) {
    Instant now = Instant.now();
    String instance = "i-0" + hex(8);
    String moduleId = instance + "-enc" + hex(8);
    IssuedCertificate region =
        root.issueAuthority(
            "C=US,O=Amazon,OU=AWS,CN=" + hex(8) + "." + REGION,
            now.minus(DAY),
            now.plus(DAY.multipliedBy(19)),
            2);
    IssuedCertificate zone =
        region.issueAuthority(
            "CN=" + hex(8) + ".zonal." + REGION + ",C=US,ST=WA,L=Seattle,O=Amazon,OU=AWS",
            now.minus(DAY),
            now.plus(DAY.multipliedBy(6)),
            1);
    IssuedCertificate authority =
        zone.issueInstance(
            "C=US,ST=Washington,L=Seattle,O=Amazon,OU=AWS,CN=" + instance + "." + REGION,
            now.minus(Duration.ofMinutes(1)),
            now.plus(DAY));
    List<IssuedCertificate> chain = List.of(root, region, zone, authority);
    return new Provisioning(moduleId, frame(moduleId, chain, registers));
  }

  private static ProvisioningFrame frame(
      String moduleId, List<IssuedCertificate> chain, Optional<Measurements> registers) {
    return new ProvisioningFrame(
        CborValue.array(
                CborValue.of(1),
                CborValue.of(moduleId),
                CborValue.array(chain.stream().map(c -> CborValue.of(c.der())).toList()),
                CborValue.of(chain.getLast().privateKey()),
                registers.<CborValue>map(DevelopmentAuthority::registers).orElse(CborNull.NULL))
            .encode());
  }

  private static CborMap registers(Measurements measurements) {
    return CborValue.map(
        CborMap.entry(0, CborValue.of(measurements.pcr0().bytes())),
        CborMap.entry(1, CborValue.of(measurements.pcr1().bytes())),
        CborMap.entry(2, CborValue.of(measurements.pcr2().bytes())));
  }

  private static DevelopmentAuthority create(StateDirectory state) throws IOException {
    Instant now = Instant.now();
    IssuedCertificate root =
        IssuedCertificate.root(ROOT, now.minus(DAY), now.plus(DAY.multipliedBy(30 * 365)));
    // The key first: a certificate without its key would stay, a key without its certificate is
    // replaced.
    byte[] key = root.privateKey();
    try {
      state.write(key, FOLDER, KEY);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
    state.write(root.der(), FOLDER, CERTIFICATE);
    return new DevelopmentAuthority(root);
  }

  private static KeyPair keyPair(byte[] certificate, byte[] key) throws GeneralSecurityException {
    X509Certificate parsed =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(certificate));
    return new KeyPair(
        parsed.getPublicKey(),
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)));
  }

  private static CosignerException damaged(StateDirectory state, GeneralSecurityException cause) {
    return CosignerException.of(
            "development-root-damaged",
            ExitCode.BAD_INPUT,
            "the development root of this state directory cannot be read")
        .expected("a certificate and its key in " + state.path(FOLDER))
        .found(cause.getClass().getSimpleName())
        .hint("remove the folder: a new root is made, and running enclaves must be launched again")
        .build();
  }

  private static TrustAnchor anchorOf(byte[] certificate) {
    try {
      return TrustAnchor.development(MessageDigest.getInstance("SHA-256").digest(certificate));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }

  private String hex(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}
