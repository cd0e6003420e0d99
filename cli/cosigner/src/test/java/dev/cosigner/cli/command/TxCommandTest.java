package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TxCommandTest {
  /** One lamport to an address, on Solana. */
  private static final String PAYMENT =
      "AQABAwEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBispPNndPgqZ8UHy5yWZ5SC4sx2fy04UCJpVXpWaw"
          + "kvsAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAHZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2dnZ2"
          + "dnZ2dnZ2AQICAAEMAgAAAAEAAAAAAAAA";

  /** A payment with change to m/1/7 of {@link #XPUB}. */
  private static final String PSBT =
      "cHNidP8BAHECAAAAAZcEgsY5nW5KSKQs+QSxJ9oHZv2L6bWEn/jmU4wKRiNzAQAAAAD9////AqCGAQAAAAAA"
          + "FgAUyFscQoWeWDr1VZAKAd+C+M7/OWaAuwAAAAAAABYAFLthmbXPUqGXB+sS9OQJktxdO0OnAAAAAAABAFwC"
          + "AAAAAQCrq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urAAAAAAD/////AvVJAgAAAAAAAWrwSQIAAAAA"
          + "ABYAFLthmbXPUqGXB+sS9OQJktxdO0OnAAAAACIGAmAKYhlm0VLOc2XkFuEaq4/xgIuxQOTwU11RbtpvhwEW"
          + "DOWuk6cAAAAABAAAAAAAIgICYApiGWbRUs5zZeQW4Rqrj/GAi7FA5PBTXVFu2m+HARYM5a6TpwAAAAAEAAAA"
          + "AA==";

  private static final String XPUB =
      "xpub661MyMwAqRbcGHMmc21XXCZhSS1PrmaWFU5AxJTPnZW8RTskUjfY3ivcNFJHAyxq7AogGuuQKhRVGZGZntTia"
          + "BG1mPmVVYp3fux2si9q5Sq";

  private static final byte[] BYTES = Base64.getDecoder().decode(PAYMENT);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("payment");
    Files.writeString(file, PAYMENT + "\n");
  }

  @Test
  void decodeShowsTheRenderingAndTheEffects() {
    Ended text = run("tx", "decode", file.toString());
    assertThat(text.exit()).isEqualTo(ExitCode.DONE);
    assertThat(text.out()).contains("Solana transaction: Transfer SOL").contains("0.000000001");
    Ended json =
        run(
            "tx",
            "decode",
            file.toString(),
            "--chain",
            "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp",
            "--json");
    assertThat(json.json().get("effects").findValuesAsText("effect"))
        .containsExactly("fee", "transfer");
    assertThat(json.json().get("effects").get(1).get("amount").asText()).isEqualTo("1");
    assertThat(json.json().get("chain").asText())
        .isEqualTo("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
  }

  @Test
  void decodeKnowsChangeByTheExtendedKey() throws Exception {
    Files.writeString(file, PSBT);
    String chain = "bip122:000000000019d6689c085ae165831e93";
    String wallet = "bc1q7q6k5c6m8s32pzue024kyrt6fwx79hhafpslq2";
    Ended json =
        run(
            "tx",
            "decode",
            file.toString(),
            "--chain",
            chain,
            "--wallet",
            wallet,
            "--xpub",
            XPUB,
            "--json");
    assertThat(json.json().get("effects").findValuesAsText("effect"))
        .containsExactly("fee", "transfer", "change");
    assertFails(
        "transaction-invalid-base58",
        ExitCode.BAD_INPUT,
        "tx",
        "decode",
        file.toString(),
        "--chain",
        chain,
        "--wallet",
        wallet,
        "--xpub",
        XPUB.substring(1));
  }

  @Test
  void decodeTakesRawBytes() throws Exception {
    Files.write(file, BYTES);
    assertThat(run("tx", "decode", file.toString()).exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void decodeTakesMessagesAsTheyAre() throws Exception {
    Files.writeString(file, "Log in to the exchange");
    Ended ended =
        run(
            "tx",
            "decode",
            file.toString(),
            "--form",
            "message",
            "--chain",
            "eip155:1",
            "--wallet",
            "0x71660c4005BA85c37ccec55d0C4493E66Fe775d3",
            "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.json().get("effects").findValuesAsText("effect")).containsExactly("message");
    assertFails(
        "address-malformed",
        ExitCode.BAD_INPUT,
        "tx",
        "decode",
        file.toString(),
        "--form",
        "message",
        "--chain",
        "eip155:1",
        "--wallet",
        "0x71660C4005BA85c37ccec55d0C4493E66Fe775d3");
  }

  @Test
  void decodeRefusesWhatItDoesNotUnderstand() throws Exception {
    Files.write(file, java.util.Arrays.copyOf(BYTES, BYTES.length - 1));
    assertFails("transaction-truncated", ExitCode.BAD_INPUT, "tx", "decode", file.toString());
    Files.write(file, BYTES);
    assertFails(
        "transaction-wallet-not-signer",
        ExitCode.BAD_INPUT,
        "tx",
        "decode",
        file.toString(),
        "--wallet",
        "ALnBmwLeefY8VGXTJfjMnNHd4ypADFbtKxsEUgmVouEA");
    assertFails(
        "transaction-other-network",
        ExitCode.BAD_INPUT,
        "tx",
        "decode",
        file.toString(),
        "--network",
        "solana",
        "--chain",
        "eip155:1");
    assertFails(
        "chain-not-understood",
        ExitCode.BAD_INPUT,
        "tx",
        "decode",
        file.toString(),
        "--chain",
        "cosmos:hub");
    assertFails(
        "chain-malformed",
        ExitCode.BAD_INPUT,
        "tx",
        "decode",
        file.toString(),
        "--chain",
        "Main net");
    assertFails(
        "transaction-unknown-network",
        ExitCode.BAD_INPUT,
        "tx",
        "decode",
        file.toString(),
        "--network",
        "dogecoin");
  }

  @Test
  void convertKeepsTheBytes() throws Exception {
    Ended hex = run("tx", "convert", file.toString(), "--to", "hex");
    assertThat(hex.out()).isEqualTo("0x" + HexFormat.of().formatHex(BYTES) + "\n");
    for (String form : new String[] {"base58", "base64", "binary", "hex"}) {
      Path out = folder.resolve(form);
      Ended there = run("tx", "convert", file.toString(), "--to", form, "--out", out.toString());
      assertThat(there.exit()).isEqualTo(ExitCode.DONE);
      Ended back = run("tx", "convert", out.toString(), "--from", form, "--to", "base64", "--json");
      assertThat(back.json().get("text").asText()).isEqualTo(PAYMENT);
    }
  }

  @Test
  void convertGuessesNothing() throws Exception {
    Files.writeString(file, "abcd2345");
    assertFails(
        "bytes-ambiguous", ExitCode.BAD_INPUT, "tx", "convert", file.toString(), "--to", "hex");
    Files.writeString(file, "\"not bytes\"");
    assertFails(
        "bytes-malformed", ExitCode.BAD_INPUT, "tx", "convert", file.toString(), "--to", "hex");
    Files.writeString(file, " \n");
    assertFails("bytes-empty", ExitCode.BAD_INPUT, "tx", "convert", file.toString(), "--to", "hex");
    Files.writeString(file, "0xabc");
    assertFails(
        "bytes-malformed", ExitCode.BAD_INPUT, "tx", "convert", file.toString(), "--to", "hex");
    assertFails(
        "output-missing", ExitCode.USAGE, "tx", "convert", file.toString(), "--to", "binary");
  }

  private static void assertFails(String id, ExitCode exit, String... args) {
    String[] line = java.util.Arrays.copyOf(args, args.length + 1);
    line[args.length] = "--json";
    Ended ended = run(line);
    assertThat(ended.json().at("/error/id").asText()).isEqualTo(id);
    assertThat(ended.exit()).isEqualTo(exit);
  }

  private static Ended run(String... args) {
    return CommandRun.bare().run(args);
  }
}
