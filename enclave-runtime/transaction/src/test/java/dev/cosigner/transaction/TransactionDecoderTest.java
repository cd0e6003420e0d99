package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException.Reason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shows the use of this package: decode, render for the wallet, sign what was rendered. */
class TransactionDecoderTest {
  /** A transfer of 42 lamports (wallet-core, Solana/TransactionTests, TransferMessageData). */
  private static final byte[] MESSAGE =
      HexFormat.of()
          .parseHex(
              "0100010353f9d600fe925083bb399907ea648d23a6a081fc7e9059202fd725f7edd281dd3cc1ff9ba3c7"
                  + "a876c8082df2f8a36ea9342ce3819dd4b6fa72d4a18e04a5363a00000000000000000000000000000000"
                  + "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
                  + "00000000000001020200010c020000002a00000000000000");

  private static final String WALLET = "6eoo7i1khGhVm8tLBMAdq4ax2FxkKP4G7mCcfHyr3STN";

  @Test
  void decodesRendersAndGivesTheBytesToSign() throws Exception {
    DecodedTransaction transaction = TransactionDecoder.decode("solana", MESSAGE);
    assertThat(transaction.network()).isEqualTo(Network.SOLANA);
    assertThat(transaction.requiredSigners()).containsExactly(WALLET);
    assertThat(transaction.encoded()).isEqualTo(MESSAGE);
    assertThat(transaction.bytesToSign(WALLET)).containsExactly(MESSAGE);
    assertThat(transaction.render(WALLET).text())
        .contains("1. to                 56B334QvCDMSirsmtEJGfanZm8GqeQarrSjdAb2MbeNM")
        .contains("1. amount             0.000000042 SOL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Solana", "solana ", "Ethereum", "sol\u0430na"})
  void refusesNetworksItDoesNotKnow(String network) {
    assertThat(
            catchThrowableOfType(
                TransactionException.class, () -> TransactionDecoder.decode(network, MESSAGE)))
        .hasMessageStartingWith("network: expected ")
        .hasMessageContaining("solana, found \"")
        .extracting(TransactionException::reason)
        .isEqualTo(Reason.UNKNOWN_NETWORK);
  }
}
