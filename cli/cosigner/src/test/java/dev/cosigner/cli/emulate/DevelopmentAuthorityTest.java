package dev.cosigner.cli.emulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.StateDirectories;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentAuthorityTest {
  private static final CborLimits LIMITS = CborLimits.of(16 * 1024, 4, 128);
  private static final Measurements IMAGE =
      Measurements.ofHex("a0".repeat(48), "a1".repeat(48), "a2".repeat(48));

  @TempDir private Path folder;

  private StateDirectory state;

  @BeforeEach
  void makeState() throws Exception {
    state = StateDirectories.at(folder.resolve("state"));
  }

  private List<CborValue> provision(Optional<Measurements> registers) throws Exception {
    DevelopmentAuthority.Provisioning provisioning =
        DevelopmentAuthority.open(state).provision(registers);
    byte[] frame = provisioning.frame().bytes();
    List<CborValue> fields = CborDecoder.decode(frame, LIMITS).asArrayOf("provisioning", 5);
    assertThat(fields.get(0)).isEqualTo(CborValue.of(1));
    assertThat(fields.get(1)).isEqualTo(CborValue.of(provisioning.moduleId()));
    assertThat(provisioning.toString()).doesNotContain("[B@");
    return fields;
  }

  private static List<X509Certificate> chain(List<CborValue> fields) throws Exception {
    List<X509Certificate> chain = new ArrayList<>();
    for (CborValue certificate : fields.get(2).asArrayOf("certificates", 4)) {
      chain.add(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(certificate.asBytes("certificate", 1, 1024))));
    }
    return chain;
  }

  private static long days(X509Certificate certificate) {
    return Duration.between(
            certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant())
        .toDays();
  }

  @Test
  void theChainHasTheFormOfAwss() throws Exception {
    List<X509Certificate> chain = chain(provision(Optional.empty()));
    X509Certificate issuer = chain.getFirst();
    for (X509Certificate certificate : chain) {
      certificate.verify(issuer.getPublicKey());
      certificate.checkValidity();
      assertThat(certificate.getIssuerX500Principal().getEncoded())
          .isEqualTo(issuer.getSubjectX500Principal().getEncoded());
      assertThat(certificate.getSigAlgName()).isEqualTo("SHA384withECDSA");
      assertThat(certificate.getCriticalExtensionOIDs())
          .containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
      issuer = certificate;
    }
    assertThat(chain.stream().map(X509Certificate::getBasicConstraints))
        .containsExactly(Integer.MAX_VALUE, 2, 1, 0);
    assertThat(chain.stream().map(DevelopmentAuthorityTest::days))
        .containsExactly(30L * 365 + 1, 20L, 7L, 1L);
    assertThat(chain.get(0).getSubjectX500Principal().getName())
        .isEqualTo("CN=aws.nitro-enclaves,OU=AWS,O=Amazon,C=US");
    // Read from its end, as names are written: AWS's zone begins with its common name.
    assertThat(chain.get(2).getSubjectX500Principal().getName()).matches(".*,CN=[0-9a-f]{16}.*");
    boolean[] usage = chain.get(3).getKeyUsage();
    assertThat(usage[5]).isTrue();
    usage[5] = false;
    assertThat(usage).containsOnly(false);
  }

  @Test
  void theKeyIsThatOfTheInstance() throws Exception {
    List<CborValue> fields = provision(Optional.empty());
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(fields.get(3).asBytes("key", 1, 512)));
    Signature signature = Signature.getInstance("SHA384withECDSA");
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(chain(fields).getLast().getPublicKey());
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void registersAreThoseOfTheImageOrTheMachines() throws Exception {
    assertThat(provision(Optional.empty()).get(4).isNull()).isTrue();
    CborMap registers = provision(Optional.of(IMAGE)).get(4).asMap("registers");
    assertThat(registers.size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      PcrValue expected = IMAGE.registers().get(i);
      assertThat(registers.get(i)).contains(CborValue.of(expected.bytes()));
    }
  }

  @Test
  void theRootIsMadeOnceAndKept() throws Exception {
    assertThat(DevelopmentAuthority.anchor(state)).isEmpty();
    List<CborValue> one = provision(Optional.empty());
    List<CborValue> two = provision(Optional.empty());
    assertThat(chain(two).getFirst()).isEqualTo(chain(one).getFirst());
    assertThat(chain(two).get(1)).isNotEqualTo(chain(one).get(1));
    assertThat(two.get(1)).isNotEqualTo(one.get(1));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(chain(one).getFirst().getEncoded());
    assertThat(DevelopmentAuthority.anchor(state))
        .contains(DevelopmentAuthority.open(state).anchor())
        .hasValueSatisfying(anchor -> {
          assertThat(anchor.kind()).isEqualTo(AnchorKind.DEVELOPMENT);
          assertThat(anchor.rootSha256()).isEqualTo(digest);
        });
  }

  @Test
  void theKeyIsForTheOperatorAlone() throws Exception {
    DevelopmentAuthority.open(state);
    for (String file : List.of("root.key", "root.der")) {
      Path path = state.path("development", file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aDamagedRootIsReportedAndNotReplaced() throws Exception {
    DevelopmentAuthority.open(state);
    for (String file : List.of("root.key", "root.der")) {
      byte[] before = Files.readAllBytes(state.path("development", file));
      state.write(new byte[] {1, 2, 3}, "development", file);
      assertThatExceptionOfType(CosignerException.class)
          .isThrownBy(() -> DevelopmentAuthority.open(state))
          .satisfies(e -> assertThat(e.id()).isEqualTo("development-root-damaged"));
      state.write(before, "development", file);
    }
  }
}
