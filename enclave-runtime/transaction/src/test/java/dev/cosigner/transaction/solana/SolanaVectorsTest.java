package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import java.io.InputStream;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Transactions that other implementations publish. */
class SolanaVectorsTest {
  private static final Properties VECTORS = new Properties();

  @BeforeAll
  static void read() throws Exception {
    try (InputStream in = SolanaVectorsTest.class.getResourceAsStream("vectors.properties")) {
      VECTORS.load(in);
    }
  }

  @Test
  void readsATransfer() throws Exception {
    SolanaTransaction transaction = base58("transfer");
    assertThat(transaction.message().recentBlockhash())
        .isEqualTo("11111111111111111111111111111111");
    assertThat(transaction.instructions())
        .containsExactly(
            new SystemTransfer(
                SolanaAddress.parse("41a5jYky56M6EWDsFfLaZRxoRtgAJSRWxJnxaJNJELn5"),
                SolanaAddress.parse("4iSnyfDKaejniaPc2pBBckwQqV3mDS93go15NdxWJq2y"),
                42));
    transaction.verifySignatures();
  }

  @Test
  void readsTheCreationOfATokenAccount() throws Exception {
    SolanaTransaction transaction = base58("create-token-account");
    SolanaAddress wallet = SolanaAddress.parse("B1iGmDJdvmxyUiYM8UEo2Uw2D58EmUrw4KyLYMmrhf8V");
    assertThat(transaction.message().recentBlockhash())
        .isEqualTo("9ipJh5xfyoyDaiq8trtrdqQeAhQbQkWy2eANizKvx75K");
    assertThat(transaction.instructions())
        .containsExactly(
            new CreateTokenAccount(
                wallet,
                SolanaAddress.parse("EDNd1ycsydWYwVmrYZvqYazFqwk1QjBgAUKFjBoz1jKP"),
                wallet,
                SolanaAddress.parse("SRMuApVNdxXokk5GT7XD5cUUgXMBCoAz2LHeuAoKWRt"),
                false));
    transaction.verifySignatures();
  }

  /** It is on the ledger of the main network. */
  @Test
  void readsATransferOfTokens() throws Exception {
    SolanaTransaction transaction = base58("transfer-tokens");
    assertThat(transaction.instructions())
        .containsExactly(
            new TokenTransferChecked(
                SolanaAddress.parse("EDNd1ycsydWYwVmrYZvqYazFqwk1QjBgAUKFjBoz1jKP"),
                SolanaAddress.parse("SRMuApVNdxXokk5GT7XD5cUUgXMBCoAz2LHeuAoKWRt"),
                SolanaAddress.parse("3WUX9wASxyScbA7brDipioKfXS1XEYkQ4vo3Kej9bKei"),
                SolanaAddress.parse("B1iGmDJdvmxyUiYM8UEo2Uw2D58EmUrw4KyLYMmrhf8V"),
                4000,
                6));
    transaction.verifySignatures();
    assertThat(Base58.encode(transaction.signatures().getFirst()))
        .isEqualTo(
            "3vZ67CGoRYkuT76TtpP2VrtTPBfnvG2xj6mUTvvux46qbnpThgQDgm27nC3yQVUZrABFjT9Qo7vA74tCjtV5"
                + "P9Xg");
  }

  @Test
  void readsATransferWithADurableNonce() throws Exception {
    byte[] bytes = Base64.getDecoder().decode(VECTORS.getProperty("durable-nonce.base64"));
    SolanaTransaction transaction = SolanaTransaction.parseTransaction(bytes);
    SolanaAddress wallet = SolanaAddress.parse("5omQJtDUHA3gMFdHEQg1zZSvcBUVzey5WaKWYRmqF1Vj");
    assertThat(transaction.instructions())
        .containsExactly(
            new AdvanceNonce(
                SolanaAddress.parse("G5EWCBwDM5GzVNwrG9LbgpTdQBD9PEAaey82ttuJJ7Qo"), wallet),
            new SystemTransfer(
                wallet,
                SolanaAddress.parse("9we6kjtbcZ2vy3GSLLsZTEhbAqXPTRvEyoxa8wxSqKp5"),
                1_000_000_000));
    assertThat(transaction.message().recentBlockhash())
        .isEqualTo("2S1kjspXLPs6jpNVXQfNMqZzzSrKLbGdr9Fxap5h1DLN");
    transaction.verifySignatures();
    assertThat(
            SolanaTransaction.assemble(
                transaction.message().encode(), transaction.signatures().getFirst()))
        .isEqualTo(bytes);
  }

  private static SolanaTransaction base58(String name) throws Exception {
    byte[] bytes =
        Base58.decodeAtMost(
            name, VECTORS.getProperty(name + ".base58"), SolanaTransaction.MAX_BYTES);
    SolanaTransaction transaction = SolanaTransaction.parseTransaction(bytes);
    assertThat(transaction.encoded()).isEqualTo(bytes);
    return transaction;
  }
}
