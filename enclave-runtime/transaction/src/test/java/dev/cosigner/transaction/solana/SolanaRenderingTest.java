package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.Rendering.Line;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolanaRenderingTest {
  private static final MessageGenerator GENERATOR = new MessageGenerator(14);
  private static final SolanaAddress WALLET = GENERATOR.wallet();
  private static final SolanaAddress A = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress B = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress C = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress MINT = SolanaAddress.of(GENERATOR.bytes(32));

  /** Realistic messages; their text is what an operator sees, word for word. */
  @ParameterizedTest
  @ValueSource(strings = {"pay-invoice", "pay-in-tokens", "deceiving-memo"})
  void rendersAsTheGoldenFile(String name) throws Exception {
    byte[] message = Base64.getMimeDecoder().decode(resource(name + ".message.base64"));
    SolanaTransaction transaction = SolanaTransaction.parseMessage(message);
    Rendering rendering = transaction.render(transaction.requiredSigners().getFirst());
    assertThat(rendering.text()).isEqualTo(resource(name + ".txt"));
    assertThat(transaction.render(transaction.requiredSigners().getFirst()).encode())
        .isEqualTo(rendering.encode());
    assertThat(Rendering.decode(rendering.encode())).isEqualTo(rendering);
  }

  @Test
  void showsAmountsAsUnsigned() throws Exception {
    Rendering rendering = render(new SystemTransfer(WALLET, A, -1));
    assertThat(rendering.lines())
        .contains(new Line("1. amount", "18446744073.709551615", "SOL"))
        .contains(new Line("SOL out, at most", "18446744073.709556615", "SOL"));
  }

  @Test
  void countsNoTransferToItself() throws Exception {
    assertThat(render(new SystemTransfer(WALLET, WALLET, 5)).lines())
        .contains(new Line("1. to", WALLET.toString(), "(this wallet)"))
        .contains(new Line("SOL out, at most", "0.000005000", "SOL"));
  }

  @Test
  void boundsTheFee() throws Exception {
    assertFee("0.000005000", new Memo("", List.of()));
    // 3 x 200,000 units where no limit is given.
    assertFee(
        "0.000005600",
        new ComputeUnitPrice(1000),
        new Memo("", List.of()),
        new Memo("", List.of()));
    assertFee(
        "0.000005001", new ComputeUnitPrice(1), new ComputeUnitLimit(1), new Memo("", List.of()));
    assertFee(
        "0.000005000", new ComputeUnitPrice(-1), new ComputeUnitLimit(0), new Memo("", List.of()));
    assertFee(
        "25825441703.193377261",
        new ComputeUnitPrice(-1),
        new ComputeUnitLimit(1_400_000),
        new Memo("", List.of()));
  }

  @Test
  void warnsOfHighFees() throws Exception {
    // 9,995,000 lamports of priority are the most that needs no warning.
    ComputeUnitLimit limit = new ComputeUnitLimit(1_000_000);
    Memo memo = new Memo("", List.of());
    assertThat(render(new ComputeUnitPrice(9_995_000), limit, memo).warnings()).isEmpty();
    assertThat(render(new ComputeUnitPrice(9_995_001), limit, memo).warnings())
        .containsExactly("The network fee can reach 0.010000001 SOL: unusually much.");
  }

  @Test
  void namesTheOwnerOfATokenAccountThatTheTransactionCreatesAndWarnsOfOthers() throws Exception {
    TokenTransferChecked transfer = new TokenTransferChecked(A, MINT, B, WALLET, 1_250_000, 6);
    Rendering unknown = render(transfer);
    assertThat(unknown.warnings())
        .containsExactly(
            "Instruction 1 sends to a token account whose owner the transaction does not show: "
                + B
                + ".");
    Rendering known = render(new CreateTokenAccount(WALLET, B, C, MINT, true), transfer);
    assertThat(known.lines())
        .containsSubsequence(
            new Line("2. to token account", B.toString(), ""),
            new Line("2. of owner", C.toString(), ""),
            new Line("2. amount", "1.250000", "tokens"),
            new Line("2. exactly", "1250000", "smallest units"));
    assertThat(known.warnings()).singleElement().asString().contains("takes a deposit");
    // An account that is created only afterwards is another's until then.
    assertThat(render(transfer, new CreateTokenAccount(WALLET, B, C, MINT, true)).warnings())
        .anyMatch(warning -> warning.contains("does not show"));
  }

  @Test
  void warnsOfTransfersThatNameNoToken() throws Exception {
    Rendering rendering = render(new TokenTransfer(A, B, WALLET, 5));
    assertThat(rendering.lines()).contains(new Line("1. amount", "5", "smallest units"));
    assertThat(rendering.warnings())
        .anyMatch(warning -> warning.startsWith("Instruction 1 names neither the token nor"));
  }

  @Test
  void saysThatDepositsAreNotInTheSum() throws Exception {
    assertThat(render(new CreateTokenAccount(WALLET, B, C, MINT, false)).lines())
        .contains(new Line("SOL out, at most, without deposits", "0.000005000", "SOL"));
  }

  @Test
  void saysThatATransactionOnlySets() throws Exception {
    assertThat(render(new ComputeUnitLimit(1)).title())
        .isEqualTo("Solana transaction: settings only");
  }

  @Test
  void namesOtherScriptsInMemos() throws Exception {
    assertThat(render(new Memo("\u0437\u0430\u043a\u0430\u0437 17", List.of(WALLET))).warnings())
        .containsExactly("Instruction 1 has letters of: Cyrillic.");
  }

  @Test
  void fitsItsEncodingWhateverTheMessage() throws Exception {
    SolanaInstruction[] most = new SolanaInstruction[64];
    Arrays.fill(most, new TokenTransfer(A, B, WALLET, -1));
    assertThat(render(most).encode().length).isLessThan(Rendering.MAX_BYTES);
    String hidden = "\u0001".repeat(1000);
    Rendering memo = render(new Memo(hidden, List.of()));
    assertThat(memo.encode().length).isLessThan(Rendering.MAX_BYTES);
    assertThat(memo.text()).contains("\"" + "\\u{1}".repeat(1000) + "\"");
  }

  private static void assertFee(String sol, SolanaInstruction... instructions) throws Exception {
    assertThat(render(instructions).lines()).contains(new Line("Network fee, at most", sol, "SOL"));
  }

  private static Rendering render(SolanaInstruction... instructions) throws Exception {
    Sample[] samples = Arrays.stream(instructions).map(Sample::of).toArray(Sample[]::new);
    return SolanaTransaction.parseMessage(Sample.message(WALLET, new byte[32], samples))
        .render(WALLET.toString());
  }

  private static String resource(String name) throws Exception {
    try (InputStream in = SolanaRenderingTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
