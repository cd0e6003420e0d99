package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.WalletContext;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What bitcoinjs-lib makes, by the recipe beside the sample, is read, and assembled to the same.
 */
class BitcoinSdkSampleTest {
  @Test
  void assemblesTheTransactionsOfBitcoinjs() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("sdk-sample.txt")) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      assertThat(lines).hasSize(InputKind.values().length);
      for (String line : lines) {
        String[] parts = line.split(" ", -1);
        compare(InputKind.valueOf(parts[0]), parts[1], parts[2], parts[3]);
      }
    }
  }

  private static void compare(InputKind kind, String psbt, String signatures, String signed)
      throws Exception {
    BitcoinTransaction transaction =
        BitcoinTransaction.parse(Base64.getDecoder().decode(psbt), ReferenceData.NONE);
    String address = transaction.requiredSigners().getFirst();
    WalletContext wallet = WalletContext.of(Keys.MAINNET, address);
    assertThat(transaction.signingInputs(wallet)).extracting(SigningInput::kind).containsOnly(kind);
    assertThat(transaction.effects(wallet).get(1).kind()).isEqualTo(EffectKind.CHANGE);
    assertThat(transaction.effects(wallet).get(2).kind()).isEqualTo(EffectKind.TRANSFER);
    assertThat(transaction.feeSatoshis()).isEqualTo(5_001);
    List<byte[]> given =
        Arrays.stream(signatures.split(",", -1)).map(HexFormat.of()::parseHex).toList();
    assertThat(HexFormat.of().formatHex(transaction.assemble(wallet, given))).isEqualTo(signed);
    assertThat(Psbt.read(transaction.finalized(wallet, given)).extract().encode())
        .isEqualTo(HexFormat.of().parseHex(signed));
  }
}
