package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TrustAnchorTest {
  /** The certificate that AWS publishes as the root of Nitro Enclaves. */
  private static final String AWS_NITRO_ENCLAVES_ROOT_G1 =
      """
      MIICETCCAZagAwIBAgIRAPkxdWgbkK/hHUbMtOTn+FYwCgYIKoZIzj0EAwMwSTEL
      MAkGA1UEBhMCVVMxDzANBgNVBAoMBkFtYXpvbjEMMAoGA1UECwwDQVdTMRswGQYD
      VQQDDBJhd3Mubml0cm8tZW5jbGF2ZXMwHhcNMTkxMDI4MTMyODA1WhcNNDkxMDI4
      MTQyODA1WjBJMQswCQYDVQQGEwJVUzEPMA0GA1UECgwGQW1hem9uMQwwCgYDVQQL
      DANBV1MxGzAZBgNVBAMMEmF3cy5uaXRyby1lbmNsYXZlczB2MBAGByqGSM49AgEG
      BSuBBAAiA2IABPwCVOumCMHzaHDimtqQvkY4MpJzbolL//Zy2YlES1BR5TSksfbb
      48C8WBoyt7F2Bw7eEtaaP+ohG2bnUs990d0JX28TcPQXCEPZ3BABIeTPYwEoCWZE
      h8l5YoQwTcU/9KNCMEAwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUkCW1DdkF
      R+eWw5b6cp3PmanfS5YwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49BAMDA2kAMGYC
      MQCjfy+Rocm9Xue4YnwWmNJVA44fA0P5W2OpYow9OYCVRaEevL8uO1XYru5xtMPW
      rfMCMQCi85sWBbJwKKXdS6BptQFuZbT73o/gBh1qUxl/nNr12UO8Yfwr6wPLb+6N
      IwLz3/Y=
      """;

  @Test
  void amazonsRootHasThePinnedDigestAndPassesTheRules() throws Exception {
    byte[] der = Base64.getMimeDecoder().decode(AWS_NITRO_ENCLAVES_ROOT_G1);

    NitroCertificate root = NitroCertificate.parse("root certificate", der);

    assertThat(MessageDigest.getInstance("SHA-256").digest(der))
        .isEqualTo(TrustAnchor.aws().rootSha256());
    assertThat(root.isIssuedUnderNameOf(root)).isTrue();
    assertThat(root.isAuthority()).isTrue();
    assertThat(root.pathLength()).isEqualTo(Integer.MAX_VALUE);
    assertThat(root.maySignCertificates()).isTrue();
    root.requireKnownCriticalExtensions();
    dev.cosigner.protocol.cose.CoseAlgorithm.ES384.verify(
        root.publicKey(), root.signed(), root.signature());
  }

  @Test
  void theKindsNeverMix() {
    byte[] amazons = TrustAnchor.aws().rootSha256();
    byte[] other = TestModule.filled(32, 1);

    assertThat(TrustAnchor.aws().kind()).isEqualTo(AnchorKind.AWS);
    assertThat(TrustAnchor.development(other).kind()).isEqualTo(AnchorKind.DEVELOPMENT);
    assertThat(TrustAnchor.development(other))
        .isEqualTo(TrustAnchor.development(other))
        .isNotEqualTo(TrustAnchor.aws())
        .hasToString("development root " + "01".repeat(32));
    assertThatThrownBy(() -> TrustAnchor.development(amazons))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Amazon's root is no development root");
    assertThatThrownBy(() -> TrustAnchor.development(new byte[31]))
        .hasMessageContaining("found 31");
  }
}
