package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What viem and ethers wrote and signed; sdk-sample.mjs beside the sample is its recipe. */
class SdkSampleTest {
  @Test
  void agreesWithTheJavaScriptLibraries() throws Exception {
    Map<String, Integer> kinds = new HashMap<>();
    for (String line : lines()) {
      String[] fields = line.split(" ", -1);
      byte[] unsigned = bytes(fields[3]);
      DecodedTransaction transaction = decode(fields[1], unsigned);
      WalletContext wallet = WalletContext.of(Chain.parse("eip155:1"), fields[2]);
      assertThat(transaction.encoded()).isEqualTo(unsigned);
      assertThat(transaction.bytesToSign(wallet)).containsExactly(bytes(fields[4]));
      assertThat(transaction.assemble(wallet, List.of(bytes(fields[5]))))
          .isEqualTo(bytes(fields[6]));
      Rendering rendering = transaction.render(wallet);
      assertThat(rendering.from()).isEqualTo(fields[2]);
      assertThat(Rendering.decode(rendering.encode())).isEqualTo(rendering);
      kinds.merge(fields[0] + " " + fields[1], 1, Integer::sum);
    }
    assertThat(kinds).hasSize(14).allSatisfy((kind, count) -> assertThat(count).isBetween(8, 40));
  }

  private static DecodedTransaction decode(String kind, byte[] bytes) throws TransactionException {
    return switch (kind) {
      case "typed" ->
          TransactionDecoder.decodeTypedData(Network.ETHEREUM, bytes, ReferenceData.NONE);
      case "message" ->
          TransactionDecoder.decodeMessage(Network.ETHEREUM, bytes, ReferenceData.NONE);
      default -> TransactionDecoder.decode(Network.ETHEREUM, bytes, ReferenceData.NONE);
    };
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = SdkSampleTest.class.getResourceAsStream("sdk-sample.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex, 2, hex.length());
  }
}
