package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EthereumAddressTest {
  /** The test cases of EIP-55. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
      })
  void readsAndWritesChecksums(String text) throws Exception {
    EthereumAddress address = EthereumAddress.parse(text);
    assertThat(address).hasToString(text);
    assertThat(EthereumAddress.of(address.toByteArray())).isEqualTo(address);
    assertThat(EthereumAddress.parseLenientCase(text.toLowerCase(Locale.ROOT))).isEqualTo(address);
    assertThat(address.lowerCase()).isEqualTo(text.toLowerCase(Locale.ROOT));
  }

  @Test
  void refusesAWrongChecksum() {
    String wrong = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed";
    assertRefused(Reason.INVALID_ADDRESS, () -> EthereumAddress.parse(wrong));
    assertRefused(Reason.INVALID_ADDRESS, () -> EthereumAddress.parseLenientCase(wrong));
    assertRefused(
        Reason.INVALID_ADDRESS, () -> EthereumAddress.parse(wrong.toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAedd",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA\u202ed"
      })
  void refusesOtherForms(String text) {
    assertRefused(Reason.INVALID_ADDRESS, () -> EthereumAddress.parse(text));
  }

  /** The account whose key is 1, as every Ethereum library knows it. */
  @Test
  void comesFromThePublicKey() {
    assertThat(EthereumAddress.of(Secp256k1.G))
        .hasToString("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
    assertThatThrownBy(() -> EthereumAddress.of(new byte[19]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(EthereumAddress.of(new byte[20]).isZero()).isTrue();
  }
}
