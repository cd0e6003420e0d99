package dev.cosigner.cli.ceremony;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.ApprovalStatement.Purpose;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.jupiter.api.Test;

class OperatorKeyTest {
  private static final ByteString ID = ByteString.copyOf(new byte[32]);
  private static final ApprovalStatement STATEMENT =
      new ApprovalStatement(
          Purpose.SIGN, ID, ID, 0, ID, 1, ByteString.copyOf(new byte[1]), ByteString.EMPTY);

  private final OperatorKey key = OperatorKey.generate();
  private final byte[] pem = key.seal(passphrase());

  private static char[] passphrase() {
    return "correct horse".toCharArray();
  }

  @Test
  void aSealedKeyOpensAndApproves() throws Exception {
    OperatorKey opened = OperatorKey.open("alice.pem", pem, passphrase());
    assertThat(opened.publicKey()).isEqualTo(key.publicKey());
    Approval approval = opened.approve(STATEMENT);
    IdentityPublicKey.of(approval.operator().toByteArray())
        .verify(STATEMENT.digest(), approval.signature().toByteArray());
  }

  @Test
  void thePublicKeyIsTheOneOfThePrivateKey() throws Exception {
    byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + key.publicKey().hex());
    assertThat(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)))
        .isNotNull();
  }

  @Test
  void othersReadTheFile() throws Exception {
    try (PemReader reader = new PemReader(new StringReader(new String(pem, US_ASCII)))) {
      byte[] content = reader.readPemObject().getContent();
      assertThat(
              new PKCS8EncryptedPrivateKeyInfo(EncryptedPrivateKeyInfo.getInstance(content))
                  .decryptPrivateKeyInfo(
                      new JceOpenSSLPKCS8DecryptorProviderBuilder()
                          .setProvider(new BouncyCastleProvider())
                          .build(passphrase()))
                  .getPrivateKeyAlgorithm()
                  .getAlgorithm()
                  .getId())
          .isEqualTo("1.3.101.112");
    }
  }

  @Test
  void anotherPassphraseIsRefused() {
    assertThatThrownBy(() -> OperatorKey.open("alice.pem", pem, "battery staple".toCharArray()))
        .isInstanceOfSatisfying(
            CosignerException.class,
            e -> {
              assertThat(e.id()).isEqualTo("operator-key-passphrase");
              assertThat(e.exit()).isEqualTo(ExitCode.REFUSED);
            });
  }

  @Test
  void otherFilesAreRefused() {
    for (String content : new String[] {"", "hello", new String(pem, US_ASCII).replace("E", "F")}) {
      assertThatThrownBy(() ->
              OperatorKey.open("alice.pem", content.getBytes(StandardCharsets.UTF_8), passphrase()))
          .isInstanceOfSatisfying(
              CosignerException.class, e -> assertThat(e.id()).isEqualTo("operator-key-malformed"));
    }
  }

  @Test
  void aKeyIsNotShown() {
    assertThat(key).hasToString("OperatorKey[" + key.publicKey() + "]");
  }
}
