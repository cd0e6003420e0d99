package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.cosigner.protocol.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SignatureHashTest {
  private static final RawTransaction.Output UNUSED =
      new RawTransaction.Output(625_000_000, OutputScript.of(new byte[] {0x51}));

  /** BIP-143, "Native P2WPKH". */
  @Test
  void hashesTheExampleOfWitnessPrograms() throws Exception {
    RawTransaction transaction =
        read(
            "0100000002fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f0000000000"
                + "eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a01000000"
                + "00ffffffff02202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac"
                + "9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac11000000");
    RawTransaction.Output spent =
        output(600_000_000, "00141d0f172a0ecb48aee1be1f2687d2963ae33f71a1");
    assertThat(
            hex(
                new SignatureHash(transaction, List.of(UNUSED, spent))
                    .witness(1, spent.script().payload())))
        .isEqualTo("c37af31116d1b27caf68aae9e3ac82f1477929014d5b917657d0eb49478cb670");
  }

  /** BIP-143, "P2SH-P2WPKH". */
  @Test
  void hashesTheExampleOfNestedWitnessPrograms() throws Exception {
    RawTransaction transaction =
        read(
            "0100000001db6b1b20aa0fd7b23880be2ecbd4a98130974cf4748fb66092ac4d3ceb1a54770100000000"
                + "feffffff02b8b4eb0b000000001976a914a457b684d7f0d539a46a45bbc043f35b59d0d96388ac00"
                + "08af2f000000001976a914fd270b1ee6abcaea97fea7ad0402e8bd8ad6d77c88ac92040000");
    RawTransaction.Output spent =
        output(1_000_000_000, "a9144733f37cf4db86fbc2efed2500b4f4e49f31202387");
    assertThat(
            hex(
                new SignatureHash(transaction, List.of(spent))
                    .witness(0, ByteString.fromHex("79091972186c449eb1ded22b78e40d009bdf0089"))))
        .isEqualTo("64f3b0f4dd2bb3aa1ce8566d220cc74dda9df97d8490cc81d89d735c92e59fb6");
  }

  /** The wallet vectors of BIP-341: outputs without scripts, and hashes that cover everything. */
  @Test
  void followsTheWalletVectorsOfTaproot() throws Exception {
    String json = vectors();
    Matcher keys =
        Pattern.compile(
                "\"internalPubkey\": \"(\\w+)\",\\s*\"scriptTree\": null.*?"
                    + "\"tweak\": \"(\\w+)\".*?\"tweakedPubkey\": \"(\\w+)\".*?"
                    + "\"scriptPubKey\": \"(\\w+)\",\\s*\"bip350Address\": \"(\\w+)\"",
                Pattern.DOTALL)
            .matcher(json);
    assertThat(keys.find()).isTrue();
    ByteString internal = ByteString.fromHex(keys.group(1));
    assertThat(hex(Taproot.tweak(internal))).isEqualTo(keys.group(2));
    assertThat(Taproot.outputKey(internal)).hasValue(ByteString.fromHex(keys.group(3)));
    OutputScript script = OutputScript.of(HexFormat.of().parseHex(keys.group(4)));
    assertThat(script.address(AddressFormat.MAIN)).hasValue(keys.group(5));

    SignatureHash hashes = new SignatureHash(read(text(json, "rawUnsignedTx")), spent(json));
    Matcher inputs =
        Pattern.compile(
                "\"txinIndex\": (\\d+),.*?\"hashType\": (\\d+).*?\"sigHash\": \"(\\w+)\"",
                Pattern.DOTALL)
            .matcher(json);
    int compared = 0;
    while (inputs.find()) {
      int type = Integer.parseInt(inputs.group(2));
      if (type <= SignatureHash.ALL) {
        assertThat(hex(hashes.taproot(Integer.parseInt(inputs.group(1)), type)))
            .isEqualTo(inputs.group(3));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(2);
  }

  /** The signed transaction of BIP-341's vectors has an input of every kind: it is read whole. */
  @Test
  void readsTheSignedTransactionOfTaprootsVectors() throws Exception {
    String json = vectors();
    byte[] signed = HexFormat.of().parseHex(text(json, "fullySignedTx"));
    RawTransaction transaction =
        RawTransaction.read("transaction", new ByteReader(signed, 0), true);
    assertThat(transaction.encode()).isEqualTo(signed);
    assertThat(transaction.inputs()).hasSize(9);
    Matcher witness = Pattern.compile("\"witness\": \\[\\s*\"(\\w+)\"").matcher(json);
    Matcher inputs =
        Pattern.compile(
                "\"txinIndex\": (\\d+),.*?\"hashType\": (\\d+).*?\"sigHash\": \"(\\w+)\"",
                Pattern.DOTALL)
            .matcher(json);
    while (inputs.find() && witness.find(inputs.end())) {
      int input = Integer.parseInt(inputs.group(1));
      assertThat(transaction.witnesses().get(input))
          .containsExactly(ByteString.fromHex(witness.group(1)));
      ByteString signature = ByteString.fromHex(witness.group(1).substring(0, 128));
      ByteString key = spent(json).get(input).script().payload();
      byte[] hash = HexFormat.of().parseHex(inputs.group(3));
      assertThat(Taproot.verify(key, hash, signature)).isTrue();
      hash[0] ^= 1;
      assertThat(Taproot.verify(key, hash, signature)).isFalse();
    }
  }

  /** BIP-340's vectors: public key, message of 32 bytes, signature, whether it verifies. */
  @Test
  void verifiesTheSchnorrVectors() throws Exception {
    int compared = 0;
    for (String line : Files.readAllLines(file("bip-0340-test-vectors.csv"))) {
      String[] columns = line.split(",", -1);
      if (columns[4].length() == 64 && columns[2].length() == 64 && !columns[0].equals("index")) {
        assertThat(
                Taproot.verify(
                    ByteString.fromHex(columns[2]),
                    HexFormat.of().parseHex(columns[4]),
                    ByteString.fromHex(columns[5])))
            .as(columns[7])
            .isEqualTo(columns[6].equals("TRUE"));
        compared++;
      }
    }
    assertThat(compared).isEqualTo(15);
  }

  private static List<RawTransaction.Output> spent(String json) {
    List<RawTransaction.Output> spent = new ArrayList<>();
    Matcher utxos =
        Pattern.compile("\"scriptPubKey\": \"(\\w+)\",\\s*\"amountSats\": (\\d+)").matcher(json);
    while (utxos.find()) {
      spent.add(output(Long.parseLong(utxos.group(2)), utxos.group(1)));
    }
    assertThat(spent).hasSize(9);
    return spent;
  }

  private static String text(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\": \"(\\w+)\"").matcher(json);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String vectors() throws IOException {
    return Files.readString(file("bip-0341-wallet-test-vectors.json"));
  }

  private static Path file(String name) {
    Optional<Path> file =
        Optional.ofNullable(System.getenv("COSIGNER_VECTORS_HOME"))
            .map(home -> Path.of(home, "bip", name))
            .filter(Files::isRegularFile);
    if (file.isEmpty()) {
      assertThat(System.getenv("CI"))
          .as("COSIGNER_VECTORS_HOME must name the vectors in CI")
          .isNotEqualTo("true");
      abort("COSIGNER_VECTORS_HOME names no folder with bip/" + name);
    }
    return file.orElseThrow();
  }

  private static RawTransaction.Output output(long amount, String script) {
    return new RawTransaction.Output(amount, OutputScript.of(HexFormat.of().parseHex(script)));
  }

  private static RawTransaction read(String hex) throws Exception {
    return RawTransaction.read(
        "transaction", new ByteReader(HexFormat.of().parseHex(hex), 0), false);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
